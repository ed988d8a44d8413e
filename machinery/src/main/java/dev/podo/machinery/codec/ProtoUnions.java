package dev.podo.machinery.codec;

import dev.podo.model.Field;
import dev.podo.model.FrozenMap;
import dev.podo.model.Schema;
import dev.podo.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The four fields of a JSON schema that are one of two things in JSON and therefore a message of
/// two fields in protobuf, where every other untyped field is JSON text.
enum ProtoUnions {
  /// `items`: a schema, or a list of them.
  ARRAY("items"),
  /// `additionalProperties`, `additionalItems`: whether there may be any, or a schema for them.
  BOOL("additionalProperties", "additionalItems"),
  /// `dependencies`: for each property a schema, or the names of other properties.
  STRINGS("dependencies");

  private final List<String> fields;

  ProtoUnions(String... fields) {
    this.fields = List.of(fields);
  }

  /// The union that a field is; null if it is none.
  static @Nullable ProtoUnions of(Schema<?> schema, Field field) {
    if (schema.type() == JSONSchemaProps.class) {
      for (var union : values()) {
        if (union.fields.contains(field.name())) {
          return union;
        }
      }
    }
    return null;
  }

  static ProtoValues.@Nullable FieldWriter writer(Schema<?> schema, Field field) {
    var union = of(schema, field);
    if (union == null) {
      return null;
    }
    return (number, value, out) -> {
      switch (value) {
        case null -> {}
        case Map<?, ?> map when union == STRINGS -> union.writeEntries(number, map, out);
        default -> union.write(number, value, out);
      }
    };
  }

  private void writeEntries(int number, Map<?, ?> map, ProtoBuffer out) {
    for (var key : map.keySet().stream().map(String.class::cast).toList().reversed()) {
      var before = out.size();
      var value = map.get(key);
      if (value != null) {
        write(2, value, out);
      }
      out.text(1, key);
      out.head(number, before);
    }
  }

  private void write(int number, Object value, ProtoBuffer out) {
    var before = out.size();
    switch (value) {
      case Map<?, ?> schema -> {
        ProtoValues.writeStruct(this == BOOL ? 2 : 1, props(schema), out);
        if (this == BOOL) {
          ProtoValues.writeVarint(1, 1, out);
        }
      }
      case Boolean allowed -> ProtoValues.writeVarint(1, allowed ? 1 : 0, out);
      case List<?> list -> {
        for (var element : list.reversed()) {
          if (element instanceof String name) {
            out.text(2, name);
          } else {
            ProtoValues.writeStruct(2, props(element), out);
          }
        }
      }
      default ->
          throw new IllegalArgumentException("not part of a JSON schema: " + value.getClass());
    }
    out.head(number, before);
  }

  private static JSONSchemaProps props(@Nullable Object tree) {
    return Json.fromTree(JSONSchemaProps.SCHEMA, tree, Strictness.IGNORE).value();
  }

  /// Reads the message that the input has entered into the tree that JSON would have.
  Object read(ProtoReader reader, int depth) {
    var in = reader.input();
    Object one = FrozenMap.empty();
    var list = new ArrayList<Object>();
    var allowed = false;
    while (in.hasMore()) {
      var tag = in.tag();
      var number = tag >>> 3;
      if (this == BOOL && number == 1) {
        allowed = in.varint() != 0;
        one = allowed;
      } else if (number == (this == BOOL ? 2 : 1)) {
        one = schema(reader, depth);
      } else if (number == 2) {
        list.add(this == STRINGS ? in.utf8() : schema(reader, depth));
      } else {
        in.skip(tag, depth);
      }
    }
    return list.isEmpty() ? one : List.copyOf(list);
  }

  private static Object schema(ProtoReader reader, int depth) {
    return Json.toTree(reader.message(JSONSchemaProps.SCHEMA, null, depth + 1));
  }

  /// Reads one entry of a map, which the input has entered, into the others.
  void readEntry(ProtoReader reader, Map<String, @Nullable Object> entries, int depth) {
    var in = reader.input();
    var key = "";
    Object value = FrozenMap.empty();
    while (in.hasMore()) {
      var tag = in.tag();
      if (tag >>> 3 == 1) {
        key = in.utf8();
      } else if (tag >>> 3 == 2) {
        var outer = in.enter();
        value = read(reader, depth + 1);
        in.leave(outer);
      } else {
        in.skip(tag, depth);
      }
    }
    entries.put(key, value);
  }
}
