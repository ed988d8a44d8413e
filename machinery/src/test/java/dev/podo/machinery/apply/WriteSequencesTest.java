package dev.podo.machinery.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.apply.FieldManager.Applied;
import dev.podo.machinery.apply.FieldManager.Endpoint;
import dev.podo.machinery.apply.FieldManager.Live;
import dev.podo.machinery.apply.FieldManager.Writer;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.meta.v1.ManagedFieldsEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds after any sequence of applies and updates to objects of any schema. The seed is the
/// test's name.
class WriteSequencesTest {
  private static final GroupVersionKind GVK = new GroupVersionKind("example.com", "v1", "Widget");
  private static final Object EMPTY =
      Trees.frozen(Map.of("apiVersion", GVK.apiVersion(), "kind", GVK.kind()));
  private static final int SCHEMAS = 40;
  private static final int WRITES = 25;

  private record State(@Nullable Object object, List<ManagedFieldsEntry> managers) {
    Live live() {
      return new Live(object == null ? EMPTY : object, managers, object != null);
    }

    FieldSet owned(ManagedFieldsEntry by) {
      return managers.stream()
          .filter(it -> key(it).equals(key(by)))
          .map(it -> FieldSet.of(it.fieldsV1()))
          .findFirst()
          .orElse(FieldSet.EMPTY);
    }
  }

  private static String key(ManagedFieldsEntry entry) {
    return entry.operation() + " " + entry.manager();
  }

  private int second;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyOwnerHasWhatHeOwns(long seed) {
    var random = new Random(seed);
    var schemas = new RandomSchemas(random);
    var conflicts = 0;
    for (var i = 0; i < SCHEMAS; i++) {
      var properties = schemas.properties();
      var shape = SchemaShapes.ofObject(Map.of("type", "object", "properties", properties));
      var manager =
          new FieldManager(
              Versions.only(GVK.apiVersion(), shape), GVK, new Endpoint("", FieldSet.EMPTY), EMPTY);
      var state = new State(null, List.of());
      for (var j = 0; j < WRITES; j++) {
        var config = schemas.config(properties);
        try {
          state =
              random.nextInt(4) == 0 && state.object() != null
                  ? updated(manager, shape, state, config, random)
                  : applied(manager, shape, state, config, random);
        } catch (ApiException e) {
          assertThat(e.isConflict()).as(e.status().message()).isTrue();
          conflicts++;
        }
        check(shape, state);
      }
    }
    assertThat(conflicts).isPositive();
  }

  /// The configuration of a manager, who always has something: all that there is in an object of
  /// which nobody owns anything belongs to `before-first-apply` the next time.
  private static Map<String, @Nullable Object> complete(
      Map<String, @Nullable Object> config, String by) {
    var made = new LinkedHashMap<>(config);
    made.putAll(Trees.asMap(EMPTY));
    return Trees.asMap(Trees.set(Trees.frozen(made), by, "metadata", "labels", by));
  }

  private State applied(
      FieldManager manager,
      Shape shape,
      State before,
      Map<String, @Nullable Object> said,
      Random random) {
    var by = "m" + random.nextInt(3);
    var config = complete(said, by);
    var force = random.nextInt(5) == 0;
    var after = stored(manager.apply(before.live(), config, writer(by), force));
    if (!force) {
      for (var entry : before.managers()) {
        if (!key(entry).equals("Apply " + by)) {
          var owned = FieldSet.of(entry.fieldsV1());
          Ownership.checkNothingLost(shape, owned.difference(after.owned(entry)), owned, false);
        }
      }
    }
    assertThat(stored(manager.apply(after.live(), config, writer(by), force)))
        .as("applied twice")
        .isEqualTo(after);
    return after;
  }

  private State updated(
      FieldManager manager,
      Shape shape,
      State before,
      Map<String, @Nullable Object> config,
      Random random) {
    var object = Trees.asMap(before.object());
    var now =
        random.nextBoolean()
            ? Trees.asMap(Merger.merge(shape, object, config))
            : without(object, random);
    var by = writer("u" + random.nextInt(2));
    return new State(now, manager.update(before.live(), now, before.managers(), by));
  }

  private static Map<String, @Nullable Object> without(
      Map<String, @Nullable Object> object, Random random) {
    var kept = new LinkedHashMap<>(object);
    kept.remove("p" + random.nextInt(4));
    return Trees.frozen(kept);
  }

  private Writer writer(String by) {
    return new Writer(by, Instant.ofEpochSecond(++second));
  }

  private static void check(Shape shape, State state) {
    var owners = new TreeMap<String, FieldSet>();
    for (var entry : state.managers()) {
      var fields = FieldSet.of(entry.fieldsV1());
      owners.put(key(entry), fields);
      assertThat(fields.isEmpty()).isFalse();
      assertThat(FieldSet.parse(Json.parse(Json.print(fields.tree())))).isEqualTo(fields);
      Ownership.checkPresent(shape, state.object(), fields, key(entry) + " ");
    }
    assertThat(owners).hasSameSizeAs(state.managers());
  }

  /// As the store keeps it: decoders take null as absent.
  private static State stored(Applied applied) {
    return new State(withoutNulls(applied.value()), applied.managedFields());
  }

  private static @Nullable Object withoutNulls(@Nullable Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> {
        var kept = new LinkedHashMap<String, @Nullable Object>();
        Trees.asMap(map)
            .forEach((name, value) -> {
              if (value != null) {
                kept.put(name, withoutNulls(value));
              }
            });
        yield Trees.frozen(kept);
      }
      case List<?> list -> {
        var kept = new ArrayList<@Nullable Object>();
        list.forEach(element -> kept.add(withoutNulls(element)));
        yield Trees.frozen(kept);
      }
      case null, default -> tree;
    };
  }
}
