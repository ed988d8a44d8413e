package dev.podo.apiserver.verbs;

import static dev.podo.apiserver.Objects.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestServer;
import dev.podo.apiserver.request.Watch;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.kind.Conversion;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.model.selector.FieldPredicate;
import dev.podo.model.selector.LabelPredicate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KindWatchTest {
  /// Whoever watches all kinds there are would have the schema of each compiled.
  @Test
  void marksItsPlaceWithoutLookingIntoTheDeclaration() {
    var looks = new AtomicInteger();
    var kind =
        Kind.<DynamicObject>declare(
                new GroupVersionKind("example.com", "v1", "Gauge"), k -> looks.incrementAndGet())
            .schema(DynamicObject.SCHEMA)
            .storedAs(new Conversion<>(null, object -> object, stored -> stored, false))
            .build();
    try (var server = TestServer.inProcess()) {
      var image = server.store().image();
      var selection = Selection.of(kind, "", LabelPredicate.everything(), FieldPredicate.parse(""));
      var watch =
          new KindWatch<>(
              selection,
              image,
              server.store().watch(kind.storageKey(), image.revision()),
              new KindWatch.Manner(true, true, Duration.ofHours(1), image.revision()));
      var mark = watch.poll();
      assertThat(mark).isNotNull();
      assertThat(mark.type()).isEqualTo(Watch.Type.BOOKMARK);
      assertThat(mark.object().as(kind).metadata().resourceVersion())
          .isEqualTo(Long.toString(image.revision()));
      assertThat(watch.poll()).isNull();
      assertThat(watch.bookmark()).as("no further than it began").isNull();
      server.admin().create(ConfigMaps.KIND, configMap("a"), WriteOptions.defaults());
      assertThat(watch.bookmark()).isNotNull();
      watch.close();
    }
    assertThat(looks).hasValue(0);
  }
}
