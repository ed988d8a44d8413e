package dev.podo.machinery.apply;

import dev.podo.machinery.apply.Shape.Deduced;
import dev.podo.machinery.apply.Shape.Leaf;
import dev.podo.machinery.apply.Shape.ListShape;
import dev.podo.machinery.apply.Shape.MapShape;
import dev.podo.machinery.apply.Shape.Relation;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The shapes of custom resources, read from their structural schemas (`openAPIV3Schema`, as a
/// tree).
public final class SchemaShapes {
  private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";

  private SchemaShapes() {}

  /// The shape of a whole object, metadata included.
  ///
  /// @param schema null if the kind has none
  public static Shape ofObject(@Nullable Object schema) {
    if (!(schema instanceof Map<?, ?>)) {
      return new MapShape(false, typeMeta(), Deduced.SHAPE);
    }
    var fields = new TreeMap<String, Shape>(properties(schema));
    fields.putAll(typeMeta());
    return new MapShape(false, fields, isTrue(schema, PRESERVE) ? Deduced.SHAPE : null);
  }

  private static Map<String, Shape> typeMeta() {
    return Map.of(
        "apiVersion", Leaf.STRING,
        "kind", Leaf.STRING,
        "metadata", RecordShapes.of(ObjectMeta.SCHEMA));
  }

  private static Shape of(@Nullable Object schema) {
    if (isTrue(schema, "x-kubernetes-int-or-string")) {
      return Leaf.ANY;
    }
    if (isTrue(schema, "x-kubernetes-embedded-resource")) {
      return embedded(schema);
    }
    return switch (Trees.text(schema, "type")) {
      case "string" -> Leaf.STRING;
      case "boolean" -> Leaf.BOOLEAN;
      case "integer", "number" -> Leaf.NUMBER;
      case "array" -> list(schema);
      case "object" -> object(schema);
      default -> Deduced.SHAPE;
    };
  }

  private static Shape embedded(@Nullable Object schema) {
    var fields = new TreeMap<String, Shape>(properties(schema));
    typeMeta().forEach(fields::putIfAbsent);
    return new MapShape(isAtomic(schema), fields, rest(schema));
  }

  private static Shape object(@Nullable Object schema) {
    return new MapShape(isAtomic(schema), properties(schema), rest(schema));
  }

  private static boolean isAtomic(@Nullable Object schema) {
    return Trees.text(schema, "x-kubernetes-map-type").equals("atomic");
  }

  /// The shape of entries that are no properties; null if there may be none.
  private static @Nullable Shape rest(@Nullable Object schema) {
    var entries = Trees.get(schema, "additionalProperties");
    if (entries instanceof Map<?, ?>) {
      return of(entries);
    }
    return Boolean.TRUE.equals(entries) || isTrue(schema, PRESERVE) ? Deduced.SHAPE : null;
  }

  private static Map<String, Shape> properties(@Nullable Object schema) {
    var fields = new TreeMap<String, Shape>();
    if (Trees.get(schema, "properties") instanceof Map<?, ?> properties) {
      properties.forEach((name, property) -> fields.put((String) name, of(property)));
    }
    return fields;
  }

  private static Shape list(@Nullable Object schema) {
    var items = Trees.get(schema, "items");
    var element = of(items);
    return switch (Trees.text(schema, "x-kubernetes-list-type")) {
      case "set" -> new ListShape(Relation.SET, List.of(), element);
      case "map" -> new ListShape(Relation.MAP, keys(schema, items), element);
      default -> new ListShape(Relation.ATOMIC, List.of(), element);
    };
  }

  private static List<Shape.Key> keys(@Nullable Object schema, @Nullable Object items) {
    var names = new ArrayList<String>();
    if (Trees.get(schema, "x-kubernetes-list-map-keys") instanceof List<?> list) {
      list.forEach(name -> names.add((String) name));
    }
    return names.stream()
        .sorted()
        .map(name -> new Shape.Key(name, Trees.get(items, "properties", name, "default")))
        .toList();
  }

  private static boolean isTrue(@Nullable Object schema, String name) {
    return Boolean.TRUE.equals(Trees.get(schema, name));
  }
}
