package dev.podo.apiserver.kubectl;

import static dev.podo.apiserver.Objects.pod;
import static dev.podo.apiserver.Objects.serviceAccount;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestServer;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Megabytes through exec, cp, attach and port-forward, by SPDY, as it is spoken by kubectl before
/// 1.30 and when it is told to, and by what newer ones speak: WebSocket, and SPDY within.
class StreamsTest {
  @TempDir static Path home;
  private static final LocalAgent AGENT = new LocalAgent();
  private static TestServer server;
  private static Kubectl kubectl;

  /// What speaks.
  enum Speaker {
    OLD,
    WITHOUT_WEB_SOCKETS,
    NEW;

    Kubectl program() throws IOException {
      return switch (this) {
        case OLD -> kubectl.version("1.27");
        case WITHOUT_WEB_SOCKETS ->
            kubectl
                .version("1.33")
                .with(
                    Map.of(
                        "KUBECTL_REMOTE_COMMAND_WEBSOCKETS",
                        "false",
                        "KUBECTL_PORT_FORWARD_WEBSOCKETS",
                        "false"));
        case NEW -> kubectl.version("1.33");
      };
    }
  }

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.listening(node -> AGENT);
    var api = server.admin();
    api.create(ServiceAccounts.KIND, serviceAccount("default", "default"), WriteOptions.defaults());
    var bound = pod("web");
    bound = bound.withSpec(bound.spec().with(s -> s.nodeName("node-1")));
    var created = api.create(Pods.KIND, bound, WriteOptions.defaults());
    api.updateStatus(
        Pods.KIND,
        created.withStatus(created.status().with(s -> s.phase("Running"))),
        WriteOptions.defaults());
    kubectl = Kubectl.of(server, home);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static byte[] random(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static void write(OutputStream out, byte[] bytes) {
    try (out) {
      out.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void runsCommands(Speaker by) throws Exception {
    assertThat(by.program().run("exec", "web", "--", "echo", "hello")).isEqualTo("hello\n");
    var failed = by.program().tryRun("", "exec", "web", "--", "sh", "-c", "echo no >&2; exit 7");
    assertThat(failed.output()).contains("no\n").contains("command terminated with exit code 7");
    assertThat(failed.code()).isEqualTo(7);
  }

  @ParameterizedTest
  @EnumSource
  void carriesInputAndOutputAtOnce(Speaker by) throws Exception {
    var bytes = random(5_000_000);
    var process = by.program().start("exec", "-i", "web", "--", "cat");
    var sending = Thread.ofVirtual().start(() -> write(process.getOutputStream(), bytes));
    assertThat(process.getInputStream().readAllBytes()).isEqualTo(bytes);
    sending.join();
    assertThat(process.waitFor()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void endsThoughMuchInputIsNeverRead(Speaker by) throws Exception {
    var bytes = random(5_000_000);
    var process = by.program().start("exec", "-i", "web", "--", "head", "-c", "5");
    var sending = Thread.ofVirtual().start(() -> writeUnlessClosed(process, bytes));
    assertThat(process.getInputStream().readAllBytes()).startsWith(Arrays.copyOf(bytes, 5));
    assertThat(process.waitFor()).isZero();
    sending.join();
  }

  private static void writeUnlessClosed(Process process, byte[] bytes) {
    try (var out = process.getOutputStream()) {
      out.write(bytes);
    } catch (IOException e) {
      // It wanted no more.
    }
  }

  @Timeout(120)
  @ParameterizedTest
  @EnumSource
  void stopsTheProcessWhenTheClientLeaves(Speaker by) throws Exception {
    var process =
        by.program().start("exec", "-i", "web", "--", "sh", "-c", "echo on; exec sleep 600");
    assertThat(process.getInputStream().readNBytes(3)).asString(UTF_8).isEqualTo("on\n");
    process.destroyForcibly();
    AGENT.awaitStopped("sh -c echo on; exec sleep 600");
  }

  @ParameterizedTest
  @EnumSource
  void copiesFilesBothWays(Speaker by, @TempDir Path folder) throws Exception {
    var bytes = random(3_000_000);
    var from = Files.write(folder.resolve("from"), bytes);
    var inside = Files.createDirectories(folder.resolve("inside"));
    by.program().run("cp", from.toString(), "web:" + inside.resolve("copy"));
    assertThat(inside.resolve("copy")).hasBinaryContent(bytes);
    var back = folder.resolve("back");
    by.program().run("cp", "web:" + inside.resolve("copy"), back.toString());
    assertThat(back).hasBinaryContent(bytes);
  }

  @ParameterizedTest
  @EnumSource
  void attaches(Speaker by) throws Exception {
    var attached = by.program().tryRun("hello", "attach", "-i", "web");
    assertThat(attached.output()).contains("hello");
    assertThat(attached.code()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void forwardsPorts(Speaker by) throws Exception {
    var process = by.program().start("port-forward", "pod/web", ":7", ":9");
    try {
      var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      var said = new StringBuilder();
      var port = 0;
      var nobody = 0;
      while (port == 0 || nobody == 0) {
        var line = lines.readLine();
        said.append(line).append('\n');
        assertThat(line).as(said::toString).isNotNull();
        if (line.startsWith("Forwarding from 127.0.0.1:")) {
          var number = Integer.parseInt(line.replaceAll(".*127.0.0.1:(\\d+) -> .*", "$1"));
          if (line.endsWith("-> 7")) {
            port = number;
          } else {
            nobody = number;
          }
        }
      }
      for (var round = 0; round < 3; round++) {
        forward(port, 2);
      }
      try (var refused = new Socket(InetAddress.getLoopbackAddress(), nobody)) {
        refused.shutdownOutput();
        assertThat(refused.getInputStream().readAllBytes()).isEmpty();
      }
      assertTold(lines);
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  /// Newer ones go on after a connection has failed, older ones end: both say why.
  private static void assertTold(BufferedReader lines) throws IOException {
    var line = lines.readLine();
    while (line != null && !line.contains("error forwarding port 9")) {
      line = lines.readLine();
    }
    assertThat(line).contains("nobody listens on port 9");
  }

  private static void forward(int port, int megabytes) throws Exception {
    var bytes = random(megabytes << 20);
    try (var one = new Socket(InetAddress.getLoopbackAddress(), port);
        var other = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var sending = Thread.ofVirtual().start(() -> send(one, bytes));
      other.getOutputStream().write("hi".getBytes(UTF_8));
      assertThat(other.getInputStream().readNBytes(2)).asString(UTF_8).isEqualTo("hi");
      assertThat(one.getInputStream().readAllBytes()).isEqualTo(bytes);
      sending.join();
    }
  }

  private static void send(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
