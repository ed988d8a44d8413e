package dev.podo.node.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.foundation.Clock;
import dev.podo.node.handlers.NetworkClient.Header;
import dev.podo.node.handlers.NetworkClient.HttpGet;
import dev.podo.node.handlers.NetworkClient.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketClientTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private final SocketClient client = new SocketClient(Clock.system());

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  private Answer get(int port, String reply) throws IOException {
    try (var server = listen()) {
      var thread =
          Thread.ofVirtual()
              .start(() -> {
                try (var socket = server.accept()) {
                  socket.getInputStream().read(new byte[4096]);
                  socket.getOutputStream().write(reply.getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThat(thread).isNotNull();
      var at = port == 0 ? server.getLocalPort() : port;
      return Handlers.judge(
          client.get(new HttpGet("HTTP", "127.0.0.1", at, "/healthz", List.of()), TIMEOUT));
    }
  }

  @ParameterizedTest
  @CsvSource({"200,true", "204,true", "302,true", "404,false", "500,false"})
  void judgesByTheStatus(int code, boolean good) throws IOException {
    var answer = get(0, "HTTP/1.1 " + code + " Whatever\r\nContent-Length: 0\r\n\r\n");
    assertThat(answer.success()).isEqualTo(good);
    if (!good) {
      assertThat(answer.output()).isEqualTo("HTTP probe failed with statuscode: " + code);
    }
  }

  @Test
  void nobodyThereIsAFailure() throws IOException {
    int port;
    try (var server = listen()) {
      port = server.getLocalPort();
    }
    assertThat(client.tcp("127.0.0.1", port, TIMEOUT).output())
        .startsWith("dial tcp 127.0.0.1:" + port + ": connect: connection refused");
    assertThat(
            Handlers.judge(
                    client.get(new HttpGet("HTTP", "127.0.0.1", port, "/", List.of()), TIMEOUT))
                .output())
        .startsWith("Get \"http://127.0.0.1:" + port + "/\": connect: connection refused");
  }

  @Test
  void anOpenPortIsASuccess() throws IOException {
    try (var server = listen()) {
      assertThat(client.tcp("127.0.0.1", server.getLocalPort(), TIMEOUT).success()).isTrue();
    }
  }

  @Test
  void headersReplaceTheDefaults() {
    var head =
        SocketClient.head(
            new HttpGet("HTTP", "10.0.0.1", 80, "/x", List.of(new Header("host", "shop.example"))));
    assertThat(head)
        .startsWith("GET /x HTTP/1.1\r\n")
        .contains("Host: shop.example\r\n")
        .contains("User-Agent: kube-probe/1.36\r\n");
  }

  /// Answers one connection after the other.
  private static Thread answer(ServerSocket server, String... replies) {
    return Thread.ofVirtual()
        .start(() -> {
          for (var reply : replies) {
            try (var socket = server.accept()) {
              socket.getInputStream().read(new byte[4096]);
              socket.getOutputStream().write(reply.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        });
  }

  @Test
  void aRedirectToTheSameHostIsFollowed() throws IOException, InterruptedException {
    try (var server = listen()) {
      var thread =
          answer(
              server,
              "HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n",
              "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone");
      var request = new HttpGet("HTTP", "127.0.0.1", server.getLocalPort(), "/", List.of());
      assertThat(client.get(request, TIMEOUT)).isEqualTo(new Reply.Status(404, "none"));
      thread.join();
    }
  }

  @Test
  void redirectsInACircleAreGivenUp() throws IOException, InterruptedException {
    try (var server = listen()) {
      var round = "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n";
      var thread = answer(server, Collections.nCopies(11, round).toArray(String[]::new));
      var request = new HttpGet("HTTP", "127.0.0.1", server.getLocalPort(), "/", List.of());
      assertThat(Handlers.judge(client.get(request, TIMEOUT)).output())
          .endsWith("stopped after 10 redirects");
      thread.join();
    }
  }

  @Test
  void aServerWithoutTlsIsToldFromOneThatIsNotThere() throws IOException, InterruptedException {
    try (var server = listen()) {
      var thread = answer(server, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
      var request = new HttpGet("HTTPS", "127.0.0.1", server.getLocalPort(), "/", List.of());
      assertThat(client.get(request, TIMEOUT))
          .isInstanceOfSatisfying(Reply.Failure.class, it -> assertThat(it.plain()).isTrue());
      thread.join();
    }
  }
}
