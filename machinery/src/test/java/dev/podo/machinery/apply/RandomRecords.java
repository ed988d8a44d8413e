package dev.podo.machinery.apply;

import dev.podo.machinery.kinds.Samples;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.Field;
import dev.podo.model.FieldType;
import dev.podo.model.FieldType.ListType;
import dev.podo.model.FieldType.MapType;
import dev.podo.model.FieldType.Scalar;
import dev.podo.model.FieldType.StructType;
import dev.podo.model.Merge;
import dev.podo.model.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Configurations of built-in kinds, some of which do not fit. The same seed gives the same ones.
final class RandomRecords {
  private static final int DEPTH = 7;

  private final Random random;

  RandomRecords(Random random) {
    this.random = random;
  }

  Map<String, @Nullable Object> config(Schema<?> schema) {
    return struct(schema, DEPTH);
  }

  private Map<String, @Nullable Object> struct(Schema<?> schema, int depth) {
    var made = new LinkedHashMap<String, @Nullable Object>();
    var fields = schema.fields();
    for (var field : fields) {
      var isWay = depth > DEPTH - 3 && field.type() instanceof StructType;
      if (!isOwnedByServer(field) && random.nextInt(fields.size()) < (isWay ? fields.size() : 3)) {
        made.put(field.name(), value(field.type(), field.merge(), depth - 1));
      }
    }
    if (random.nextInt(300) == 0) {
      made.put("nope", 1L);
    }
    return Trees.frozen(made);
  }

  /// What decides which object it is, and what is no part of a configuration.
  private static boolean isOwnedByServer(Field field) {
    return switch (field.name()) {
      case "apiVersion", "kind", "managedFields", "status", "name", "namespace", "uid" -> true;
      default -> false;
    };
  }

  private @Nullable Object value(FieldType type, Merge merge, int depth) {
    return switch (type) {
      case Scalar scalar ->
          random.nextInt(200) == 0 ? List.of("odd") : Samples.of(scalar, 1 + random.nextInt(2));
      case StructType struct -> depth > 0 ? struct(struct.schema(), depth) : Map.of();
      case MapType(var value) -> map(value, depth);
      case ListType(var element) -> list(element, merge, depth);
    };
  }

  private Object map(FieldType value, int depth) {
    var made = new LinkedHashMap<String, @Nullable Object>();
    for (var key : List.of("k", "l")) {
      if (random.nextBoolean()) {
        made.put(key, value(value, Merge.NONE, depth - 1));
      }
    }
    return Trees.frozen(made);
  }

  private Object list(FieldType element, Merge merge, int depth) {
    var made = new ArrayList<@Nullable Object>();
    for (var number = 1; number <= 2; number++) {
      if (random.nextBoolean()) {
        continue;
      }
      if (merge.listType() == Merge.ListType.MAP && element instanceof StructType struct) {
        var keyed = new LinkedHashMap<>(struct(struct.schema(), depth));
        keyed.putAll(Samples.keyed(struct.schema(), merge.mapKeys(), number, null));
        made.add(Trees.frozen(keyed));
      } else if (merge.listType() == Merge.ListType.SET) {
        made.add(Samples.of(element, number));
      } else {
        made.add(value(element, Merge.NONE, depth - 1));
      }
    }
    return Trees.frozen(made);
  }
}
