package dev.podo.machinery.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.machinery.apply.FieldManager.Applied;
import dev.podo.machinery.apply.FieldManager.Endpoint;
import dev.podo.machinery.apply.FieldManager.Live;
import dev.podo.machinery.apply.FieldManager.Writer;
import dev.podo.machinery.apply.Shape.Leaf;
import dev.podo.machinery.apply.Shape.MapShape;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.machinery.fieldset.PathElement;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kinds.ModelSchemas;
import dev.podo.machinery.kinds.Samples;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.Field;
import dev.podo.model.FieldType.ListType;
import dev.podo.model.FieldType.MapType;
import dev.podo.model.FieldType.Scalar;
import dev.podo.model.FieldType.StructType;
import dev.podo.model.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every field of every type of the model is applied as the model says of it: what its list type
/// and map type are, which keys its elements have, and whether its type is one field wherever it
/// stands.
class ModelSweepTest {
  private static final GroupVersionKind PART = new GroupVersionKind("example.com", "v1", "Part");
  private static final Map<String, @Nullable Object> EMPTY =
      Trees.frozen(Map.of("apiVersion", PART.apiVersion(), "kind", PART.kind()));

  private final TreeSet<String> seen = new TreeSet<>();

  @Test
  void everyFieldIsAppliedAsTheModelSays() {
    for (var schema : ModelSchemas.all()) {
      for (var field : schema.fields()) {
        new OfField(schema, field).check();
      }
    }
    assertThat(seen)
        .containsExactlyInAnyOrder(
            "in what is one field",
            "scalar",
            "list ATOMIC",
            "list SET",
            "list MAP of 1 keys",
            "list MAP of 2 keys",
            "list MAP of 4 keys",
            "map granular",
            "map atomic",
            "struct granular",
            "struct atomic");
  }

  /// What is done to one field, which lies in an object under `part`.
  private final class OfField {
    private final Schema<?> schema;
    private final Field field;
    private final FieldManager manager;
    private final String path;

    OfField(Schema<?> schema, Field field) {
      this.schema = schema;
      this.field = field;
      this.path = ".part." + field.name();
      var fields =
          Map.of(
              "apiVersion", Leaf.STRING,
              "kind", Leaf.STRING,
              "part", RecordShapes.of(schema));
      this.manager =
          new FieldManager(
              Versions.only(PART.apiVersion(), new MapShape(false, fields, null)),
              PART,
              new Endpoint("", FieldSet.EMPTY),
              EMPTY);
    }

    void check() {
      if (AtomicTypes.contains(schema.name())) {
        seen.add("in what is one field");
        isOneField(".part", 1, 2);
        return;
      }
      switch (field.type()) {
        case Scalar scalar -> {
          seen.add("scalar");
          isOneField(path, 1, 2);
        }
        case ListType(var element) -> list(element instanceof StructType it ? it.schema() : null);
        case MapType map -> {
          var isAtomic = "atomic".equals(field.merge().mapType());
          seen.add(isAtomic ? "map atomic" : "map granular");
          parts(isAtomic);
        }
        case StructType struct -> {
          var isAtomic =
              "atomic".equals(field.merge().mapType())
                  || AtomicTypes.contains(struct.schema().name());
          seen.add(isAtomic ? "struct atomic" : "struct granular");
          if (isAtomic) {
            isOneField(path, 1, 2);
          } else {
            assertThat(owned(apply(null, "x", Samples.of(field.type(), 1)), "x"))
                .as(path)
                .allMatch(it -> it.startsWith(path));
          }
        }
      }
    }

    /// Another value conflicts, and forced takes the place of the whole.
    private void isOneField(String owned, int one, int other) {
      var old = Samples.of(field.type(), one);
      var now = Samples.of(field.type(), other);
      var first = apply(null, "x", old);
      assertThat(owned(first, "x")).as(schema.name()).containsExactly(owned);
      if (Trees.deepEquals(old, now)) {
        return; // Types with nothing but bare structs in them have one value only.
      }
      assertThatThrownBy(() -> apply(first, "z", now))
          .as(schema.name())
          .isInstanceOf(ApiException.class)
          .hasMessage("Apply failed with 1 conflict: conflict with \"x\": " + owned);
      var forced = apply(first, "z", now, true);
      assertThat(value(forced)).as(schema.name()).isEqualTo(now);
      assertThat(owned(forced, "x")).isEmpty();
    }

    private void parts(boolean isAtomic) {
      if (isAtomic) {
        isOneField(path, 1, 2);
        return;
      }
      var both =
          apply(apply(null, "x", Samples.of(field.type(), 1)), "z", Samples.of(field.type(), 2));
      assertThat(Trees.asMap(value(both)).keySet()).as(schema.name()).containsExactly("k1", "k2");
      assertThat(owned(both, "z")).as(schema.name()).allMatch(it -> it.startsWith(path + ".k2"));
    }

    private void list(@Nullable Schema<?> element) {
      var merge = field.merge();
      switch (merge.listType()) {
        case NONE, ATOMIC -> {
          seen.add("list " + merge.listType());
          isOneField(path, 1, 2);
        }
        case SET -> {
          seen.add("list SET");
          set();
        }
        case MAP -> {
          seen.add("list MAP of " + merge.mapKeys().size() + " keys");
          if (element == null) {
            throw new AssertionError(path + " has keys but no structs");
          }
          keyed(element, merge.mapKeys());
        }
      }
    }

    private void set() {
      var one = Trees.asList(Samples.of(field.type(), 1)).getFirst();
      var two = Trees.asList(Samples.of(field.type(), 2)).getFirst();
      var both = apply(apply(null, "x", List.of(one)), "z", List.of(two));
      assertThat(value(both)).as(schema.name()).isEqualTo(List.of(one, two));
      assertThat(owned(both, "z"))
          .as(schema.name())
          .containsExactly(path + PathElement.show(PathElement.value(two)));
      assertThat(value(apply(both, "x", List.of()))).as(schema.name()).isEqualTo(List.of(two));
      assertThatThrownBy(() -> apply(null, "x", List.of(one, one)))
          .as(schema.name())
          .hasMessageContaining("duplicate entries for key");
    }

    private void keyed(Schema<?> element, List<String> keys) {
      var one = Samples.keyed(element, keys, 1, null);
      var two = Samples.keyed(element, keys, 2, null);
      var both = apply(apply(null, "x", List.of(one)), "z", List.of(two));
      assertThat(value(both)).as(schema.name()).isEqualTo(List.of(one, two));
      assertThat(owned(both, "z")).as(schema.name()).contains(path + step(keys, two));
      assertThat(value(apply(both, "x", List.of()))).as(schema.name()).isEqualTo(List.of(two));
      assertThatThrownBy(() -> apply(null, "x", List.of(one, one)))
          .as(schema.name())
          .hasMessageContaining("duplicate entries for key " + step(keys, one));
      for (var key : keys) {
        keyLeftOut(element, keys, key);
      }
    }

    private void keyLeftOut(Schema<?> element, List<String> keys, String key) {
      var without = List.of(Samples.keyed(element, keys, 1, key));
      var byDefault = Samples.field(element, key).defaultValue();
      if (byDefault == null) {
        assertThatThrownBy(() -> apply(null, "x", without))
            .as(schema.name())
            .hasMessageContaining("omits key field \"" + key + "\"");
      } else {
        var complete = Trees.asMap(Trees.set(without.getFirst(), Json.parse(byDefault), key));
        assertThat(owned(apply(null, "x", without), "x"))
            .as(schema.name())
            .contains(path + step(keys, complete));
      }
    }

    private static String step(List<String> keys, Map<String, @Nullable Object> element) {
      var sorted = keys.stream().sorted().toList();
      var values = new ArrayList<@Nullable Object>();
      sorted.forEach(key -> values.add(element.get(key)));
      return PathElement.show(PathElement.keys(sorted, values));
    }

    private Applied apply(@Nullable Applied before, String by, Object value) {
      return apply(before, by, value, false);
    }

    private Applied apply(@Nullable Applied before, String by, Object value, boolean force) {
      var live =
          before == null
              ? new Live(EMPTY, List.of(), false)
              : new Live(before.value(), before.managedFields(), true);
      var part = Trees.set(Map.of(), value, field.name());
      var config = Trees.set(EMPTY, part, "part");
      return manager.apply(
          live, Trees.asMap(config), new Writer(by, Instant.ofEpochSecond(1)), force);
    }

    private @Nullable Object value(Applied applied) {
      return Trees.get(applied.value(), "part", field.name());
    }

    private static List<String> owned(Applied applied, String by) {
      return applied.managedFields().stream()
          .filter(entry -> entry.manager().equals(by))
          .flatMap(entry -> FieldSet.of(entry.fieldsV1()).paths().stream())
          .toList();
    }
  }
}
