package dev.podo.network.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored")
final class ProxyTest extends ProxyFixture {
  private final TestBackend web = TestBackend.echo("web");

  private FullHttpRequest seen() {
    return web.requests.element();
  }

  @Test
  void passesARequestAndItsAnswerOn() throws Exception {
    start(web);
    try (var client = client()) {
      var answer = client.get("/a/b?c=d");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("web GET /a/b?c=d");
      assertThat(client.post("/form", "x=1").body()).isEqualTo("web POST /form x=1");
    }
  }

  @Test
  void keepsConnectionsOpenOnBothSides() throws Exception {
    start(web);
    try (var client = client()) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.get("/" + i).body()).isEqualTo("web GET /" + i);
      }
    }
    assertThat(web.accepted).hasValue(1);
    assertThat(proxy.metrics().responses()).containsEntry("2xx", 20L);
    assertThat(proxy.requestsByBackend()).containsEntry("default/web:http", 20L);
  }

  @Test
  void answersPipelinedRequestsInOrder() throws Exception {
    start(web);
    try (var client = client()) {
      var requests = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        var body = i % 3 == 0 ? "body" + i : "";
        requests.append(
            "POST /%d HTTP/1.1\nHost: h\nContent-Length: %d\n\n%s"
                .formatted(i, body.length(), body));
      }
      client.send(requests.toString());
      for (int i = 0; i < 50; i++) {
        assertThat(client.read().body()).startsWith("web POST /" + i);
      }
    }
  }

  @Test
  void tellsTheEndpointWhoAsked() throws Exception {
    start(web);
    try (var client = client()) {
      client
          .send(
              """
              GET / HTTP/1.1
              Host: Example.org:8080
              X-Forwarded-For: 6.6.6.6
              X-Real-IP: 6.6.6.6

              """)
          .read();
    }
    var headers = seen().headers();
    assertThat(headers.getAll("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(headers.getAll("X-Real-IP")).containsExactly("127.0.0.1");
    assertThat(headers.get("X-Forwarded-Proto")).isEqualTo("http");
    assertThat(headers.get("X-Forwarded-Host")).isEqualTo("Example.org:8080");
    assertThat(headers.get("X-Forwarded-Port")).isEqualTo("8080");
    assertThat(headers.get("Host")).isEqualTo("Example.org:8080");
  }

  @Test
  void removesWhatConcernsOneConnectionOnly() throws Exception {
    start(web);
    try (var client = client()) {
      client
          .send(
              """
              GET / HTTP/1.1
              Host: h
              Connection: keep-alive, X-Secret, Content-Length
              X-Secret: 1
              Keep-Alive: timeout=5
              Proxy-Connection: keep-alive
              TE: trailers
              X-Kept: 2

              """)
          .read();
    }
    assertThat(seen().headers().names())
        .contains("X-Kept")
        .doesNotContain("Connection", "X-Secret", "Keep-Alive", "Proxy-Connection", "TE");
  }

  @Test
  void spreadsByFewestRequestsInFlight() throws Exception {
    var slow = TestBackend.of((ctx, request) -> {});
    try (var other = TestBackend.echo("other")) {
      start(slow, other);
      var waiting = new HashSet<RawClient>();
      // At most one request waits at the slow one: all others see it busy.
      for (int i = 0; i < 10; i++) {
        var client = client();
        client.send("GET / HTTP/1.1\nHost: h\n\n");
        waiting.add(client);
        while (slow.requests.size() + other.requests.size() <= i) {
          Thread.onSpinWait();
        }
      }
      assertThat(slow.requests).hasSizeLessThanOrEqualTo(5);
      for (var client : waiting) {
        client.close();
      }
    } finally {
      slow.close();
    }
  }

  @Test
  void streamsLargeBodiesBothWays() throws Exception {
    start(web);
    var body = "0123456789abcdef".repeat(1 << 18); // 4 MiB
    try (var client = client()) {
      assertThat(client.post("/", body).body()).isEqualTo("web POST / " + body);
      assertThat(client.get("/next").body()).isEqualTo("web GET /next");
    }
  }

  @Test
  void streamsChunkedBodies() throws Exception {
    start(web);
    try (var client = client()) {
      client.send("PUT /c HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n5\nhello\n");
      client.send("6\n world\n0\n\n");
      assertThat(client.read().body()).isEqualTo("web PUT /c hello world");
    }
  }

  @Test
  void tellsAWaitingClientToSendItsBody() throws Exception {
    start(web);
    try (var client = client()) {
      client.send("POST /e HTTP/1.1\nHost: h\nExpect: 100-continue\nContent-Length: 2\n\n");
      assertThat(client.read().status()).isEqualTo(100);
      assertThat(client.send("ok").read().body()).isEqualTo("web POST /e ok");
    }
    assertThat(seen().headers().contains("Expect")).isFalse();
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    start(web);
    try (var client = client()) {
      client.send("HEAD /h HTTP/1.1\nHost: h\n\n");
      assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");
      while (!client.line().isEmpty()) {
        // headers
      }
      assertThat(client.get("/after").body()).isEqualTo("web GET /after");
    }
  }

  @Test
  void closesForAnOldClientUnlessItAsksNotTo() throws Exception {
    start(web);
    try (var client = client()) {
      client.send("GET / HTTP/1.0\nHost: h\nConnection: keep-alive\n\n");
      assertThat(client.read().headers()).containsEntry("connection", "keep-alive");
      client.send("GET / HTTP/1.0\nHost: h\n\n");
      assertThat(client.read().headers()).containsEntry("connection", "close");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void passesOnABodyThatEndsWithTheConnection() throws Exception {
    var endless =
        TestBackend.of((ctx, request) -> {
          ctx.pipeline().remove(HttpServerCodec.class);
          ctx.writeAndFlush(Unpooled.copiedBuffer("HTTP/1.1 200 OK\r\n\r\nto the end", ISO_8859_1))
              .addListener(io.netty.channel.ChannelFutureListener.CLOSE);
        });
    try (endless) {
      start(endless);
      try (var client = client()) {
        assertThat(client.get("/").body()).isEqualTo("to the end");
        assertThat(client.get("/").body()).isEqualTo("to the end");
      }
    }
  }

  @Test
  void breaksOffWhenTheEndpointDoes() throws Exception {
    var broken =
        TestBackend.of((ctx, request) -> {
          ctx.pipeline().remove(HttpServerCodec.class);
          ctx.writeAndFlush(
                  Unpooled.copiedBuffer(
                      "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", ISO_8859_1))
              .addListener(io.netty.channel.ChannelFutureListener.CLOSE);
        });
    try (broken) {
      start(broken);
      try (var client = client()) {
        assertThatThrownBy(() -> client.get("/"))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("broke off");
      }
      assertThat(proxy.metrics().abortedResponses()).isEqualTo(1);
    }
  }

  @Test
  void saysWhyThereIsNoAnswer() throws Exception {
    start();
    try (var client = client()) {
      var none = client.get("/");
      assertThat(none.status()).isEqualTo(503);
      assertThat(none.body()).contains("default/web:http has no endpoint", "Ingress default/site");
      assertThat(none.headers()).containsEntry("content-type", "text/plain; charset=utf-8");
      proxy.replaceRoutes(dev.podo.network.ingress.RouteTable.of(List.of(), null));
      assertThat(client.get("/").status()).isEqualTo(404);
    }
  }

  @Test
  void refusesWhatIsNoRequest() throws Exception {
    start(web);
    for (var bad :
        List.of(
            "GET / HTTP/1.1\n\n",
            "GET / HTTP/1.1\nHost: a\nHost: b\n\n",
            "GET /%zz HTTP/1.1\nHost: h\n\n",
            "GET / HTTP/1.1\nHost: h\nBad Header: x\n\n",
            "POST / HTTP/1.1\nHost: h\nContent-Length: 1\nContent-Length: 2\n\nxx")) {
      try (var client = client()) {
        assertThat(client.send(bad).read().status()).as(bad).isEqualTo(400);
        assertThat(client.isClosed()).isTrue();
      }
    }
    assertThat(web.requests).isEmpty();
  }

  @Test
  void limitsRequestLineAndHeaders() throws Exception {
    start(web);
    try (var client = client()) {
      assertThat(client.get("/" + "x".repeat(9000)).status()).isEqualTo(414);
    }
    try (var client = client()) {
      client.send("GET / HTTP/1.1\nHost: h\nX: " + "x".repeat(40000) + "\n\n");
      assertThat(client.read().status()).isEqualTo(431);
    }
  }

  @Test
  void carriesAnUpgradedConnection() throws Exception {
    var socket =
        TestBackend.of((ctx, request) -> {
          var answer = TestBackend.response(HttpResponseStatus.SWITCHING_PROTOCOLS, "");
          answer
              .headers()
              .remove("content-length")
              .set("Connection", "Upgrade")
              .set("Upgrade", "websocket");
          answer.headers().set("Sec-WebSocket-Accept", "x");
          ctx.writeAndFlush(answer);
          ctx.pipeline().remove(io.netty.handler.codec.http.HttpObjectAggregator.class);
          ctx.pipeline().addLast(new Echo());
          ctx.pipeline().remove(HttpServerCodec.class);
        });
    try (socket) {
      start(socket);
      try (var client = client()) {
        var answer =
            client
                .send("GET /ws HTTP/1.1\nHost: h\nConnection: Upgrade\nUpgrade: websocket\n\n")
                .read();
        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.headers()).containsEntry("sec-websocket-accept", "x");
        for (int i = 0; i < 5; i++) {
          client.send("frame" + i);
          assertThat(new String(client.in.readNBytes(6), ISO_8859_1)).isEqualTo("frame" + i);
        }
        socket.connections.close();
        assertThat(client.isClosed()).isTrue();
      }
    }
  }

  private static final class Echo extends SimpleChannelInboundHandler<io.netty.buffer.ByteBuf> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, io.netty.buffer.ByteBuf bytes) {
      ctx.writeAndFlush(bytes.retain());
    }
  }

  @Test
  void endsWhatIsInFlightWhenItCloses() throws Exception {
    var held = new java.util.concurrent.CompletableFuture<Runnable>();
    var slow =
        TestBackend.of((ctx, request) -> {
          request.retain();
          held.complete(() ->
              TestBackend.answer(
                  ctx, request, TestBackend.response(HttpResponseStatus.OK, "late")));
        });
    try (slow) {
      start(slow);
      try (var client = client()) {
        client.send("GET / HTTP/1.1\nHost: h\n\n");
        var answer = held.get();
        var closing = Thread.ofVirtual().start(proxy::close);
        while (!proxy.isStopping()) {
          Thread.onSpinWait();
        }
        answer.run();
        var got = client.read();
        assertThat(got.body()).isEqualTo("late");
        assertThat(got.headers()).containsEntry("connection", "close");
        closing.join();
      }
    }
  }
}
