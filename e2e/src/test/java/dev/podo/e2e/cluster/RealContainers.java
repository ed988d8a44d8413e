package dev.podo.e2e.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// Whether this machine can run containers: the assumption "root+containerd".
public final class RealContainers {
  private RealContainers() {}

  /// Skips, saying so, where it cannot.
  public static void assumeRootAndContainerd() {
    var hasContainerd =
        List.of("/usr/bin/containerd", "/usr/local/bin/containerd").stream()
            .anyMatch(binary -> Files.isExecutable(Path.of(binary)));
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")) && hasContainerd,
        "root+containerd: needed to run containers");
  }
}
