package dev.podo.apiserver.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.apiserver.TestServer;
import dev.podo.apiserver.service.ServiceAddresses;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.apiserver.webhook.WebhookTarget.ServiceName;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.Bytes;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServicePort;
import dev.podo.model.discovery.v1.Endpoint;
import dev.podo.model.discovery.v1.EndpointPort;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.store.Commit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookClientTest {
  private static final byte[] QUESTION = "{\"question\":1}".getBytes(UTF_8);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TestServer server = TestServer.unadvertised();
  private final FakeWebhook webhook = FakeWebhook.start("127.0.0.1", "hook.default.svc");
  private final WebhookClient client =
      new WebhookClient(
          new ServiceAddresses(new ObjectStore(server.store()), new Random(1)), Clock.system());

  @AfterEach
  void close() {
    webhook.close();
    server.close();
  }

  @Test
  void asksAtUrl() throws Exception {
    var reply = client.post(byUrl("/convert", webhook.caBundle()), QUESTION, PATIENCE);
    assertThat(new String(reply, UTF_8)).isEqualTo("{\"question\":1}");
    assertThat(webhook.questions()).containsExactly(Map.of("question", 1L));
  }

  @Test
  void asksBehindService() throws Exception {
    service();
    var target =
        WebhookTarget.ofService(
            new ServiceName("default", "hook"), null, "convert", webhook.caBundle());
    assertThat(client.post(target, QUESTION, PATIENCE)).isEqualTo(QUESTION);
  }

  @Test
  void saysThatServiceIsMissing() {
    var target = WebhookTarget.ofService(new ServiceName("default", "hook"), 443, "/convert", null);
    assertThatThrownBy(() -> client.post(target, QUESTION, PATIENCE))
        .isInstanceOf(WebhookException.class)
        .hasMessage(
            "Post \"https://hook.default.svc:443/convert?timeout=30s\": service \"hook\" not found");
  }

  @Test
  void trustsNobodyElse() {
    var other = FakeWebhook.start("127.0.0.1");
    try (other) {
      assertThatThrownBy(() -> client.post(byUrl("/", other.caBundle()), QUESTION, PATIENCE))
          .isInstanceOf(WebhookException.class)
          .hasMessageEndingWith(
              "tls: failed to verify certificate: x509: certificate signed by unknown authority");
    }
  }

  @Test
  void refusesBundleWithoutCertificate() {
    assertThatThrownBy(() -> client.post(byUrl("/", Bytes.utf8("none")), QUESTION, PATIENCE))
        .isInstanceOf(WebhookException.class);
  }

  @Test
  void saysThatNobodyListens() {
    var target = byUrl("/convert", webhook.caBundle());
    webhook.close();
    assertThatThrownBy(() -> client.post(target, QUESTION, PATIENCE))
        .isInstanceOf(WebhookException.class)
        .hasMessage(
            "Post \"%s?timeout=30s\": dial tcp 127.0.0.1:%d: connect: connection refused"
                .formatted(webhook.url("/convert"), webhook.port()));
  }

  @Test
  void waitsNoLongerThanItMay() {
    var never = new CountDownLatch(1);
    webhook.answering(question -> {
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return question;
    });
    assertThatThrownBy(
            () -> client.post(byUrl("/", webhook.caBundle()), QUESTION, Duration.ofSeconds(1)))
        .isInstanceOf(WebhookException.class)
        .hasMessageEndingWith("/?timeout=1s\": context deadline exceeded");
    never.countDown();
  }

  @Test
  void tellsWhatServerSaysOfItself() {
    webhook.answeringCode(500).answering(question -> "oh no");
    assertThatThrownBy(() -> client.post(byUrl("/", webhook.caBundle()), QUESTION, PATIENCE))
        .isInstanceOf(WebhookException.class)
        .hasMessageContaining("oh no");
  }

  private WebhookTarget byUrl(String path, Bytes caBundle) {
    return WebhookTarget.ofUrl(webhook.url(path), caBundle);
  }

  private void service() {
    var port = ServicePort.builder().port(443).protocol("TCP").build();
    var service =
        Service.builder()
            .metadata(meta())
            .spec(Service.EMPTY.spec().with(s -> s.ports(List.of(port))))
            .build();
    server.admin().create(Services.KIND, service, WriteOptions.defaults());
    var slice =
        EndpointSlice.builder()
            .metadata(meta().with(m -> m.labels(Map.of("kubernetes.io/service-name", "hook"))))
            .addressType("IPv4")
            .endpoints(List.of(Endpoint.builder().addresses(List.of("127.0.0.1")).build()))
            .ports(
                List.of(
                    EndpointPort.builder().name("").port(webhook.port()).protocol("TCP").build()))
            .build();
    // Of the test's own: no client may name a loopback address as an endpoint.
    var stored = new Stored(slice.withMetadata(slice.metadata().with(m -> m.uid("1"))));
    commit(stored);
  }

  private void commit(Stored stored) {
    try {
      server
          .store()
          .commit(
              Commit.create(ObjectStore.key(EndpointSlices.KIND, "default", "hook"), stored),
              Deadline.never());
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectMeta meta() {
    return ObjectMeta.builder().namespace("default").name("hook").build();
  }
}
