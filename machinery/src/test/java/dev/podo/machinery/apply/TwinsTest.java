package dev.podo.machinery.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.apply.FieldManager.Endpoint;
import dev.podo.machinery.apply.FieldManager.Live;
import dev.podo.machinery.apply.FieldManager.Writer;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.ApiObject;
import dev.podo.model.Struct;
import dev.podo.model.meta.v1.ManagedFieldsEntry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Built-in kinds and custom resources of the same shape: object, managers and errors are the same,
/// write after write.
class TwinsTest {
  private static final int OBJECTS = 6;
  private static final int WRITES = 25;

  /// What came of a write.
  ///
  /// @param refused empty if it was not
  private record Outcome(
      @Nullable Object object, List<ManagedFieldsEntry> managers, String refused) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Pod",
        "Deployment",
        "Service",
        "ConfigMap",
        "Node",
        "Ingress",
        "NetworkPolicy",
        "CronJob",
        "StatefulSet",
        "HorizontalPodAutoscaler",
        "PersistentVolume",
        "ValidatingWebhookConfiguration"
      })
  void behaveTheSame(String name) {
    play(ApplyTablesTest.kind(name));
  }

  private static <T extends ApiObject> void play(Kind<T> kind) {
    var record = manager(kind, RecordShapes.of(kind.schema()));
    var custom = manager(kind, Twins.shape(kind.schema()));
    var random = new Random(kind.kind().hashCode());
    var configs = new RandomRecords(random);
    var refused = 0;
    for (var i = 0; i < OBJECTS; i++) {
      var live = new Live(empty(kind), List.of(), false);
      for (var j = 0; j < WRITES; j++) {
        var config = new LinkedHashMap<>(configs.config(kind.schema()));
        config.put("apiVersion", kind.apiVersion());
        config.put("kind", kind.kind());
        var by = new Writer("m" + random.nextInt(3), Instant.ofEpochSecond(j));
        var force = random.nextInt(3) == 0;
        var ofRecord = outcome(record, live, Trees.frozen(config), by, force);
        assertThat(outcome(custom, live, Trees.frozen(config), by, force)).isEqualTo(ofRecord);
        if (ofRecord.object() == null) {
          refused++;
        } else {
          var stored = Trees.of((Struct) Trees.to(kind.schema(), ofRecord.object()));
          live = new Live(stored, ofRecord.managers(), true);
        }
      }
    }
    assertThat(refused).isBetween(1, OBJECTS * WRITES - 1);
  }

  private static FieldManager manager(Kind<?> kind, Shape shape) {
    return new FieldManager(
        Versions.only(kind.apiVersion(), shape),
        kind.gvk(),
        new Endpoint("", FieldSet.ofFields("status")),
        empty(kind));
  }

  private static Object empty(Kind<?> kind) {
    return Trees.of((Struct) Trees.to(kind.schema(), Map.of()));
  }

  private static Outcome outcome(
      FieldManager manager, Live live, Object config, Writer by, boolean force) {
    try {
      var applied = manager.apply(live, config, by, force);
      return new Outcome(applied.value(), applied.managedFields(), "");
    } catch (ApiException e) {
      return new Outcome(null, List.of(), e.code() + " " + e.status().message());
    }
  }
}
