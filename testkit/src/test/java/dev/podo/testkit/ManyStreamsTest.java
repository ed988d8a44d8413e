package dev.podo.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.ListOptions;
import dev.podo.client.WriteOptions;
import dev.podo.client.http.ClientTls;
import dev.podo.machinery.kinds.deployment.Deployments;
import dev.podo.machinery.kinds.pod.Pods;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ManyStreamsTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int STREAMS = 2_000;
  private static final int AT_ONCE = 100;

  /// One `kubectl exec -i cat`.
  private static final class Cat implements WebSocket.Listener {
    private final CompletableFuture<String> echo = new CompletableFuture<>();
    private final CompletableFuture<String> ending = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      var channel = data.get();
      var text = UTF_8.decode(data).toString();
      if (channel == 1 && !text.isEmpty()) {
        echo.complete(text);
      } else if (channel == 3) {
        ending.complete(text);
      }
      socket.request(1);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      echo.completeExceptionally(error);
      ending.completeExceptionally(error);
    }
  }

  @Test
  void thousandsOfProcessesTalkAtOnceWithoutAThreadEach() throws Exception {
    try (var cluster = PodoCluster.start();
        var client =
            HttpClient.newBuilder().sslContext(ClientTls.context(cluster.access())).build()) {
      var url = URI.create(cluster.url().replace("https", "wss") + execOf(cluster));
      var threads = platformThreads();
      var cats = new ArrayList<Cat>();
      var sockets = new ArrayList<WebSocket>();
      for (var begun = 0; begun < STREAMS; begun += AT_ONCE) {
        var opening = new ArrayList<CompletableFuture<WebSocket>>();
        for (var i = 0; i < AT_ONCE; i++) {
          var cat = new Cat();
          cats.add(cat);
          opening.add(
              client.newWebSocketBuilder().subprotocols("v5.channel.k8s.io").buildAsync(url, cat));
        }
        for (var each : opening) {
          sockets.add(each.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        }
      }
      for (var i = 0; i < STREAMS; i++) {
        sockets.get(i).sendBinary(ByteBuffer.wrap(("\0cat " + i).getBytes(UTF_8)), true).join();
      }
      for (var i = 0; i < STREAMS; i++) {
        assertThat(cats.get(i).echo.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo("cat " + i);
      }
      assertThat(platformThreads()).isLessThan(threads + 50);
      for (var socket : sockets) {
        socket.sendBinary(ByteBuffer.wrap(new byte[] {(byte) 255, 0}), true).join();
      }
      for (var cat : cats) {
        assertThat(cat.ending.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
            .contains("\"status\":\"Success\"");
      }
    }
  }

  private static String execOf(PodoCluster cluster) throws Exception {
    cluster.api().create(Deployments.KIND, Sample.deployment("web", 1), WriteOptions.defaults());
    cluster.await(Deployments.KIND, "default", "web", Sample.hasAvailable(1), LIMIT);
    var pods = cluster.api().list(Pods.KIND, ListOptions.in("default")).items();
    return "/api/v1/namespaces/default/pods/"
        + pods.getFirst().metadata().name()
        + "/exec?command=cat&stdin=true&stdout=true";
  }

  /// Without those of the test's own client, and the carriers of virtual threads, which come and go
  /// as the JDK pleases.
  private static long platformThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isVirtual())
        .map(Thread::getName)
        .filter(name ->
            List.of("ForkJoinPool", "VirtualThread", "HttpClient").stream()
                .noneMatch(name::startsWith))
        .count();
  }
}
