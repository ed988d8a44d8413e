package dev.podo.clients.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.clients.cluster.Cluster;
import dev.podo.clients.cluster.Commands;
import dev.podo.clients.cluster.Commands.Result;
import dev.podo.clients.cluster.Kubectls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Talking to what runs in pods, with every kubectl on the machine: over SPDY, over WebSocket, and
/// over SPDY in a WebSocket. The simulated runtime echoes.
@Tag("e2e")
class StreamingKubectlTest {
  private static final String PODS =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec: {containers: [{name: web, image: "example.com/web:1"}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: talker}
      spec: {containers: [{name: talker, image: "example.com/talker:1", stdin: true}]}
      """;

  private static final String MUCH = "0123456789abcdef".repeat(64 << 10);
  private static final Pattern LISTENING = Pattern.compile("Forwarding from 127.0.0.1:(\\d+) .*");
  private static final List<String> BOTH = List.of("true", "false");

  private static Cluster cluster;

  @BeforeAll
  static void start() {
    Kubectls.assumeKubectl();
    cluster = Cluster.start("--runtime", "simulated", "--nodes", "1", "--api-port", "0");
    cluster.kubectlWith(PODS, "apply", "-f", "-").requireSuccess();
    cluster
        .kubectl("wait", "--for=condition=Ready", "pod/web", "pod/talker", "--timeout=120s")
        .requireSuccess();
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /// What this kubectl is told to speak; those that do not know the setting speak SPDY.
  private static Map<String, String> speaking(String webSockets) {
    return Map.of(
        "KUBECTL_REMOTE_COMMAND_WEBSOCKETS",
        webSockets,
        "KUBECTL_PORT_FORWARD_WEBSOCKETS",
        webSockets);
  }

  private static Result kubectl(Path binary, String webSockets, String stdin, String... arguments) {
    var command = new ArrayList<>(List.of(binary.toString()));
    command.addAll(List.of(arguments));
    return Commands.run(here(speaking(webSockets)), stdin, command);
  }

  /// The variables of a program that is to use the cluster of this test, and its HOME.
  private static Map<String, String> here(Map<String, String> environment) {
    var variables = new TreeMap<>(environment);
    variables.put("HOME", cluster.dataDir().getParent().toString());
    variables.put("KUBECONFIG", cluster.kubeconfig().toString());
    return variables;
  }

  /// Begins a program; whoever does so ends it.
  private static Process begin(Map<String, String> environment, String... command)
      throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(here(environment));
    return builder.start();
  }

  @Test
  void everyKubectlRunsCommandsWithTheirInputAndExitCode() {
    for (var binary : Kubectls.all()) {
      for (var webSockets : BOTH) {
        var echoed = kubectl(binary, webSockets, MUCH, "exec", "-i", "web", "--", "cat");
        assertThat(echoed.exitCode()).as(echoed.err()).isZero();
        assertThat(echoed.out().equals(MUCH)).as(binary + " " + webSockets).isTrue();
        var failed = kubectl(binary, webSockets, "", "exec", "web", "--", "sh", "-c", "exit 7");
        assertThat(failed.exitCode()).as(failed.toString()).isEqualTo(7);
      }
    }
  }

  @Test
  void everyKubectlAttaches() {
    for (var binary : Kubectls.all()) {
      for (var webSockets : BOTH) {
        var attached = kubectl(binary, webSockets, "hello\n", "attach", "-i", "--quiet", "talker");
        assertThat(attached.out()).as(attached.toString()).contains("hello\n");
        assertThat(attached.exitCode()).as(attached.toString()).isZero();
      }
    }
  }

  @Test
  void everyKubectlForwardsPorts() throws Exception {
    for (var binary : Kubectls.all()) {
      for (var webSockets : BOTH) {
        forward(binary, webSockets);
      }
    }
  }

  private static void forward(Path binary, String webSockets) throws IOException {
    var process = begin(speaking(webSockets), binary.toString(), "port-forward", "pod/web", ":80");
    try (var output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      var line = output.readLine();
      var port = LISTENING.matcher(String.valueOf(line));
      assertThat(port.matches()).as(binary + ": " + line).isTrue();
      for (var i = 0; i < 3; i++) {
        assertThat(echo(Integer.parseInt(port.group(1)), "hello " + i)).isEqualTo("hello " + i);
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static String echo(int port, String text) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      socket.getOutputStream().write(bytes);
      return new String(socket.getInputStream().readNBytes(bytes.length), StandardCharsets.UTF_8);
    }
  }

  @Test
  void runsAndDebugsInteractively() {
    var ran =
        cluster.kubectlWith(
            "typed\n",
            "run",
            "echo",
            "--image=example.com/echo:1",
            "-i",
            "--quiet",
            "--rm",
            "--restart=Never",
            "--pod-running-timeout=120s");
    assertThat(ran.out()).as(ran.toString()).contains("typed\n");
    assertThat(ran.exitCode()).as(ran.toString()).isZero();
    var debugged =
        cluster.kubectlWith(
            "looked\n", "debug", "pod/web", "--image=example.com/debug:1", "-c", "debugger", "-i");
    assertThat(debugged.out()).as(debugged.toString()).contains("looked\n");
    assertThat(
            cluster
                .kubectl("exec", "web", "-c", "debugger", "--", "echo", "again")
                .requireSuccess()
                .out())
        .isEqualTo("again\n");
  }

  @Test
  void followsALogUntilItsContainerEnds() throws Exception {
    cluster.kubectl("run", "logger", "--image=example.com/logger:1").requireSuccess();
    cluster
        .kubectl("wait", "--for=condition=Ready", "pod/logger", "--timeout=120s")
        .requireSuccess();
    var process = begin(Map.of(), "kubectl", "logs", "-f", "logger");
    try {
      assertThat(process.getInputStream().read()).isPositive();
      cluster.kubectl("delete", "pod", "logger", "--timeout=120s").requireSuccess();
      process.getInputStream().readAllBytes();
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
