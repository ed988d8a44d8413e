package dev.podo.apiserver.kubectl;

import dev.podo.apiserver.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.opentest4j.TestAbortedException;

/// A real kubectl, in a home directory of its own.
final class Kubectl {
  private final Path program;
  private final Path home;
  private final Path kubeconfig;
  private final Map<String, String> environment;

  private Kubectl(Path program, Path home, Path kubeconfig, Map<String, String> environment) {
    this.program = program;
    this.home = home;
    this.kubeconfig = kubeconfig;
    this.environment = environment;
  }

  /// What a run has printed, and how it ended.
  record Result(int code, String output) {}

  static Kubectl of(TestServer server, Path home) throws IOException {
    return new Kubectl(onPath(), home, server.kubeconfig(home.resolve("config")), Map.of());
  }

  /// The program of one version, which lies beside the one on the path, where there are several.
  Kubectl version(String version) throws IOException {
    var beside = program.toRealPath().resolveSibling("kubectl." + version);
    return Files.isExecutable(beside) ? new Kubectl(beside, home, kubeconfig, environment) : this;
  }

  /// The same with further variables in its environment.
  Kubectl with(Map<String, String> variables) {
    return new Kubectl(program, home, kubeconfig, variables);
  }

  private static Path onPath() {
    for (var directory : System.getenv("PATH").split(":")) {
      var candidate = Path.of(directory, "kubectl");
      if (Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    throw new TestAbortedException("kubectl is not on this machine");
  }

  private ProcessBuilder process(List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.add("--kubeconfig=" + kubeconfig);
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    builder.environment().remove("KUBECONFIG");
    builder.environment().put("KUBECTL_KUBERC", "false");
    builder.environment().putAll(environment);
    return builder;
  }

  Result tryRun(String input, String... arguments) throws IOException, InterruptedException {
    var process = process(List.of(arguments)).start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  /// @throws IllegalStateException when it fails
  String run(String... arguments) throws IOException, InterruptedException {
    return runWith("", arguments);
  }

  String runWith(String input, String... arguments) throws IOException, InterruptedException {
    var result = tryRun(input, arguments);
    if (result.code() != 0) {
      throw new IllegalStateException(String.join(" ", arguments) + ": " + result.output());
    }
    return result.output();
  }

  Process start(String... arguments) throws IOException {
    return process(List.of(arguments)).start();
  }
}
