package dev.podo.clients.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// The kubectls of this machine: the one on the PATH, and those of known versions (`kubectl.1.27`
/// …) in the directory that `PODO_KUBECTLS` names, beside the first, on the PATH, or where Google's
/// tools put them.
public final class Kubectls {
  /// What is to work, oldest first.
  public static final List<String> VERSIONS =
      List.of("1.27", "1.28", "1.29", "1.30", "1.31", "1.32", "1.33");

  private static final String VARIABLE = "PODO_KUBECTLS";
  private static final Path OF_GOOGLE = Path.of("/usr/lib/google-cloud-sdk/bin");

  private Kubectls() {}

  /// Skips, saying so, where there is none.
  public static void assumeKubectl() {
    Assumptions.assumeTrue(onPath().isPresent(), "kubectl is not on this machine");
  }

  /// @param version as in `1.27`
  public static Optional<Path> find(String version) {
    return directories().stream()
        .map(each -> each.resolve("kubectl." + version))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Those of known versions, oldest first; where there is none, the one on the PATH, if any.
  public static List<Path> all() {
    var known = VERSIONS.stream().flatMap(version -> find(version).stream()).toList();
    return known.isEmpty() ? onPath().stream().toList() : known;
  }

  private static List<Path> directories() {
    var all = new ArrayList<Path>();
    var named = System.getenv(VARIABLE);
    if (named != null && !named.isEmpty()) {
      all.add(Path.of(named));
    }
    onPath().ifPresent(first -> all.add(realDirectory(first)));
    all.addAll(path());
    all.add(OF_GOOGLE);
    return all;
  }

  private static Path realDirectory(Path binary) {
    try {
      return binary.toRealPath().resolveSibling("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> path() {
    return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
        .map(Path::of)
        .toList();
  }

  private static Optional<Path> onPath() {
    return path().stream()
        .map(each -> each.resolve("kubectl"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
