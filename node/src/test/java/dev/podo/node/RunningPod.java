package dev.podo.node;

import dev.podo.node.runtime.ContainerConfig;
import dev.podo.node.runtime.ContainerConfig.Invocation;
import dev.podo.node.runtime.ContainerSecurity;
import dev.podo.node.runtime.ContainerSecurity.Capabilities;
import dev.podo.node.runtime.ContainerSecurity.Confinement;
import dev.podo.node.runtime.ContainerSecurity.Namespaces;
import dev.podo.node.runtime.PodId;
import dev.podo.node.runtime.Resources;
import dev.podo.node.runtime.Runtime;
import dev.podo.node.runtime.SandboxConfig;
import dev.podo.node.runtime.SandboxConfig.DnsConfig;
import dev.podo.node.runtime.SandboxConfig.SandboxNetwork;
import dev.podo.node.runtime.SandboxSecurity;
import dev.podo.node.runtime.SecurityProfile;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A pod with one running container `c`, made in a runtime without an agent.
public record RunningPod(PodId id, String sandbox, String container) {
  private static final String IMAGE = "example.com/web:1";

  public static RunningPod in(Runtime runtime, String name) throws InterruptedException {
    return in(runtime, name, new TreeMap<>());
  }

  /// @param annotations of the container
  public static RunningPod in(Runtime runtime, String name, SortedMap<String, String> annotations)
      throws InterruptedException {
    var id = new PodId("default", name, "uid-of-" + name);
    var labels = new TreeMap<String, String>();
    labels.put("io.kubernetes.pod.namespace", id.namespace());
    labels.put("io.kubernetes.pod.name", id.name());
    labels.put("io.kubernetes.pod.uid", id.uid());
    runtime.images().pull(IMAGE, null);
    var sandbox = runtime.sandboxes().create(sandbox(id, labels));
    var container = runtime.containers().create(sandbox, container(labels, annotations));
    runtime.containers().start(container);
    return new RunningPod(id, sandbox, container);
  }

  private static SandboxConfig sandbox(PodId id, SortedMap<String, String> labels) {
    var dns = new DnsConfig(List.of(), List.of(), List.of());
    return new SandboxConfig(
        id,
        0,
        id.name(),
        Path.of("/logs"),
        "",
        new SandboxNetwork(false, dns, List.of()),
        new SandboxSecurity(
            false,
            false,
            false,
            false,
            null,
            null,
            List.of(),
            new TreeMap<>(),
            SecurityProfile.UNCONFINED),
        labels,
        new TreeMap<>());
  }

  private static ContainerConfig container(
      SortedMap<String, String> labels, SortedMap<String, String> annotations) {
    return new ContainerConfig(
        "c",
        0,
        IMAGE,
        new Invocation(List.of(), List.of(), "", List.of(), false, false, false),
        List.of(),
        new Resources(0, 0, 0, 0, 0),
        new ContainerSecurity(
            null,
            null,
            List.of(),
            Capabilities.NONE,
            new Confinement(
                false, false, false, SecurityProfile.UNCONFINED, SecurityProfile.UNCONFINED, null),
            true,
            new Namespaces(false, false, false, false)),
        "c/0.log",
        labels,
        annotations);
  }
}
