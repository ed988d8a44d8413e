package dev.podo.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.client.Api;
import dev.podo.client.ApiContract;
import dev.podo.client.ListOptions;
import dev.podo.client.WatchOptions;
import dev.podo.client.WriteOptions;
import dev.podo.client.fake.FakeApi;
import dev.podo.client.kubeconfig.Access;
import dev.podo.client.kubeconfig.KubeconfigException;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.meta.v1.ObjectMeta;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HttpApiTest extends ApiContract {
  private final Environment environment = Environment.system();
  private final Scope scope = Scope.root("test", environment);
  private final FakeApi fake = new FakeApi(environment);
  private final FakeServer server;
  private final HttpApi api;

  HttpApiTest() throws IOException, KubeconfigException {
    server = new FakeServer(fake);
    api = new HttpApi(new Access(server.address(), null, null, null, "secret"), scope);
  }

  @AfterEach
  void close() {
    server.close();
    scope.close();
  }

  @Override
  protected Api api() {
    return api;
  }

  @Test
  void showsItsToken() {
    api.list(ConfigMaps.KIND, ListOptions.in("default"));
    assertThat(server.lastAuthorization).isEqualTo("Bearer secret");
  }

  @Test
  void readsWhatIsNoObject() {
    assertThat(api.getText("/readyz")).isEqualTo("ok");
  }

  @Test
  void tellsThatAProxyFailed() {
    assertThatThrownBy(() -> api.getText("/broken"))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).isEqualTo(502))
        .hasMessageContaining("502");
  }

  @Test
  void tellsWhenNobodyIsThere() throws KubeconfigException {
    var nobody = new HttpApi(new Access("http://127.0.0.1:1", null, null, null, null), scope);
    assertThatThrownBy(() -> nobody.get(ConfigMaps.KIND, "default", "a"))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.isServiceUnavailable()).isTrue())
        .hasMessageContaining("http://127.0.0.1:1 does not answer");
  }

  @Test
  void aWatchEndsWhenTheServerEndsIt() throws InterruptedException {
    try (var stream = api.watch(ConfigMaps.KIND, WatchOptions.from("1").withNamespace("default"))) {
      fake.endWatches();
      assertThat(stream.next(Deadline.after(Clock.system(), Duration.ofSeconds(10)))).isNull();
      assertThat(stream.isEnded()).isTrue();
    }
  }

  @Test
  void aWatchTellsThatItsVersionIsTooOld() {
    var elsewhere = ConfigMap.EMPTY.withMetadata(ObjectMeta.builder().name("a").build());
    fake.create(ConfigMaps.KIND, elsewhere, WriteOptions.defaults());
    fake.compact();
    var old = WatchOptions.from("1").withNamespace("default");

    assertThatThrownBy(() -> api.watch(ConfigMaps.KIND, old).close())
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.isExpired()).isTrue());
  }
}
