package dev.podo.clients.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// The kubectls of this machine: the one on the PATH, and other versions beside it (`kubectl.1.27`
/// …).
public final class Kubectls {
  private Kubectls() {}

  /// Skips, saying so, where there is none.
  public static void assumeKubectl() {
    Assumptions.assumeTrue(onPath().isPresent(), "kubectl is not on this machine");
  }

  public static List<Path> all() {
    var first = onPath();
    if (first.isEmpty()) {
      return List.of();
    }
    try (var beside = Files.list(first.get().toRealPath().getParent())) {
      return beside
          .filter(f -> f.getFileName().toString().matches("kubectl(\\.\\d+\\.\\d+)?"))
          .filter(Files::isExecutable)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> onPath() {
    for (var dir : System.getenv().getOrDefault("PATH", "").split(":")) {
      var candidate = Path.of(dir, "kubectl");
      if (Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
