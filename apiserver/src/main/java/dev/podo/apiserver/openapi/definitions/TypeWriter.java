package dev.podo.apiserver.openapi.definitions;

import dev.podo.machinery.apply.AtomicTypes;
import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.model.Descriptions;
import dev.podo.model.Emit;
import dev.podo.model.Field;
import dev.podo.model.FieldType;
import dev.podo.model.FieldType.Scalar;
import dev.podo.model.Merge;
import dev.podo.model.Presence;
import dev.podo.model.Schema;
import dev.podo.model.Struct;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.WatchEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes the definition of one struct.
final class TypeWriter {
  private static final String GVK = "x-kubernetes-group-version-kind";

  private final Dialect dialect;
  private final Schema<?> schema;

  TypeWriter(Dialect dialect, Schema<?> schema) {
    this.dialect = dialect;
    this.schema = schema;
  }

  Map<String, Object> definition() {
    var descriptions = Descriptions.of(schema.name());
    var out = new TreeMap<String, Object>();
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
    if (AtomicTypes.contains(schema.name())) {
      out.put("x-kubernetes-map-type", "atomic");
    }
    Unions.describe(schema.name(), out);
    var kinds = kinds();
    if (!kinds.isEmpty()) {
      out.put(GVK, kinds);
    }
    return out;
  }

  /// The kinds that objects of the type may say they are.
  private List<Object> kinds() {
    var name = schema.name();
    if (name.equals(DeleteOptions.SCHEMA.name()) || name.equals(WatchEvent.SCHEMA.name())) {
      var kind = name.substring(name.lastIndexOf('.') + 1);
      return Catalogue.builtIn().groupVersions().stream()
          .<Object>map(version -> Definitions.tree(version.kind(kind)))
          .toList();
    }
    var kind = schema.field("kind");
    var apiVersion = schema.field("apiVersion");
    if (kind == null || apiVersion == null) {
      return List.of();
    }
    // Of a type that is a kind, even the empty value says which.
    Struct empty = schema.of(new Object[schema.fields().size()]);
    if (empty.get(apiVersion.index()) instanceof String version
        && empty.get(kind.index()) instanceof String named
        && !version.isEmpty()
        && !named.isEmpty()) {
      return List.of(Definitions.tree(GroupVersion.parse(version).kind(named)));
    }
    return List.of();
  }

  private Map<String, Object> property(Field field, String description) {
    var out = new LinkedHashMap<String, Object>();
    if (!description.isEmpty()) {
      out.put("description", description);
    }
    var isMapType = field.type() instanceof FieldType.StructType;
    var place = schema.name() + "." + field.name();
    var defaultValue = dialect == Dialect.V3 ? defaultOf(field) : null;
    var merged = merge(field, isMapType);
    var alone = out.isEmpty() && defaultValue == null && merged.isEmpty();
    out.putAll(type(field.type(), place, alone));
    if (field.enumeration() && field.type() == Scalar.STRING) {
      enumerate(field.name(), out);
    }
    if (defaultValue != null) {
      out.put("default", defaultValue);
    }
    out.putAll(merged);
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
    if (field.presence() != Presence.VALUE) {
      return null;
    }
    var isStruct = field.type() instanceof FieldType.StructType;
    return isStruct || field.emit() == Emit.ALWAYS ? zero(field.type()) : null;
  }

  /// What an absent value of a type counts as; null where nothing can be said.
  private static @Nullable Object zero(FieldType type) {
    return switch (type) {
      case FieldType.StructType struct -> Map.of();
      case FieldType.ListType list -> null;
      case FieldType.MapType map -> null;
      case Scalar scalar ->
          switch (scalar) {
            case STRING -> "";
            case BOOL -> false;
            case INT32, INT64, DOUBLE -> 0L;
            case BYTES, QUANTITY, INT_OR_STRING, TIME, MICRO_TIME, JSON -> null;
          };
    };
  }

  private static Map<String, Object> merge(Field field, boolean isStruct) {
    var merge = field.merge();
    var out = new TreeMap<String, Object>();
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
    strategic(merge, out);
    var mapType = merge.mapType();
    if (mapType != null && !(isStruct && mapType.equals("atomic"))) {
      out.put("x-kubernetes-map-type", mapType);
    }
    return out;
  }

  private static void strategic(Merge merge, Map<String, Object> out) {
    var strategies = merge.patchStrategy().stream().sorted().toList();
    if (!strategies.isEmpty()) {
      out.put("x-kubernetes-patch-strategy", String.join(",", strategies));
    }
    var key = merge.patchMergeKey();
    if (key != null) {
      out.put("x-kubernetes-patch-merge-key", key);
    }
  }

  /// @param alone whether nothing stands beside it
  private Map<String, Object> type(FieldType type, String place, boolean alone) {
    return switch (type) {
      case FieldType.StructType struct -> refer(struct.schema().name(), alone);
      case FieldType.ListType list -> {
        var out = plain("array", "");
        out.put("items", element(list.element(), place));
        yield out;
      }
      case FieldType.MapType map -> {
        var out = plain("object", "");
        out.put("additionalProperties", element(map.value(), place));
        yield out;
      }
      case Scalar scalar -> {
        var name = NamedTypes.of(scalar, place);
        yield name == null ? scalar(scalar) : refer(name, alone);
      }
    };
  }

  private Map<String, Object> refer(String name, boolean alone) {
    return alone ? dialect.reference(name) : dialect.referenceAmongOthers(name);
  }

  /// Says which values a field, or each of its elements, may have, where that is known.
  private void enumerate(String field, Map<String, Object> out) {
    var values = Enumerations.of(schema.name(), field);
    if (!values.isEmpty()) {
      out.put("enum", values);
    }
  }

  private Map<String, Object> element(FieldType type, String place) {
    var zero = dialect == Dialect.V3 ? zero(type) : null;
    var out = type(type, place, zero == null);
    if (type == Scalar.STRING) {
      enumerate(place.substring(schema.name().length() + 1), out);
    }
    if (zero != null) {
      out.put("default", zero);
    }
    return out;
  }

  private static Map<String, Object> scalar(Scalar scalar) {
    return switch (scalar) {
      case STRING -> plain("string", "");
      case BOOL -> plain("boolean", "");
      case INT32 -> plain("integer", "int32");
      case INT64 -> plain("integer", "int64");
      case DOUBLE -> plain("number", "double");
      case BYTES -> plain("string", "byte");
      case QUANTITY, INT_OR_STRING, TIME, MICRO_TIME, JSON ->
          throw new IllegalStateException(scalar + " has a name");
    };
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
