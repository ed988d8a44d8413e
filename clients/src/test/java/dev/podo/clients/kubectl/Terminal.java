package dev.podo.clients.kubectl;

import dev.podo.clients.cluster.Cluster;
import dev.podo.clients.cluster.Commands;
import dev.podo.clients.cluster.Commands.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A shell in a directory of its own, in which `kubectl` is one of several, in a namespace of its
/// own.
final class Terminal {
  private final Path directory;
  private final Map<String, String> environment;

  private Terminal(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  /// @param node which of the nodes it may empty, as `$NODE`
  static Terminal open(Cluster cluster, Path kubectl, String namespace, int node)
      throws IOException {
    var directory = Files.createDirectories(cluster.home().resolve("terminals").resolve(namespace));
    var bin = Files.createDirectories(directory.resolve("bin"));
    // Managed fields carry the name of the program.
    Files.createSymbolicLink(bin.resolve("kubectl"), kubectl);
    var kubeconfig = Files.copy(cluster.kubeconfig(), directory.resolve("kubeconfig"));
    var environment = new TreeMap<String, String>();
    environment.put("PATH", bin + ":" + System.getenv("PATH"));
    environment.put("HOME", cluster.home().toString());
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("NS", namespace);
    // The way of releases from 1.31 on; the others have it, switched off.
    environment.put("KUBECTL_REMOTE_COMMAND_WEBSOCKETS", "true");
    environment.put("KUBECTL_PORT_FORWARD_WEBSOCKETS", "true");
    var terminal = new Terminal(directory, environment);
    terminal.run("kubectl create namespace $NS").requireSuccess();
    terminal.run("kubectl config set-context --current --namespace=$NS").requireSuccess();
    var names = terminal.run("kubectl get nodes -o jsonpath='{.items[*].metadata.name}'");
    environment.put("NODE", names.requireSuccess().out().split(" ")[node]);
    return terminal;
  }

  private Result run(String command) {
    return Commands.runIn(
        directory, environment, List.of("bash", "-c", "exec 2>&1; set -o pipefail; " + command));
  }

  /// @return what went otherwise than it should; empty if nothing did
  List<String> play(Transcript transcript) throws IOException {
    var failures = new ArrayList<String>();
    var bound = transcript.with("NS", environment.get("NS")).with("NODE", environment.get("NODE"));
    for (var step : bound.steps()) {
      switch (step) {
        case Transcript.NewFile file -> {
          var path = directory.resolve(file.name());
          Files.createDirectories(path.getParent());
          Files.writeString(path, file.content());
        }
        case Transcript.Command command -> play(command, failures);
      }
    }
    return failures;
  }

  private void play(Transcript.Command command, List<String> failures) {
    var last = run(command.text());
    var wrong = command.complaints(last.exitCode(), last.out());
    if (!wrong.isEmpty() && command.how() == Transcript.How.COMES_ABOUT) {
      Cluster.await(
          command.toString(),
          () -> {
            var now = run(command.text());
            return command.complaints(now.exitCode(), now.out()).isEmpty();
          });
    } else if (!wrong.isEmpty()) {
      failures.add(
          command + "\n  wanted: " + String.join("\n  and: ", wrong) + "\n  got: " + last.out());
    }
  }
}
