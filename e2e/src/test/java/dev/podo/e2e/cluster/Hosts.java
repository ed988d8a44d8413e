package dev.podo.e2e.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// What a test needs of the machine, and a machine may lack.
public final class Hosts {
  private Hosts() {}

  /// Skips, saying so, where real containers cannot run.
  public static void assumeContainers() {
    var isRoot = "root".equals(System.getProperty("user.name"));
    var hasContainerd =
        Files.isExecutable(Path.of("/usr/bin/containerd"))
            && Files.isExecutable(Path.of("/bin/busybox"));
    Assumptions.assumeTrue(isRoot && hasContainerd, "root+containerd: real containers need both");
  }
}
