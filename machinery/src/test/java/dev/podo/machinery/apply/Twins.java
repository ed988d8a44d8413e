package dev.podo.machinery.apply;

import dev.podo.machinery.codec.Json;
import dev.podo.model.Field;
import dev.podo.model.FieldType;
import dev.podo.model.FieldType.ListType;
import dev.podo.model.FieldType.MapType;
import dev.podo.model.FieldType.Scalar;
import dev.podo.model.FieldType.StructType;
import dev.podo.model.Merge;
import dev.podo.model.Schema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The custom resource that has the shape of a record: its structural schema says what the record's
/// schema says. For types that do not contain themselves.
final class Twins {
  private Twins() {}

  /// The shape of the twin.
  static Shape shape(Schema<?> schema) {
    return SchemaShapes.ofObject(struct(schema, Merge.NONE));
  }

  private static Map<String, @Nullable Object> struct(Schema<?> schema, Merge merge) {
    var properties = new TreeMap<String, @Nullable Object>();
    for (Field field : schema.fields()) {
      properties.put(field.name(), property(field.type(), field.merge(), field.defaultValue()));
    }
    var made = new TreeMap<String, @Nullable Object>();
    made.put("type", "object");
    made.put("properties", properties);
    if (AtomicTypes.contains(schema.name()) || "atomic".equals(merge.mapType())) {
      made.put("x-kubernetes-map-type", "atomic");
    }
    return made;
  }

  private static Object property(FieldType type, Merge merge, @Nullable String byDefault) {
    Map<String, @Nullable Object> made =
        switch (type) {
          case Scalar scalar -> scalar(scalar);
          case StructType struct -> struct(struct.schema(), merge);
          case MapType(var value) -> map(property(value, Merge.NONE, null), merge);
          case ListType(var element) -> list(property(element, Merge.NONE, null), merge);
        };
    if (byDefault != null) {
      made.put("default", Json.parse(byDefault));
    }
    return made;
  }

  private static Map<String, @Nullable Object> scalar(Scalar scalar) {
    var made = new TreeMap<String, @Nullable Object>();
    switch (scalar) {
      case STRING, BYTES -> made.put("type", "string");
      case BOOL -> made.put("type", "boolean");
      case INT32, INT64, DOUBLE -> made.put("type", "number");
      case QUANTITY, INT_OR_STRING, TIME, MICRO_TIME ->
          made.put("x-kubernetes-int-or-string", true);
      case JSON -> made.put("x-kubernetes-preserve-unknown-fields", true);
    }
    return made;
  }

  private static Map<String, @Nullable Object> map(Object value, Merge merge) {
    var made = new TreeMap<String, @Nullable Object>();
    made.put("type", "object");
    made.put("additionalProperties", value);
    if ("atomic".equals(merge.mapType())) {
      made.put("x-kubernetes-map-type", "atomic");
    }
    return made;
  }

  private static Map<String, @Nullable Object> list(Object element, Merge merge) {
    var made = new TreeMap<String, @Nullable Object>();
    made.put("type", "array");
    made.put("items", element);
    switch (merge.listType()) {
      case NONE, ATOMIC -> made.put("x-kubernetes-list-type", "atomic");
      case SET -> made.put("x-kubernetes-list-type", "set");
      case MAP -> {
        made.put("x-kubernetes-list-type", "map");
        made.put("x-kubernetes-list-map-keys", List.copyOf(merge.mapKeys()));
      }
    }
    return made;
  }
}
