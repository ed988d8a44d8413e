package dev.podo.e2e.cluster;

import dev.podo.clients.cluster.Cluster;
import dev.podo.clients.cluster.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// Clusters that run containers, where the machine can: the assumption "root+containerd".
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

  /// A cluster on ports that are free, with an image to run.
  ///
  /// @param options of `podo up`, besides
  public static Cluster start(String... options) {
    var all = new ArrayList<>(List.of("--api-port", String.valueOf(Ports.free())));
    all.addAll(List.of("--set", "ingress.httpPort=" + Ports.free()));
    all.addAll(List.of("--set", "ingress.httpsPort=" + Ports.free()));
    all.addAll(List.of(options));
    var cluster = Cluster.start(all.toArray(String[]::new));
    var archive = cluster.dataDir().resolve("busybox.tar");
    BusyboxImage.write(archive);
    cluster
        .podo("image", "load", archive.toString(), "--data-dir", cluster.dataDir().toString())
        .requireSuccess();
    return cluster;
  }
}
