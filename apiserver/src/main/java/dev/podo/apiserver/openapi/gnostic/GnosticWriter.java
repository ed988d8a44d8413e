package dev.podo.apiserver.openapi.gnostic;

import dev.podo.machinery.codec.Yaml;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a document, given as a tree of JSON, as protobuf. What the messages have no place for is
/// left out.
public final class GnosticWriter {
  private static final int LENGTH = 2;
  private static final int FIXED64 = 1;
  private final Messages messages;

  private GnosticWriter(Messages messages) {
    this.messages = messages;
  }

  /// A document of OpenAPI v2.
  public static byte[] v2(Map<String, ?> document) {
    return new GnosticWriter(Messages.V2).message("Document", document);
  }

  /// A document of OpenAPI v3.
  public static byte[] v3(Map<String, ?> document) {
    return new GnosticWriter(Messages.V3).message("Document", document);
  }

  private byte[] message(String name, Map<?, ?> tree) {
    var out = new Out();
    var pairs = messages.slot(name, "*");
    for (var entry : tree.entrySet()) {
      var key = (String) entry.getKey();
      if (pairs != null) {
        out.bytes(pairs.number(), pair(key, value(pairs.type(), entry.getValue())));
        continue;
      }
      var slot = messages.slot(name, key);
      if (slot != null) {
        field(slot, entry.getValue(), out);
      } else if (key.startsWith("x-")) {
        var extensions = messages.slot(name, "x-");
        if (extensions != null) {
          out.bytes(extensions.number(), pair(key, any(entry.getValue())));
        }
      }
    }
    return out.toByteArray();
  }

  private static byte[] pair(String key, byte[] value) {
    var out = new Out();
    out.text(1, key);
    out.bytes(2, value);
    return out.toByteArray();
  }

  /// A value of no fixed type is told as YAML.
  private static byte[] any(@Nullable Object value) {
    var out = new Out();
    out.bytes(2, Yaml.print(value));
    return out.toByteArray();
  }

  private void field(Messages.Slot slot, @Nullable Object value, Out out) {
    if (slot.list() && value instanceof List<?> list) {
      list.forEach(item -> single(slot, item, out));
    } else {
      single(slot, value, out);
    }
  }

  private void single(Messages.Slot slot, @Nullable Object value, Out out) {
    switch (slot.type()) {
      case "string" -> out.text(slot.number(), String.valueOf(value));
      case "bool" -> out.number(slot.number(), Boolean.TRUE.equals(value) ? 1 : 0);
      case "int" -> {
        if (value instanceof Number number) {
          out.number(slot.number(), number.longValue());
        }
      }
      case "double" -> {
        if (value instanceof Number number) {
          out.real(slot.number(), number.doubleValue());
        }
      }
      default -> out.bytes(slot.number(), value(slot.type(), value));
    }
  }

  /// The bytes of a message; the types named here are alternatives.
  private byte[] value(String type, @Nullable Object value) {
    return switch (type) {
      case "any" -> any(value);
      case "StringArray" -> strings(value);
      case "DefaultType" -> plain(value);
      case "AdditionalPropertiesItem" ->
          value instanceof Boolean allowed ? flag(2, allowed) : wrapped(1, schemaType(), value);
      case "ItemsItem" -> wrapped(1, schemaType(), value);
      case "SchemaItem" -> wrapped(1, "Schema", value);
      case "SecurityDefinitionsItem" -> wrapped(2, "ApiKeySecurity", value);
      case "ParametersItem" ->
          isReference(value) ? wrapped(2, "Reference", value) : wrapped(1, "Parameter", value);
      case "ResponseValue" ->
          isReference(value) ? wrapped(2, "Reference", value) : wrapped(1, "Response", value);
      case "Parameter" ->
          messages.slot(type, "name") == null ? parameter(value) : tree(type, value);
      default -> type.endsWith("OrReference") ? referable(type, value) : tree(type, value);
    };
  }

  private String schemaType() {
    return messages.slot("Schemas", "*") == null ? "Schema" : "SchemaOrReference";
  }

  private byte[] tree(String type, @Nullable Object value) {
    return message(type, value instanceof Map<?, ?> map ? map : Map.of());
  }

  private byte[] referable(String type, @Nullable Object value) {
    var plain = type.substring(0, type.length() - "OrReference".length());
    return isReference(value) ? wrapped(2, "Reference", value) : wrapped(1, plain, value);
  }

  private byte[] parameter(@Nullable Object value) {
    var in = value instanceof Map<?, ?> map ? String.valueOf(map.get("in")) : "";
    if (in.equals("body")) {
      return wrapped(1, "BodyParameter", value);
    }
    var out = new Out();
    out.bytes(
        2,
        in.equals("path")
            ? wrapped(4, "PathParameter", value)
            : wrapped(3, "QueryParameter", value));
    return out.toByteArray();
  }

  private static boolean isReference(@Nullable Object value) {
    return value instanceof Map<?, ?> map && map.containsKey("$ref");
  }

  private byte[] wrapped(int number, String type, @Nullable Object value) {
    var out = new Out();
    out.bytes(number, value(type, value));
    return out.toByteArray();
  }

  private static byte[] flag(int number, boolean value) {
    var out = new Out();
    out.number(number, value ? 1 : 0);
    return out.toByteArray();
  }

  private static byte[] strings(@Nullable Object value) {
    var out = new Out();
    if (value instanceof List<?> list) {
      list.forEach(item -> out.text(1, String.valueOf(item)));
    } else {
      out.text(1, String.valueOf(value));
    }
    return out.toByteArray();
  }

  /// A default: the message has no place for objects and lists, which leave it empty.
  private static byte[] plain(@Nullable Object value) {
    var out = new Out();
    switch (value) {
      case Number number -> out.real(1, number.doubleValue());
      case Boolean flag -> out.number(2, flag ? 1 : 0);
      case String text -> out.text(3, text);
      case null, default -> {
        // Empty.
      }
    }
    return out.toByteArray();
  }

  private static final class Out {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private void varint(long value) {
      var rest = value;
      while ((rest & ~0x7fL) != 0) {
        bytes.write((int) (rest | 0x80));
        rest >>>= 7;
      }
      bytes.write((int) rest);
    }

    void number(int field, long value) {
      varint((long) field << 3);
      varint(value);
    }

    void real(int field, double value) {
      varint(((long) field << 3) | FIXED64);
      var bits = Double.doubleToLongBits(value);
      for (var i = 0; i < 8; i++) {
        bytes.write((int) (bits >>> (8 * i)));
      }
    }

    void bytes(int field, byte[] content) {
      varint(((long) field << 3) | LENGTH);
      varint(content.length);
      bytes.writeBytes(content);
    }

    void text(int field, String text) {
      bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] toByteArray() {
      return bytes.toByteArray();
    }
  }
}
