package dev.podo.node.pod;

import dev.podo.model.Bytes;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Pod;
import dev.podo.node.container.ConfigError;
import dev.podo.node.container.Expansion;
import dev.podo.node.container.LinuxResources;
import dev.podo.node.container.MountPlan;
import dev.podo.node.container.PodDns;
import dev.podo.node.container.PodFacts;
import dev.podo.node.container.Securities;
import dev.podo.node.container.Variables;
import dev.podo.node.host.FileContent;
import dev.podo.node.runtime.ContainerConfig;
import dev.podo.node.runtime.Image;
import dev.podo.node.runtime.Mount;
import dev.podo.node.runtime.PodId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Works out what the runtime is told about a container, and makes the files that it needs.
final class ContainerStart {
  private final PodServices services;
  private final PodFacts facts;
  private final Container container;
  private final int attempt;
  private final Image image;
  private final String target;

  /// @param target the id of the container into whose processes it looks; "" for none
  ContainerStart(
      PodServices services,
      PodFacts facts,
      Container container,
      int attempt,
      Image image,
      String target) {
    this.services = services;
    this.facts = facts;
    this.container = container;
    this.attempt = attempt;
    this.image = image;
    this.target = target;
  }

  /// @throws ConfigError when the container cannot be made as the Pod says
  ContainerConfig config() throws IOException {
    var env = new Variables(facts, services.references()).of(container);
    var pod = facts.pod();
    var messageFile = messageFile();
    var mounts = mounts(env, messageFile);
    return new ContainerConfig(
        container.name(),
        attempt,
        image.id(),
        invocation(env),
        mounts,
        LinuxResources.of(pod, container, services.host().facts().memoryBytes()),
        new Securities(pod).of(container, image).lookingInto(target),
        container.name() + "/" + attempt + ".log",
        ContainerLabels.ofContainer(id(), container.name()),
        annotations(messageFile));
  }

  private PodId id() {
    var meta = facts.pod().metadata();
    return new PodId(meta.namespace(), meta.name(), meta.uid());
  }

  private ContainerConfig.Invocation invocation(Map<String, String> env) {
    return new ContainerConfig.Invocation(
        expand(container.command(), env),
        expand(container.args(), env),
        container.workingDir(),
        env.entrySet().stream()
            .map(each -> new ContainerConfig.Env(each.getKey(), each.getValue()))
            .toList(),
        container.stdin(),
        container.stdinOnce(),
        container.tty());
  }

  private static List<String> expand(List<String> words, Map<String, String> env) {
    return words.stream().map(each -> Expansion.expand(each, env::get)).toList();
  }

  private SortedMap<String, String> annotations(Path messageFile) {
    var out = new TreeMap<String, String>();
    out.put(ContainerLabels.HASH, ContainerLabels.hash(container));
    out.put(ContainerLabels.MESSAGE_FILE, messageFile.toString());
    out.put(ContainerLabels.MESSAGE_POLICY, container.terminationMessagePolicy());
    return out;
  }

  private Path messageFile() {
    var directories = services.settings().directories();
    return directories.messageFile(id().uid(), container.name(), attempt);
  }

  private List<Mount> mounts(Map<String, String> env, Path messageFile) throws IOException {
    var pod = facts.pod();
    var volumes = services.volumes();
    var plan = new MountPlan(services.host(), name -> volumes.source(pod, name));
    var out = new ArrayList<>(plan.of(container, env));
    if (!isMounted(out, "/etc/hosts")) {
      var hosts = writeHosts(pod);
      out.add(Mount.of(hosts, "/etc/hosts", false));
    }
    var path = container.terminationMessagePath();
    if (!path.isEmpty() && !isMounted(out, path)) {
      services.host().makeDirectory(parent(messageFile), 0750);
      services.host().writeFile(messageFile, new FileContent(Bytes.EMPTY, 0666, null));
      out.add(Mount.of(messageFile, path, false));
    }
    return out;
  }

  private static Path parent(Path file) {
    var parent = file.getParent();
    return parent == null ? file : parent;
  }

  private static boolean isMounted(List<Mount> mounts, String target) {
    return mounts.stream().anyMatch(each -> each.target().equals(target));
  }

  /// With the host's network the pod sees the node's file, and what its aliases add.
  private Path writeHosts(Pod pod) throws IOException {
    var file = services.settings().directories().hosts(pod.metadata().uid());
    var text =
        pod.spec().hostNetwork()
            ? hostsOfNode() + PodDns.aliases(pod)
            : services.settings().dns().hostsFile(pod, facts.ips());
    services.host().writeFile(file, new FileContent(Bytes.utf8(text), 0644, null));
    return file;
  }

  private String hostsOfNode() throws IOException {
    var bytes = services.host().readTail(Path.of("/etc/hosts"), 1 << 20);
    return "# Kubernetes-managed hosts file (host network).\n" + Bytes.of(bytes).toUtf8();
  }
}
