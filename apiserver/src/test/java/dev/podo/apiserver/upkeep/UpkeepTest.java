package dev.podo.apiserver.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestServer;
import dev.podo.client.WatchOptions;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.selector.FieldPredicate;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UpkeepTest {
  private final TestServer server = TestServer.inProcess();
  private final AtomicInteger refusals = new AtomicInteger();
  private final Semaphore mended = new Semaphore(0);

  @AfterEach
  void stop() {
    server.close();
  }

  private void keep() {
    var ours =
        WatchOptions.stateAndChanges()
            .withNamespace("default")
            .withFields(FieldPredicate.parse("metadata.name=kept"));
    new Upkeep(server.admin(), server.scope()).keep("test", ConfigMaps.KIND, ours, this::mend);
  }

  private void mend() {
    if (refusals.getAndDecrement() > 0) {
      throw ApiErrors.serviceUnavailable("not now");
    }
    mended.release();
  }

  private void create(String name) {
    var meta = ObjectMeta.builder().namespace("default").name(name).build();
    server
        .admin()
        .create(
            ConfigMaps.KIND, ConfigMap.builder().metadata(meta).build(), WriteOptions.defaults());
  }

  @Test
  void mendsWhatIsNotThere() throws InterruptedException {
    keep();
    mended.acquire();
  }

  @Test
  void mendsAfterEachChangeOfWhatIsKept() throws InterruptedException {
    keep();
    mended.acquire();

    create("other");
    create("kept");
    mended.acquire();
    server.admin().delete(ConfigMaps.KIND, "default", "kept", DeleteOptions.EMPTY);
    mended.acquire();
    assertThat(mended.availablePermits()).isZero();
  }

  @Test
  void triesAgainWhatWasRefusedAlthoughNothingChanges() throws InterruptedException {
    refusals.set(2);
    keep();
    mended.acquire();
    assertThat(refusals).hasNegativeValue();
  }
}
