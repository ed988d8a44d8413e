package dev.podo.network.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.network.ingress.Backend.Endpoint;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored")
final class RetryTest extends ProxyFixture {
  private static Endpoint nobody() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Endpoint("127.0.0.1", socket.getLocalPort());
    }
  }

  /// Answers the first request of a connection, and closes on the second without a word.
  private static TestBackend forgetful(String name) {
    var served = io.netty.util.AttributeKey.<Boolean>valueOf("served");
    return TestBackend.of((ctx, request) -> {
      if (ctx.channel().attr(served).getAndSet(true) == null) {
        TestBackend.answer(
            ctx,
            request,
            TestBackend.response(HttpResponseStatus.OK, name + " " + describe(request)));
      } else {
        ctx.close();
      }
    });
  }

  private static String describe(FullHttpRequest request) {
    return TestBackend.describe(request);
  }

  @Test
  void triesAnotherEndpointWhenAConnectionIsRefused() throws Exception {
    try (var web = TestBackend.echo("web")) {
      start();
      route(List.of(nobody(), nobody(), web.endpoint()));
      try (var client = client()) {
        for (int i = 0; i < 10; i++) {
          assertThat(client.get("/").body()).isEqualTo("web GET /");
          assertThat(client.post("/", "x").body()).isEqualTo("web POST / x");
        }
      }
    }
  }

  @Test
  void saysThatEveryEndpointRefused() throws Exception {
    start();
    route(List.of(nobody(), nobody()));
    try (var client = client()) {
      var answer = client.get("/");
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.body()).contains("no endpoint of default/web:http", "connection refused");
    }
  }

  @Test
  void triesAgainWhenAReusedConnectionIsClosed() throws Exception {
    try (var web = forgetful("web")) {
      start(web);
      try (var client = client()) {
        for (int i = 0; i < 5; i++) {
          assertThat(client.get("/" + i).body()).isEqualTo("web GET /" + i);
        }
      }
      assertThat(proxy.metrics().retries()).isPositive();
    }
  }

  @Test
  void sendsAnIdempotentBodyAgain() throws Exception {
    try (var web = forgetful("web")) {
      start(web);
      try (var client = client()) {
        for (int i = 0; i < 4; i++) {
          client.send("PUT / HTTP/1.1\nHost: h\nContent-Length: 5\n\nbody" + i);
          assertThat(client.read().body()).isEqualTo("web PUT / body" + i);
        }
      }
    }
  }

  @Test
  void neverSendsAPostTwice() throws Exception {
    try (var web = forgetful("web")) {
      start(web);
      try (var client = client()) {
        assertThat(client.post("/", "one").status()).isEqualTo(200);
        var second = client.post("/", "two");
        assertThat(second.status()).isEqualTo(502);
        assertThat(second.body()).contains("closed the connection before it answered");
        assertThat(client.post("/", "three").status()).isEqualTo(200);
      }
      assertThat(web.seen()).containsExactly("POST / one", "POST / two", "POST / three");
    }
  }

  @Test
  void doesNotTrustAConnectionThatTheEndpointHasClosed() throws Exception {
    try (var web = TestBackend.echo("web")) {
      start(web);
      try (var client = client()) {
        for (int i = 0; i < 20; i++) {
          assertThat(client.post("/", "x").body()).isEqualTo("web POST / x");
          web.connections.close().sync();
          // What the kernel has told by now, the proxy knows before it serves this one.
          assertThat(client.get("/").body()).isEqualTo("web GET /");
        }
      }
    }
  }

  @Test
  void followsARouteThatChangesWhileItTries() throws Exception {
    try (var old = forgetful("old");
        var web = TestBackend.echo("web")) {
      start(old);
      try (var client = client()) {
        assertThat(client.get("/").body()).isEqualTo("old GET /");
        old.stopAccepting();
        route(old, web);
        for (int i = 0; i < 10; i++) {
          assertThat(client.get("/").status()).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void givesNoNewRequestToAnEndpointThatLeft() throws Exception {
    try (var old = TestBackend.echo("old");
        var web = TestBackend.echo("web")) {
      start(old);
      try (var client = client()) {
        assertThat(client.get("/").body()).isEqualTo("old GET /");
        route(web);
        for (int i = 0; i < 10; i++) {
          assertThat(client.get("/").body()).isEqualTo("web GET /");
        }
        while (!old.connections.isEmpty()) {
          Thread.onSpinWait(); // the idle connection closes
        }
      }
    }
  }

  @Test
  void givesUpOnAnEndpointThatDoesNotAnswer() throws Exception {
    try (var silent = TestBackend.of((ctx, request) -> {})) {
      start(config().withTimeouts(shortTimeouts()), silent);
      try (var client = client()) {
        var answer = client.get("/");
        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.body()).contains("did not answer within");
      }
      assertThat(silent.requests).hasSize(1);
    }
  }

  @Test
  void givesUpOnAnEndpointThatDoesNotTakeTheBody() throws Exception {
    try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      start(config().withTimeouts(shortTimeouts()));
      route(List.of(new Endpoint("127.0.0.1", deaf.getLocalPort())));
      try (var client = client()) {
        var body = "x".repeat(64 << 20);
        client.send("PUT / HTTP/1.1\nHost: h\nContent-Length: " + body.length() + "\n\n" + body);
        assertThat(client.read().status()).isEqualTo(504);
      }
    }
  }

  @Test
  void readsNoFasterThanTheClientTakes() throws Exception {
    var size = 64 << 20;
    var big =
        TestBackend.of((ctx, request) ->
            TestBackend.answer(
                ctx, request, TestBackend.response(HttpResponseStatus.OK, "x".repeat(size))));
    try (big) {
      start(big);
      try (var client = client()) {
        client.send("GET / HTTP/1.1\nHost: h\n\n");
        var backend = big.connections;
        while (backend.isEmpty() || backend.iterator().next().isWritable()) {
          Thread.onSpinWait(); // until the endpoint feels that nobody reads
        }
        assertThat(client.read().body()).hasSize(size);
      }
    }
  }

  @Test
  void closesOnAClientThatDoesNotFinishItsRequest() throws Exception {
    try (var web = TestBackend.echo("web")) {
      start(config().withTimeouts(shortTimeouts()), web);
      try (var client = client()) {
        client.send("POST / HTTP/1.1\nHost: h\nContent-Length: 10\n\nhalf");
        assertThat(client.isClosed()).isTrue();
      }
    }
  }

  @Test
  void answersEarlyWithoutTheWholeBody() throws Exception {
    var hasty = TestBackend.of((ctx, request) -> {}); // never sees a request: it waits for the body
    try (hasty) {
      start();
      try (var client = client()) {
        client.send("POST / HTTP/1.1\nHost: h\nContent-Length: 1000000\n\nbegun");
        var answer = client.read();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("connection", "close");
      }
    }
  }

  @Test
  void endpointsThatComeAndGoCostNoRequest() throws Exception {
    start();
    var failures = new AtomicInteger();
    try (var one = TestBackend.echo("one")) {
      var current = TestBackend.echo("first");
      route(one, current);
      try (var client = client()) {
        for (int i = 0; i < 200; i++) {
          if (i % 10 == 5) {
            // As a rolling update does: routed around first, then stopped.
            var next = TestBackend.echo("next");
            route(one, next);
            current.close();
            current = next;
          }
          var answer = i % 2 == 0 ? client.get("/") : client.post("/", "x");
          failures.addAndGet(answer.status() == 200 ? 0 : 1);
        }
      }
      current.close();
    }
    assertThat(failures).hasValue(0);
  }
}
