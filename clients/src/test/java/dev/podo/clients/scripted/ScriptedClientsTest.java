package dev.podo.clients.scripted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.clients.cluster.Cluster;
import dev.podo.clients.cluster.Commands;
import dev.podo.clients.cluster.SharedCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The clients of Python and of Node play the rounds that stand in their languages in
/// `clients/src/test/python` and `clients/src/test/node`. They come from their registries, in the
/// versions that are pinned there, and stay in `target`; where that cannot be, they are skipped by
/// name.
@Tag("e2e")
@ExtendWith(SharedCluster.class)
class ScriptedClientsTest {
  private static final Path SOURCES = Cluster.checkout().resolve("clients/src/test");
  private static final Path INSTALLED = Cluster.checkout().resolve("clients/target");

  @Test
  void pythonDoesItsRound(Cluster cluster) throws IOException {
    var place = Files.createDirectories(INSTALLED.resolve("python"));
    var wanted = SOURCES.resolve("python/requirements.txt");
    if (differ(wanted, place.resolve("requirements.txt"))) {
      install("the Python client", place, "python3", "-m", "venv", "--clear", ".");
      install("the Python client", place, "bin/pip", "install", "-q", "-r", wanted.toString());
      keep(wanted, place.resolve("requirements.txt"));
    }
    play(cluster, place, "bin/python", SOURCES.resolve("python/round.py"));
  }

  @Test
  void nodeDoesItsRound(Cluster cluster) throws IOException {
    var place = Files.createDirectories(INSTALLED.resolve("node"));
    var wanted = SOURCES.resolve("node/package-lock.json");
    if (differ(wanted, place.resolve("installed.json"))) {
      keep(wanted, place.resolve("package-lock.json"));
      keep(SOURCES.resolve("node/package.json"), place.resolve("package.json"));
      install("the Node client", place, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
      keep(wanted, place.resolve("installed.json"));
    }
    // Modules are looked for beside the file.
    var round = place.resolve("round.mjs");
    keep(SOURCES.resolve("node/round.mjs"), round);
    play(cluster, place, "node", round);
  }

  private static boolean differ(Path one, Path other) throws IOException {
    return !Files.exists(other) || Files.mismatch(one, other) >= 0;
  }

  private static void keep(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void install(String what, Path place, String... command) {
    String trouble;
    try {
      var result = Commands.runIn(place, Map.of(), List.of(command));
      trouble = result.exitCode() == 0 ? "" : result.toString();
    } catch (UncheckedIOException e) {
      trouble = String.valueOf(e.getMessage());
    }
    Assumptions.assumeTrue(
        trouble.isEmpty(), what + " could not be installed on this machine: " + trouble);
  }

  private static void play(Cluster cluster, Path place, String interpreter, Path round) {
    var result =
        Commands.runIn(
            place,
            Map.of(),
            List.of(interpreter, round.toString(), cluster.kubeconfig().toString()));
    assertThat(result.exitCode()).as(result.toString()).isZero();
  }
}
