package dev.podo.apiserver.streaming;

import static dev.podo.apiserver.Objects.pod;
import static dev.podo.apiserver.Objects.serviceAccount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.apiserver.RawClient;
import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Promise;
import dev.podo.foundation.Scope;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamingTest {
  private static final String POD = "/api/v1/namespaces/default/pods/web";

  private final Promise<Boolean> interrupted = new Promise<>(Clock.system());
  private final Promise<Boolean> mayRead = new Promise<>(Clock.system());
  private final TestServer server =
      TestServer.listening(node -> new FakeAgent(interrupted, mayRead));
  private final TestClient client = TestClient.admin(server);
  private final Scope scope = Scope.root("streaming-test", Environment.system());

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
    client.close();
    server.close();
  }

  private static Deadline soon() {
    return Deadline.after(Clock.system(), Duration.ofMinutes(2));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void sendsLogs() {
    var response = client.get(POD + "/log?tailLines=3");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("text/plain");
    assertThat(response.body()).isEqualTo("tail=3 of main\n");
  }

  @Test
  void aLogOfNothingYetIsFollowedAllTheSame() throws Exception {
    var response = client.open(client.request(POD + "/log?follow=true&tailLines=0"));
    try (var body = response.body()) {
      assertThat(body).isNotNull();
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type")).contains("text/plain");
    }
  }

  @Test
  void aPodThatWasNotPlacedYetHasNoLog() {
    server.admin().create(Pods.KIND, pod("waits"), WriteOptions.defaults());
    var response = client.get("/api/v1/namespaces/default/pods/waits/log");
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.body()).isEmpty();
    assertThat(client.get("/api/v1/namespaces/default/pods/waits/log?container=none").body())
        .contains("container none is not valid for pod waits");
  }

  /// Which container is the main one is a matter between a pod and its clients.
  @Test
  void namesTheContainersWhereOneMustBeChosen() {
    var several = pod("several");
    var main = several.spec().containers().getFirst();
    var marked = Map.of("kubectl.kubernetes.io/default-container", "b");
    server
        .admin()
        .create(
            Pods.KIND,
            several
                .withMetadata(several.metadata().withAnnotations(marked))
                .withSpec(
                    several
                        .spec()
                        .with(s ->
                            s.initContainers(List.of(main.with(c -> c.name("first"))))
                                .containers(
                                    List.of(
                                        main.with(c -> c.name("a")),
                                        main.with(c -> c.name("b")))))),
            WriteOptions.defaults());
    var response = client.get("/api/v1/namespaces/default/pods/several/log");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .contains("a container name must be specified for pod several, choose one of: [first a b]");
  }

  @Test
  void tellsErrorsBeforeTheFirstByteAsAStatus() {
    var response = client.get(POD + "/log?previous=true");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("previous terminated container not found");
    assertThat(client.get(POD + "/log?container=none").body())
        .contains("container none is not valid for pod web");
    assertThat(client.get("/api/v1/namespaces/default/pods/none/log").statusCode()).isEqualTo(404);
  }

  @Test
  void refusesOptionsThatNoLogCanAnswer() {
    var invalid = "PodLogOptions \\\"web\\\" is invalid: ";
    assertThat(client.get(POD + "/log?tailLines=-1").statusCode()).isEqualTo(422);
    assertThat(client.get(POD + "/log?tailLines=-1").body())
        .contains(invalid + "tailLines: Invalid value: -1: must be greater than or equal to 0");
    assertThat(client.get(POD + "/log?limitBytes=0").body())
        .contains(invalid + "limitBytes: Invalid value: 0: must be greater than 0");
    assertThat(client.get(POD + "/log?sinceSeconds=0").body())
        .contains(invalid + "sinceSeconds: Invalid value: 0: must be greater than 0");
    assertThat(client.get(POD + "/log?sinceSeconds=1&sinceTime=2026-11-01T12:00:00Z").body())
        .contains("Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified");
    assertThat(client.get(POD + "/log?stream=Stdin").body()).contains("stream: Unsupported value");
    assertThat(client.get(POD + "/log?stream=Stdout&tailLines=1").body())
        .contains("`tailLines` and specific `stream` are mutually exclusive for now");
    assertThat(client.get(POD + "/log?tailLines=x").statusCode()).isEqualTo(400);
    assertThat(client.get(POD + "/log?sinceSeconds=" + Long.MAX_VALUE).statusCode()).isEqualTo(200);
  }

  @Test
  void stopsTheAgentWhenTheClientLeaves() throws Exception {
    try (var body = client.open(client.request(POD + "/log?follow=true")).body()) {
      assertThat(body.read()).isEqualTo('t');
    }
    client.close();
    assertThat(interrupted.await(soon())).isTrue();
  }

  @Test
  void runsACommand() throws Exception {
    var frames = new LinkedBlockingQueue<byte[]>();
    var socket =
        client.webSocket(
            POD + "/exec?command=sh&command=3&stdin=1&stdout=1&stderr=1",
            new Frames(frames),
            "v5.channel.k8s.io",
            "v4.channel.k8s.io");
    assertThat(socket.getSubprotocol()).isEqualTo("v5.channel.k8s.io");
    assertThat(frames.take()).containsExactly(1);

    send(socket, 4, "{\"Width\":80,\"Height\":24}");
    assertThat(frames.take()).isEqualTo(frame(1, "80x24"));
    send(socket, 0, "hello");
    assertThat(frames.take()).isEqualTo(frame(1, "HELLO"));
    socket.sendBinary(ByteBuffer.wrap(new byte[] {(byte) 255, 0}), true).join();

    assertThat(frames.take()).isEqualTo(frame(2, "done"));
    var end = new String(frames.take(), StandardCharsets.UTF_8);
    assertThat(end)
        .startsWith("\u0003{")
        .contains("\"reason\":\"NonZeroExitCode\"")
        .contains("{\"reason\":\"ExitCode\",\"message\":\"3\"}");
    assertThat(frames.take()).isEmpty();
  }

  /// A client with a terminal says its size whenever it comes to it: after the process too.
  @Test
  void readsOnAndDropsWhatComesAfterTheEndUntilTheClientCloses() throws Exception {
    try (var raw = RawClient.admin(server)) {
      raw.send(
          RawClient.webSocket(
              POD + "/exec?command=0&stdin=0&stdout=1&tty=1",
              "Sec-WebSocket-Protocol: v5.channel.k8s.io"));
      assertThat(raw.readHead()).startsWith("HTTP/1.1 101");
      assertThat(raw.readFrame().payload()).containsExactly(1);
      assertThat(raw.readFrame().text()).startsWith("\u0003{").contains("\"status\":\"Success\"");
      assertThat(raw.readFrame().closeCode()).isEqualTo(WebSocket.NORMAL_CLOSURE);

      raw.sendFrame(0x82, frame(4, "{\"Width\":80,\"Height\":24}"));
      var more = frame(0, "x".repeat(64 << 10));
      for (var i = 0; i < 256; i++) { // More than could be on the way: it goes only if it is read.
        raw.sendFrame(0x82, more);
      }
      raw.sendFrame(0x88, new byte[] {3, (byte) 232});

      assertThat(raw.readAll()).isEmpty();
    }
  }

  @Test
  void speaksVersionFourToo() throws Exception {
    var frames = new LinkedBlockingQueue<byte[]>();
    client.webSocket(
        POD + "/exec?command=0&stdout=1&stderr=1", new Frames(frames), "v4.channel.k8s.io");
    assertThat(frames.take()).containsExactly(1);
    assertThat(frames.take()).isEqualTo(frame(2, "done"));
    assertThat(new String(frames.take(), StandardCharsets.UTF_8))
        .contains("\"status\":\"Success\"");
  }

  @Test
  void speaksBase64() throws Exception {
    var frames = new LinkedBlockingQueue<byte[]>();
    var socket =
        client.webSocket(
            POD + "/exec?command=x&command=3&stdout=1&stderr=1&stdin=1",
            new Frames(frames),
            "v4.base64.channel.k8s.io");
    assertThat(frames.take()).isEqualTo(bytes("1"));
    socket.sendText("0" + Base64.getEncoder().encodeToString(bytes("hello")), true).join();
    assertThat(frames.take())
        .isEqualTo(bytes("1" + Base64.getEncoder().encodeToString(bytes("HELLO"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/log", "/exec?command=ls&stdout=1", "/portforward?ports=80"})
  void refusesWebSocketsForWhatNobodySpeaks(String what) {
    assertThatThrownBy(() -> client.webSocket(POD + what, new Frames(frames()), "v9.k8s.io"))
        .rootCause()
        .hasMessageContaining("403");
  }

  private static BlockingQueue<byte[]> frames() {
    return new LinkedBlockingQueue<>();
  }

  /// Said before anything is agreed upon: a client over WebSocket sees but the code.
  @ParameterizedTest
  @ValueSource(strings = {"", "?ports=", "?ports=0", "?ports=80,x", "?ports=70000", "?ports=-1"})
  void refusesPortsThatAreNone(String ports) {
    assertThatThrownBy(() ->
            client.webSocket(
                POD + "/portforward" + ports, new Frames(frames()), "v4.channel.k8s.io"))
        .rootCause()
        .hasMessageContaining("400");
  }

  @Test
  void tellsOldClientsInWordsAndOnlyWhatWentWrong() throws Exception {
    var frames = new LinkedBlockingQueue<byte[]>();
    client.webSocket(
        POD + "/exec?command=x&command=3&stderr=1", new Frames(frames), "channel.k8s.io");
    assertThat(frames.take()).containsExactly(2);
    assertThat(frames.take()).isEqualTo(frame(2, "done"));
    assertThat(frames.take())
        .isEqualTo(frame(3, "command terminated with non-zero exit code: exit status 3"));
    assertThat(frames.take()).isEmpty();

    client.webSocket(POD + "/exec?command=0&stderr=1", new Frames(frames));
    assertThat(frames.take()).containsExactly(2);
    assertThat(frames.take()).isEqualTo(frame(2, "done"));
    assertThat(frames.take()).isEmpty();
  }

  @Test
  void losesNoInputOfAProcessThatReadsLate() throws Exception {
    var frames = new LinkedBlockingQueue<byte[]>();
    var socket =
        client.webSocket(
            POD + "/exec?command=late&stdin=1&stdout=1", new Frames(frames), "v5.channel.k8s.io");
    assertThat(frames.take()).containsExactly(1);
    var piece = frame(0, "x".repeat(64 << 10));
    var sent =
        scope.compute(
            "sender",
            () -> {
              for (var i = 0; i < 128; i++) {
                socket.sendBinary(ByteBuffer.wrap(piece), true).join();
                if (i == 16) {
                  mayRead.complete(true);
                }
              }
              return socket.sendBinary(ByteBuffer.wrap(new byte[] {(byte) 255, 0}), true).join();
            });
    assertThat(frames.take()).isEqualTo(frame(1, "read " + (8 << 20)));
    assertThat(sent.await(soon())).isNotNull();
  }

  @Test
  void sendsLogsOverWebSocket() throws Exception {
    var frames = new LinkedBlockingQueue<byte[]>();
    client.webSocket(POD + "/log?tailLines=3", new Frames(frames), "base64.binary.k8s.io");
    assertThat(Base64.getDecoder().decode(frames.take())).isEqualTo(bytes("tail=3 of main\n"));
    assertThat(frames.take()).isEmpty();
    client.webSocket(POD + "/log?tailLines=4", new Frames(frames), "binary.k8s.io");
    assertThat(frames.take()).isEqualTo(bytes("tail=4 of main\n"));
    assertThat(frames.take()).isEmpty();
  }

  @Test
  void stopsTheAgentWhenWhoFollowsALogOverWebSocketLeaves() throws Exception {
    var frames = new LinkedBlockingQueue<byte[]>();
    var socket = client.webSocket(POD + "/log?follow=true", new Frames(frames));
    assertThat(frames.take()).isEqualTo(bytes("tail=null of main\n"));
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    assertThat(interrupted.await(soon())).isTrue();
  }

  @Test
  void endsTheConnectionsToPortsOfAClientThatLeaves() throws Exception {
    var frames = new LinkedBlockingQueue<byte[]>();
    client.webSocket(POD + "/portforward?ports=81", new Frames(frames), "v4.channel.k8s.io");
    frames.take();
    client.close();
    assertThat(interrupted.await(soon())).isTrue();
  }

  @Test
  void tellsWhichPortsCannotBeReached() throws Exception {
    var frames = new LinkedBlockingQueue<byte[]>();
    client.webSocket(POD + "/portforward?ports=82", new Frames(frames), "v4.channel.k8s.io");
    frames.take();
    frames.take();
    assertThat(frames.take())
        .isEqualTo(frame(1, "error forwarding port 82 to pod web, uid : nobody listens"));
    assertThat(frames.take()).isEmpty();
  }

  @Test
  void tellsOverTheErrorChannelWhatWentWrongLater() throws Exception {
    var frames = new LinkedBlockingQueue<byte[]>();
    client.webSocket(POD + "/attach?stdout=1", new Frames(frames), "v5.channel.k8s.io");
    frames.take();
    assertThat(new String(frames.take(), StandardCharsets.UTF_8)).contains("not running");
  }

  @Test
  void forwardsPorts() throws Exception {
    var frames = new LinkedBlockingQueue<byte[]>();
    var socket =
        client.webSocket(POD + "/portforward?ports=80", new Frames(frames), "v4.channel.k8s.io");
    assertThat(frames.take()).containsExactly(0, 80, 0);
    assertThat(frames.take()).containsExactly(1, 80, 0);
    send(socket, 0, "ping");
    assertThat(frames.take()).isEqualTo(frame(0, "80 got ping"));
  }

  @Test
  void saysWhatARequestLacksThatAsksForNoConversation() {
    var response =
        client.send(client.body("POST", POD + "/exec?command=ls&stdout=1", "text/plain", ""));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("\"Upgrade request required\"");
  }

  private static void send(WebSocket socket, int channel, String text) {
    socket.sendBinary(ByteBuffer.wrap(frame(channel, text)), true).join();
  }

  private static byte[] frame(int channel, String text) {
    var out = new ByteArrayOutputStream();
    out.write(channel);
    out.writeBytes(bytes(text));
    return out.toByteArray();
  }

  /// Collects messages; an empty one stands for the end.
  private record Frames(BlockingQueue<byte[]> frames) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      frames.add(bytes(data.toString()));
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      var bytes = new byte[data.remaining()];
      data.get(bytes);
      frames.add(bytes);
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      frames.add(new byte[0]);
      return null;
    }
  }
}
