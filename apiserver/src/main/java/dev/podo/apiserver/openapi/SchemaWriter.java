package dev.podo.apiserver.openapi;

import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.model.Descriptions;
import dev.podo.model.Field;
import dev.podo.model.FieldType;
import dev.podo.model.FieldType.Scalar;
import dev.podo.model.Merge;
import dev.podo.model.Presence;
import dev.podo.model.Schema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes types as component schemas, with every type that they mention.
final class SchemaWriter {
  private static final String PREFIX = "#/components/schemas/";
  private static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
  private static final String INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
  private static final String TIME = "io.k8s.apimachinery.pkg.apis.meta.v1.Time";
  private static final String MICRO_TIME = "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime";

  private final Map<String, Map<String, Object>> components = new TreeMap<>();
  private final Deque<Schema<?>> pending = new ArrayDeque<>();

  /// Notes that a type is mentioned.
  ///
  /// @return how to refer to it
  String reference(Schema<?> schema) {
    if (components.putIfAbsent(schema.name(), new LinkedHashMap<>()) == null) {
      pending.add(schema);
    }
    return PREFIX + schema.name();
  }

  /// Adds what is said of a type beyond its fields.
  void annotate(Schema<?> schema, String extension, Object value) {
    reference(schema);
    component(schema.name()).put(extension, value);
  }

  /// All that was mentioned.
  Map<String, Map<String, Object>> components() {
    while (!pending.isEmpty()) {
      write(pending.remove());
    }
    return components;
  }

  private Map<String, Object> component(String name) {
    return components.computeIfAbsent(name, n -> new LinkedHashMap<>());
  }

  private void write(Schema<?> schema) {
    var out = component(schema.name());
    var descriptions = Descriptions.of(schema.name());
    if (!descriptions.type().isEmpty()) {
      out.put("description", descriptions.type());
    }
    out.put("type", "object");
    var required = new ArrayList<String>();
    var properties = new TreeMap<String, Object>();
    for (var field : schema.fields()) {
      properties.put(field.name(), property(field, descriptions.field(field.name())));
      if (field.required()) {
        required.add(field.name());
      }
    }
    if (!required.isEmpty()) {
      out.put("required", required);
    }
    if (!properties.isEmpty()) {
      out.put("properties", properties);
    }
  }

  private Map<String, Object> property(Field field, String description) {
    var out = new LinkedHashMap<String, Object>();
    if (!description.isEmpty()) {
      out.put("description", description);
    }
    out.putAll(type(field.type(), true));
    var defaultValue = defaultOf(field);
    if (defaultValue != null) {
      out.put("default", defaultValue);
    }
    merge(field.merge(), out);
    return out;
  }

  private static @Nullable Object defaultOf(Field field) {
    var text = field.defaultValue();
    if (text != null) {
      try {
        return Json.parse(text);
      } catch (DecodeException e) {
        return text;
      }
    }
    var isStruct = field.type() instanceof FieldType.StructType;
    return isStruct && field.presence() == Presence.VALUE ? Map.of() : null;
  }

  private static void merge(Merge merge, Map<String, Object> out) {
    switch (merge.listType()) {
      case ATOMIC -> out.put("x-kubernetes-list-type", "atomic");
      case SET -> out.put("x-kubernetes-list-type", "set");
      case MAP -> {
        out.put("x-kubernetes-list-type", "map");
        out.put("x-kubernetes-list-map-keys", merge.mapKeys());
      }
      case NONE -> {
        // Nothing is said.
      }
    }
    var mapType = merge.mapType();
    if (mapType != null) {
      out.put("x-kubernetes-map-type", mapType);
    }
    var strategies = merge.patchStrategy().stream().sorted().toList();
    if (!strategies.isEmpty()) {
      out.put("x-kubernetes-patch-strategy", String.join(",", strategies));
    }
    var key = merge.patchMergeKey();
    if (key != null) {
      out.put("x-kubernetes-patch-merge-key", key);
    }
  }

  /// @param besides whether other keywords stand beside it, which a bare reference does not bear
  private Map<String, Object> type(FieldType type, boolean besides) {
    return switch (type) {
      case FieldType.StructType struct -> refer(reference(struct.schema()), besides);
      case FieldType.ListType list -> {
        var out = new LinkedHashMap<String, Object>();
        out.put("type", "array");
        out.put("items", element(list.element()));
        yield out;
      }
      case FieldType.MapType map -> {
        var out = new LinkedHashMap<String, Object>();
        out.put("type", "object");
        out.put("additionalProperties", element(map.value()));
        yield out;
      }
      case Scalar scalar -> scalar(scalar, besides);
    };
  }

  private Map<String, Object> element(FieldType type) {
    var out = new LinkedHashMap<>(type(type, true));
    switch (type) {
      case FieldType.StructType struct -> out.put("default", Map.of());
      case Scalar scalar when scalar == Scalar.STRING -> out.put("default", "");
      default -> {
        // No other element has a default.
      }
    }
    return out;
  }

  private Map<String, Object> scalar(Scalar scalar, boolean besides) {
    return switch (scalar) {
      case STRING -> plain("string", "");
      case BOOL -> plain("boolean", "");
      case INT32 -> plain("integer", "int32");
      case INT64 -> plain("integer", "int64");
      case DOUBLE -> plain("number", "double");
      case BYTES -> plain("string", "byte");
      case JSON -> plain("object", "");
      case QUANTITY -> {
        special(
            QUANTITY,
            "A number with a suffix: a power of ten (k, M, G …) or of two (Ki, Mi, Gi …), or m for"
                + " thousandths; such as 500m, 2, 128Mi.",
            Map.of("oneOf", List.of(plain("string", ""), plain("number", ""))));
        yield refer(PREFIX + QUANTITY, besides);
      }
      case INT_OR_STRING -> {
        special(
            INT_OR_STRING,
            "A number, or a text such as a name or a percentage.",
            Map.of(
                "format",
                "int-or-string",
                "oneOf",
                List.of(plain("integer", ""), plain("string", ""))));
        yield refer(PREFIX + INT_OR_STRING, besides);
      }
      case TIME -> {
        special(TIME, "A time in RFC 3339, to the second.", plain("string", "date-time"));
        yield refer(PREFIX + TIME, besides);
      }
      case MICRO_TIME -> {
        special(
            MICRO_TIME, "A time in RFC 3339, to the microsecond.", plain("string", "date-time"));
        yield refer(PREFIX + MICRO_TIME, besides);
      }
    };
  }

  private void special(String name, String description, Map<String, Object> body) {
    var out = component(name);
    if (out.isEmpty()) {
      out.put("description", description);
      out.putAll(new TreeMap<>(body));
    }
  }

  private static Map<String, Object> refer(String reference, boolean besides) {
    var out = new LinkedHashMap<String, Object>();
    if (besides) {
      out.put("allOf", List.of(Map.of("$ref", reference)));
    } else {
      out.put("$ref", reference);
    }
    return out;
  }

  private static Map<String, Object> plain(String type, String format) {
    var out = new LinkedHashMap<String, Object>();
    out.put("type", type);
    if (!format.isEmpty()) {
      out.put("format", format);
    }
    return out;
  }
}
