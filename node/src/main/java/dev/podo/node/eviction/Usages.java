package dev.podo.node.eviction;

import dev.podo.model.core.v1.Pod;
import dev.podo.node.host.Host;
import dev.podo.node.runtime.Container;
import dev.podo.node.runtime.Runtime;
import dev.podo.node.volumes.PodDirectories;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Measures what pods use.
final class Usages {
  private final Runtime runtime;
  private final Host host;
  private final PodDirectories directories;

  Usages(Runtime runtime, Host host, PodDirectories directories) {
    this.runtime = runtime;
    this.host = host;
    this.directories = directories;
  }

  NodeUsage ofNode() throws IOException, InterruptedException {
    return NodeUsage.of(host.usage(), runtime.images().diskUsage());
  }

  List<PodUsage> of(List<Pod> pods) throws IOException, InterruptedException {
    var ofContainers = new HashMap<String, PodUsage.Used>();
    for (var each : runtime.containers().stats()) {
      ofContainers.put(each.containerId(), new PodUsage.Used(each.memoryBytes(), each.diskBytes()));
    }
    var byPod = new HashMap<String, List<Container>>();
    for (var each : runtime.containers().list()) {
      var uid = each.labels().getOrDefault("io.kubernetes.pod.uid", "");
      byPod.computeIfAbsent(uid, any -> new ArrayList<>()).add(each);
    }
    var out = new ArrayList<PodUsage>();
    for (var pod : pods) {
      var containers = byPod.getOrDefault(pod.metadata().uid(), List.of());
      out.add(new PodUsage(pod, containers(pod, containers, ofContainers), emptyDirs(pod)));
    }
    return out;
  }

  private Map<String, PodUsage.Used> containers(
      Pod pod, List<Container> containers, Map<String, PodUsage.Used> measured) throws IOException {
    var meta = pod.metadata();
    var logs = directories.logs(meta.namespace(), meta.name(), meta.uid());
    var out = new TreeMap<String, PodUsage.Used>();
    for (var each : containers) {
      var used = measured.getOrDefault(each.id(), PodUsage.Used.NOTHING);
      out.merge(each.name(), used, PodUsage.Used::plus);
    }
    for (var name : List.copyOf(out.keySet())) {
      var log = new PodUsage.Used(0, host.diskBytes(logs.resolve(name)));
      out.merge(name, log, PodUsage.Used::plus);
    }
    return out;
  }

  private Map<String, Long> emptyDirs(Pod pod) throws IOException {
    var out = new TreeMap<String, Long>();
    for (var volume : pod.spec().volumes()) {
      var empty = volume.emptyDir();
      if (empty != null && empty.medium().isEmpty()) {
        var directory = directories.emptyDir(pod.metadata().uid(), volume.name());
        out.put(volume.name(), host.diskBytes(directory));
      }
    }
    return out;
  }
}
