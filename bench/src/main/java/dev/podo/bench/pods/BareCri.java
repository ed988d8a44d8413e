package dev.podo.bench.pods;

import dev.podo.foundation.Environment;
import dev.podo.foundation.Ids;
import dev.podo.foundation.Scope;
import dev.podo.network.podnetwork.CniNetwork;
import dev.podo.node.containerd.cri.CriRuntime;
import dev.podo.node.containerd.instance.ContainerdInstance;
import dev.podo.node.containerd.instance.ContainerdSettings;
import dev.podo.node.containerd.instance.InstanceException;
import dev.podo.node.runtime.ContainerConfig;
import dev.podo.node.runtime.ContainerConfig.Invocation;
import dev.podo.node.runtime.ContainerSecurity;
import dev.podo.node.runtime.PodId;
import dev.podo.node.runtime.Resources;
import dev.podo.node.runtime.SandboxConfig;
import dev.podo.node.runtime.SandboxSecurity;
import dev.podo.node.runtime.SecurityProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/// A containerd of its own, asked directly for what a pod of one container takes: the floor that no
/// node agent can go below.
final class BareCri implements AutoCloseable {
  private static final String CONTAINER = "main";

  private final Path directory;
  private final ContainerdSettings settings;
  private final Scope scope;
  private final CriRuntime runtime;

  private BareCri(Path directory, ContainerdSettings settings, Scope scope, CriRuntime runtime) {
    this.directory = directory;
    this.settings = settings;
    this.scope = scope;
    this.runtime = runtime;
  }

  /// @param podCidr the addresses that its pods get
  static BareCri start(Path directory, String podCidr)
      throws IOException, InstanceException, InterruptedException {
    var pid = ProcessHandle.current().pid();
    var settings =
        new ContainerdSettings(
            "containerd",
            directory.resolve("containerd"),
            Path.of("/run/podo-bench-" + pid),
            directory.resolve("cni"));
    Files.createDirectories(settings.cniConfigDirectory());
    var bridge = "podob" + pid % 1_000_000;
    var network =
        new CniNetwork("bench-" + pid, bridge, podCidr, directory.resolve("leases").toString(), 0);
    Files.writeString(
        settings.cniConfigDirectory().resolve(CniNetwork.FILE_NAME), network.confList());
    var scope = Scope.root("bare", Environment.system());
    try {
      return new BareCri(directory, settings, scope, ContainerdInstance.start(settings, scope));
    } catch (InstanceException | InterruptedException | RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  void load(Path archive) throws InterruptedException {
    runtime.images().load(archive);
  }

  /// Returns when the pod's container runs.
  ///
  /// @return the sandbox
  String run(String image) throws IOException, InterruptedException {
    var uid = Ids.uid(scope.environment().random());
    var logs = Files.createDirectories(directory.resolve("logs").resolve(uid));
    Files.createDirectories(logs.resolve(CONTAINER));
    var sandbox = runtime.sandboxes().create(sandbox(uid, logs));
    runtime.containers().start(runtime.containers().create(sandbox, container(image)));
    return sandbox;
  }

  void remove(String sandbox) throws InterruptedException {
    runtime.sandboxes().remove(sandbox);
  }

  private SandboxConfig sandbox(String uid, Path logs) {
    var name = "bare-" + uid.substring(0, 8);
    var dns = new SandboxConfig.DnsConfig(List.of(), List.of(), List.of());
    return new SandboxConfig(
        new PodId("default", name, uid),
        0,
        name,
        logs,
        settings.cgroup(),
        new SandboxConfig.SandboxNetwork(false, dns, List.of()),
        new SandboxSecurity(
            false,
            false,
            false,
            false,
            null,
            null,
            List.of(),
            new TreeMap<>(),
            SecurityProfile.RUNTIME_DEFAULT),
        new TreeMap<>(),
        new TreeMap<>());
  }

  private static ContainerConfig container(String image) {
    return new ContainerConfig(
        CONTAINER,
        0,
        image,
        new Invocation(List.of(), List.of(), "", List.of(), false, false, false),
        List.of(),
        new Resources(0, 0, 0, 0, 0),
        new ContainerSecurity(
            null,
            null,
            List.of(),
            ContainerSecurity.Capabilities.NONE,
            new ContainerSecurity.Confinement(
                false,
                false,
                false,
                SecurityProfile.RUNTIME_DEFAULT,
                SecurityProfile.RUNTIME_DEFAULT,
                null),
            true,
            new ContainerSecurity.Namespaces(false, false, false, false)),
        CONTAINER + "/0.log",
        new TreeMap<>(),
        new TreeMap<>());
  }

  @Override
  public void close() throws IOException {
    scope.close();
    try (var last = Scope.root("end", Environment.system())) {
      ContainerdInstance.removeEverything(settings, last);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while removing the containerd in " + directory, e);
    }
  }
}
