package dev.podo.apiserver.streaming;

import static dev.podo.apiserver.Objects.pod;
import static dev.podo.apiserver.Objects.serviceAccount;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.apiserver.RawClient;
import dev.podo.apiserver.TestServer;
import dev.podo.apiserver.spdy.SpdyHandler;
import dev.podo.apiserver.spdy.SpdyLimits;
import dev.podo.apiserver.spdy.SpdySession;
import dev.podo.apiserver.spdy.SpdyStream;
import dev.podo.client.WriteOptions;
import dev.podo.client.node.AttachRequest;
import dev.podo.client.node.ByteSink;
import dev.podo.client.node.ExecRequest;
import dev.podo.client.node.LogRequest;
import dev.podo.client.node.NodeApi;
import dev.podo.client.node.PeerGoneException;
import dev.podo.client.node.PortForwardRequest;
import dev.podo.client.node.ProcessStreams;
import dev.podo.client.node.TerminalSize;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Promise;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// exec and port-forward as kubectl speaks them without WebSocket, and through its tunnel.
class SpdyStreamingTest {
  private static final String POD = "/api/v1/namespaces/default/pods/web";
  private static final int MUCH = 4 << 20;

  private final TestServer server = TestServer.listening(node -> new EchoAgent());
  private final Scope scope = Scope.root("spdy-streaming-test", Environment.system());

  @BeforeEach
  void createPod() {
    var api = server.admin();
    api.create(ServiceAccounts.KIND, serviceAccount("default", "default"), WriteOptions.defaults());
    var bound = pod("web");
    bound = bound.withSpec(bound.spec().with(s -> s.nodeName("node-1")));
    api.create(Pods.KIND, bound, WriteOptions.defaults());
  }

  @AfterEach
  void stop() {
    scope.close();
    server.close();
  }

  /// Echoes, then exits with its last argument; with a terminal, tells its first size.
  private static final class EchoAgent implements NodeApi {
    @Override
    public void logs(LogRequest request, ByteSink out) {
      throw ApiErrors.badRequest("not here");
    }

    @Override
    public int exec(ExecRequest request, ProcessStreams streams) throws InterruptedException {
      if (request.tty()) {
        var size = new Promise<TerminalSize>(Clock.system());
        streams.onResize(size::complete);
        streams.stdout().write(bytes(soon(size).toString()));
      }
      copy(streams);
      streams.stderr().write(bytes("done"));
      return Integer.parseInt(request.command().getLast());
    }

    private static void copy(ProcessStreams streams) throws InterruptedException {
      var in = streams.stdin();
      if (in != null) {
        for (var bytes = in.read(); bytes != null; bytes = in.read()) {
          streams.stdout().write(bytes);
        }
      }
    }

    @Override
    public int attach(AttachRequest request, ProcessStreams streams) {
      throw ApiErrors.badRequest("not running");
    }

    @Override
    public void portForward(PortForwardRequest request, ProcessStreams streams)
        throws InterruptedException {
      if (request.port() == 82) {
        throw ApiErrors.badRequest("nobody listens");
      }
      copy(streams);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static <T> T soon(Promise<T> promise) throws InterruptedException {
    try {
      return promise.await(Deadline.after(Clock.system(), Duration.ofMinutes(1)));
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /// Takes no streams of the server's own.
  private static final class NoStreams implements SpdyHandler {
    @Override
    public boolean accepts(int id, SortedMap<String, String> headers) {
      return false;
    }

    @Override
    public void opened(SpdyStream stream) {
      throw new AssertionError("not accepted");
    }
  }

  private SpdySession session(RawWire wire) {
    var session = SpdySession.client(wire, Clock.system(), SpdyLimits.DEFAULT, new NoStreams());
    scope.fork("session", session::run);
    return session;
  }

  private SpdySession spdy(RawClient client, String path, String version) throws IOException {
    client.send(RawClient.upgrade(path, "SPDY/3.1", "X-Stream-Protocol-Version: " + version));
    assertThat(client.readHead())
        .startsWith("HTTP/1.1 101")
        .containsIgnoringCase("upgrade: SPDY/3.1\r\n")
        .contains("X-Stream-Protocol-Version: " + version + "\r\n");
    return session(new RawWire(client, false));
  }

  private static SpdyStream open(SpdySession session, String type) {
    return session.open(new TreeMap<>(Map.of("streamtype", type)));
  }

  private static SpdyStream open(SpdySession session, String type, int port, String request) {
    return session.open(
        new TreeMap<>(
            Map.of("streamtype", type, "port", String.valueOf(port), "requestid", request)));
  }

  private static String readAll(SpdyStream stream) throws InterruptedException {
    var all = new ByteArrayOutputStream();
    for (var bytes = stream.read(); bytes != null; bytes = stream.read()) {
      all.writeBytes(bytes);
    }
    return all.toString(UTF_8);
  }

  @Test
  void runsACommand() throws Exception {
    try (var client = RawClient.admin(server)) {
      var session =
          spdy(
              client,
              POD + "/exec?command=cat&command=3&stdin=1&stdout=1&stderr=1",
              "v4.channel.k8s.io");
      var error = open(session, "error");
      var in = open(session, "stdin");
      var out = open(session, "stdout");
      var err = open(session, "stderr");
      var much = "0123456789abcdef".repeat(MUCH / 16);
      scope.fork(
          "sender",
          () -> {
            in.write(bytes(much));
            in.end();
          });
      assertThat(readAll(out)).isEqualTo(much);
      assertThat(readAll(err)).isEqualTo("done");
      assertThat(readAll(error))
          .contains("\"reason\":\"NonZeroExitCode\"")
          .contains("{\"reason\":\"ExitCode\",\"message\":\"3\"}");
    }
  }

  @Test
  void tellsOldClientsInWordsAndOnlyWhatWentWrong() throws Exception {
    for (var version : new String[] {"v2.channel.k8s.io", "channel.k8s.io"}) {
      try (var client = RawClient.admin(server)) {
        var session = spdy(client, POD + "/exec?command=3&stderr=1", version);
        var error = open(session, "error");
        assertThat(readAll(open(session, "stderr"))).isEqualTo("done");
        assertThat(readAll(error))
            .isEqualTo("command terminated with non-zero exit code: exit status 3");
      }
    }
    try (var client = RawClient.admin(server)) {
      var session = spdy(client, POD + "/exec?command=0&stderr=1", "v3.channel.k8s.io");
      var error = open(session, "error");
      assertThat(readAll(open(session, "stderr"))).isEqualTo("done");
      assertThat(readAll(error)).isEmpty();
    }
  }

  @Test
  void tellsTheSizeOfATerminal() throws Exception {
    try (var client = RawClient.admin(server)) {
      var session = spdy(client, POD + "/exec?command=0&stdout=1&tty=1", "v4.channel.k8s.io");
      open(session, "error");
      var resize = open(session, "resize");
      resize.write(bytes("{\"Width\":100,\"Height\":30}\n"));
      assertThat(readAll(open(session, "stdout"))).isEqualTo(new TerminalSize(100, 30).toString());
    }
  }

  @Test
  void refusesStreamsThatWereNotAskedFor() throws Exception {
    try (var client = RawClient.admin(server)) {
      var session = spdy(client, POD + "/exec?command=0&stderr=1", "v4.channel.k8s.io");
      assertThatThrownBy(open(session, "stdout")::read).isInstanceOf(PeerGoneException.class);
    }
  }

  @Test
  void forwardsPortsBySpdy() throws Exception {
    try (var client = RawClient.admin(server)) {
      forward(spdy(client, POD + "/portforward", "portforward.k8s.io"));
    }
  }

  @Test
  void forwardsPortsThroughATunnel() throws Exception {
    try (var client = RawClient.admin(server)) {
      client.send(
          RawClient.webSocket(
              POD + "/portforward", "Sec-WebSocket-Protocol: SPDY/3.1+portforward.k8s.io"));
      assertThat(client.readHead())
          .startsWith("HTTP/1.1 101")
          .containsIgnoringCase("sec-websocket-protocol: SPDY/3.1+portforward.k8s.io\r\n");
      forward(session(new RawWire(client, true)));
    }
  }

  private void forward(SpdySession session) throws InterruptedException {
    var error = open(session, "error", 80, "0");
    error.end();
    var data = open(session, "data", 80, "0");
    var badError = open(session, "error", 82, "1");
    var bad = open(session, "data", 82, "1");
    assertThat(readAll(badError))
        .isEqualTo("error forwarding port 82 to pod web, uid : nobody listens");
    assertThat(readAll(bad)).isEmpty();
    var much = "0123456789abcdef".repeat(MUCH / 16);
    scope.fork(
        "sender",
        () -> {
          data.write(bytes(much));
          data.end();
        });
    assertThat(readAll(data)).isEqualTo(much);
    assertThat(readAll(error)).isEmpty();
    assertThatThrownBy(open(session, "data", 70_000, "2")::read)
        .isInstanceOf(PeerGoneException.class);
  }

  @Test
  void refusesVersionsThatNobodyKnows() throws Exception {
    try (var client = RawClient.admin(server)) {
      client.send(
          RawClient.upgrade(
              POD + "/exec?command=0&stderr=1", "SPDY/3.1", "X-Stream-Protocol-Version: v9, v8"));
      var head = client.readHead();
      assertThat(head)
          .startsWith("HTTP/1.1 403")
          .containsIgnoringCase("X-Accepted-Stream-Protocol-Versions: v4.channel.k8s.io")
          .containsIgnoringCase("X-Accepted-Stream-Protocol-Versions: channel.k8s.io");
      var length = head.replaceAll("(?is).*content-length: (\\d+).*", "$1");
      assertThat(client.readText(Integer.parseInt(length)))
          .contains("unable to upgrade: unable to negotiate protocol: client supports [v9 v8],")
          .contains("server accepts [v4.channel.k8s.io v3.channel.k8s.io");
    }
  }

  @Test
  void refusesClientsThatNameNoVersion() throws Exception {
    try (var client = RawClient.admin(server)) {
      client.send(RawClient.upgrade(POD + "/exec?command=0&stderr=1", "SPDY/3.1"));
      assertThat(client.readHead()).startsWith("HTTP/1.1 400");
    }
  }
}
