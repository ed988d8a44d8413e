package dev.podo.e2e.conformance;

import dev.podo.clients.cluster.Commands;
import dev.podo.clients.cluster.Commands.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The machine's kubectl, in a namespace of one cluster and a home directory of its own.
record Kubectl(Path home, Path kubeconfig, String namespace) {
  /// A namespace for one test.
  static Kubectl in(OnCluster cluster, Path home, String namespace) {
    try {
      var kubeconfig = cluster.cluster().kubeconfigFile(home.resolve("config"));
      return new Kubectl(home, kubeconfig, cluster.namespace(namespace));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command(String... arguments) {
    var command =
        new ArrayList<>(
            List.of("kubectl", "--kubeconfig=" + kubeconfig, "--namespace=" + namespace));
    command.addAll(List.of(arguments));
    return command;
  }

  private Map<String, String> environment() {
    return Map.of("HOME", home.toString(), "KUBECTL_KUBERC", "false");
  }

  /// @return what it printed
  String run(String... arguments) {
    return runWith("", arguments);
  }

  String runWith(String stdin, String... arguments) {
    return tryWith(stdin, arguments).requireSuccess().out();
  }

  Result tryWith(String stdin, String... arguments) {
    return Commands.run(environment(), stdin, command(arguments));
  }

  /// A command that goes on, and what it says first.
  record Running(Process process, String firstLine) implements AutoCloseable {
    @Override
    public void close() {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  Running start(String... arguments) {
    try {
      var builder = new ProcessBuilder(command(arguments)).redirectErrorStream(true);
      builder.environment().putAll(environment());
      var process = builder.start();
      BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
      return new Running(process, String.valueOf(lines.readLine()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
