package dev.podo.machinery.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.machinery.kinds.ModelSchemas;
import dev.podo.machinery.kinds.Samples;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.Field;
import dev.podo.model.FieldType.ListType;
import dev.podo.model.FieldType.MapType;
import dev.podo.model.FieldType.Scalar;
import dev.podo.model.FieldType.StructType;
import dev.podo.model.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every field of every type of the model is patched as its strategy says.
class StrategicSweepTest {
  private final TreeSet<String> seen = new TreeSet<>();

  @Test
  void everyFieldIsPatchedAsItsStrategySays() {
    for (var schema : ModelSchemas.all()) {
      for (var field : schema.fields()) {
        check(schema, field);
      }
    }
    assertThat(seen)
        .contains(
            "list merge name",
            "list merge type",
            "list merge uid",
            "list merge containerPort",
            "list merge port",
            "list merge mountPath",
            "list merge devicePath",
            "list merge ip",
            "list merge topologyKey",
            "list merge,retainKeys name",
            "list merge",
            "list",
            "map",
            "struct",
            "struct replace",
            "struct retainKeys",
            "scalar");
  }

  private void check(Schema<?> schema, Field field) {
    var strategy = String.join(",", new TreeSet<>(field.merge().patchStrategy()));
    var key = field.merge().patchMergeKey();
    var what =
        switch (field.type()) {
          case ListType list -> "list";
          case MapType map -> "map";
          case StructType struct -> "struct";
          case Scalar scalar -> "scalar";
        };
    seen.add((what + " " + strategy + " " + (key == null ? "" : key)).strip().replace("  ", " "));
    if (!(field.type() instanceof ListType(var element))) {
      checkSingle(schema, field);
    } else if (!field.merge().patchStrategy().contains("merge")) {
      var patched =
          patched(schema, field, Samples.of(field.type(), 1), Samples.of(field.type(), 2));
      assertThat(patched).as(at(schema, field)).isEqualTo(Samples.of(field.type(), 2));
    } else if (element instanceof StructType struct) {
      checkKeyed(schema, field, struct.schema(), key == null ? "" : key);
    } else {
      var both = List.of(Samples.of(element, 1), Samples.of(element, 2));
      assertThat(patched(schema, field, both.subList(0, 1), both.subList(1, 2)))
          .as(at(schema, field))
          .isEqualTo(List.of(both.get(1), both.get(0)));
    }
  }

  private static void checkSingle(Schema<?> schema, Field field) {
    var isScalar = field.type() instanceof Scalar;
    var first = isScalar ? Samples.of(field.type(), 1) : with(Map.of(), "x-old");
    var second = isScalar ? Samples.of(field.type(), 2) : with(Map.of(), "x-new");
    var replaces = isScalar || field.merge().patchStrategy().contains("replace");
    assertThat(patched(schema, field, first, second))
        .as(at(schema, field))
        .isEqualTo(replaces ? fresh(isScalar ? first : Map.of(), second) : both(first));
    assertThat(patched(schema, field, first, null)).as(at(schema, field)).isNull();
  }

  private static Map<String, @Nullable Object> both(Object first) {
    return with(Trees.asMap(first), "x-new");
  }

  /// Of JSON of any form, objects are merged.
  private static Object fresh(Object old, Object patch) {
    return patch instanceof Map<?, ?> ? Trees.asMap(MergePatch.apply(old, patch)) : patch;
  }

  private static void checkKeyed(Schema<?> schema, Field field, Schema<?> element, String key) {
    var a = Samples.keyed(element, List.of(key), 1, null);
    var b = Samples.keyed(element, List.of(key), 2, null);
    var old = List.of(with(a, "x-old"), with(b, "x-old"));
    assertThat(patched(schema, field, old, List.of(with(b, "x-new"))))
        .as(at(schema, field))
        .isEqualTo(List.of(with(a, "x-old"), with(with(b, "x-old"), "x-new")));
    assertThat(patched(schema, field, old, List.of(directed(b, "delete"))))
        .as(at(schema, field))
        .isEqualTo(old.subList(0, 1));
    assertThat(patched(schema, field, old, List.of(directed(Map.of(), "replace"), b)))
        .as(at(schema, field))
        .isEqualTo(List.of(b));
    assertThatThrownBy(() -> patched(schema, field, old, List.of(Map.of("x", 1L))))
        .as(at(schema, field))
        .hasMessage("map: map[x:1] does not contain declared merge key: " + key);
    var ordered =
        StrategicMergePatch.apply(
            schema,
            Map.of(field.name(), old),
            Map.of("$setElementOrder/" + field.name(), List.of(b, a)));
    assertThat(Trees.get(ordered, field.name()))
        .as(at(schema, field))
        .isEqualTo(List.of(old.get(1), old.get(0)));
  }

  private static Map<String, @Nullable Object> with(Map<String, ?> map, String name) {
    var copy = new LinkedHashMap<String, @Nullable Object>(map);
    copy.put(name, 1L);
    return Trees.frozen(copy);
  }

  private static Map<String, @Nullable Object> directed(Map<String, ?> map, String directive) {
    var copy = new LinkedHashMap<String, @Nullable Object>(map);
    copy.put("$patch", directive);
    return Trees.frozen(copy);
  }

  private static @Nullable Object patched(
      Schema<?> schema, Field field, Object old, @Nullable Object patch) {
    var change = new LinkedHashMap<String, @Nullable Object>();
    change.put(field.name(), patch);
    return Trees.get(
        StrategicMergePatch.apply(schema, Map.of(field.name(), old), Trees.frozen(change)),
        field.name());
  }

  private static String at(Schema<?> schema, Field field) {
    return schema.name() + "." + field.name();
  }
}
