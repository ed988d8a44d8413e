package dev.podo.program.serve;

import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.network.linux.LinuxDataplane;
import dev.podo.node.containerd.host.LinuxMounts;
import dev.podo.node.containerd.instance.ContainerdInstance;
import dev.podo.program.config.Config;
import dev.podo.program.config.Config.RuntimeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;

/// Ends what outlives the serving process, and removes what it left on the host.
public final class Purge {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private Purge() {}

  /// Stops the containers and their containerd; what is needed to come back stays.
  public static void stopContainers(Config config) throws InterruptedException {
    if (runsContainers(config)) {
      try (var scope = Scope.root("down", Environment.system())) {
        ContainerdInstance.stopAll(new Paths(config).containerd(), GRACE, scope);
      }
    }
  }

  /// Removes everything of this cluster: containers, mounts, links, rules, files.
  public static void everything(Config config) throws IOException, InterruptedException {
    var paths = new Paths(config);
    if (runsContainers(config)) {
      try (var scope = Scope.root("purge", Environment.system())) {
        ContainerdInstance.removeEverything(paths.containerd(), scope);
      }
      try (var dataplane = LinuxDataplane.open()) {
        dataplane.removeAll();
      }
      Links.remove(paths.bridge());
      new LinuxMounts().unmountBelow(config.dataDir());
      deleteTree(paths.run());
      HostClaim.release(config);
    }
    deleteTree(config.dataDir());
  }

  private static boolean runsContainers(Config config) {
    return config.runtime() == RuntimeKind.CONTAINERD
        && Files.exists(new Paths(config).containerd().root());
  }

  private static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (var files = Files.walk(directory)) {
      for (var file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(file);
      }
    }
  }
}
