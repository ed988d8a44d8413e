package dev.podo.machinery.codec;

import dev.podo.model.Field;
import dev.podo.model.FieldType;
import dev.podo.model.FrozenMap;
import dev.podo.model.IntOrString;
import dev.podo.model.Schema;
import dev.podo.model.Struct;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// JSON as Kubernetes reads and prints it: fields in the order of upstream's structs, maps sorted,
/// `<`, `>` and `&` escaped, no white space.
public final class Json {
  private Json() {}

  /// What was read where there is no schema.
  ///
  /// @param problems what strict clients want to hear of, as in [Decoded]
  public record Document(@Nullable Object tree, List<String> problems) {}

  public static byte[] encode(Struct value) {
    return buffer(value).toByteArray();
  }

  public static void encode(Struct value, OutputStream out) throws IOException {
    buffer(value).writeTo(out);
  }

  private static JsonBuffer buffer(Struct value) {
    var buffer = new JsonBuffer();
    JsonPlan.of(value.schema()).write(value, buffer);
    return buffer;
  }

  /// @throws DecodeException if the bytes are not JSON, nest too deep, or a value is not of its
  ///   field's type
  public static <T extends Struct> Decoded<T> decode(
      Schema<T> schema, byte[] json, Strictness strictness) {
    return StructReader.read(schema, new BytesCursor(json), strictness);
  }

  /// Reads one JSON value into a tree.
  ///
  /// @throws DecodeException if the bytes are not exactly one JSON value or nest too deep
  public static @Nullable Object parse(byte[] json) {
    var in = new BytesCursor(json);
    in.next();
    var tree = JsonTrees.read(in);
    if (in.next() != Token.END) {
      throw new DecodeException("json: invalid content after top-level value");
    }
    return tree;
  }

  /// Reads one JSON value into a tree.
  ///
  /// @throws DecodeException if the text is not exactly one JSON value or nests too deep
  public static @Nullable Object parse(String json) {
    return parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /// Reads one JSON value into a tree, and tells of names that one object has twice.
  ///
  /// @throws DecodeException if the bytes are not exactly one JSON value or nest too deep
  public static Document parseStrictly(byte[] json) {
    return StructReader.readDocument(new BytesCursor(json), null);
  }

  /// Reads a list of objects into a tree, and tells of names other than these and of names that one
  /// object has twice.
  ///
  /// @throws DecodeException if the bytes are not exactly one JSON value or nest too deep
  public static Document parseStrictly(byte[] json, Set<String> members) {
    return StructReader.readDocument(new BytesCursor(json), members);
  }

  /// The JSON text of a tree, its maps in their own order.
  public static byte[] print(@Nullable Object tree) {
    var buffer = new JsonBuffer();
    JsonTrees.write(tree, buffer);
    return buffer.toByteArray();
  }

  /// The JSON text of a set of fields (`fieldsV1`), its elements in upstream's order.
  public static byte[] printFields(@Nullable Object tree) {
    var buffer = new JsonBuffer();
    JsonTrees.writeFields(tree, buffer);
    return buffer.toByteArray();
  }

  /// The places of the elements of one level of a set of fields, in upstream's order.
  public static List<Integer> orderOfFields(FrozenMap<?> level) {
    return JsonTrees.FieldsOrder.of(level);
  }

  /// Whether a field holds a set of fields.
  static boolean isFieldSet(Field field) {
    return field.name().equals("fieldsV1") && field.type() == FieldType.Scalar.JSON;
  }

  /// The tree of a record: what [#parse] makes of its encoding.
  public static Map<String, @Nullable Object> toTree(Struct value) {
    return TreeWriter.tree(value);
  }

  /// The tree of one value of a field of this type.
  public static @Nullable Object toTree(FieldType type, @Nullable Object value) {
    return TreeWriter.tree(type, value);
  }

  /// Whether JSON shows a field that has this value.
  public static boolean shows(Field field, @Nullable Object value) {
    return !JsonPlan.leavesOut(field, value);
  }

  /// Reads a record from a tree.
  ///
  /// @throws DecodeException if a value is not of its field's type
  public static <T extends Struct> Decoded<T> fromTree(
      Schema<T> schema, @Nullable Object tree, Strictness strictness) {
    return StructReader.read(schema, new TreeCursor(tree), strictness);
  }

  /// What the text says of its own type, read up to where both are known.
  ///
  /// @throws DecodeException if the bytes up to there are no JSON object
  public static TypeMeta typeMeta(byte[] json) {
    var in = new BytesCursor(json);
    if (in.next() != Token.OBJECT) {
      throw new DecodeException("couldn't get version/kind; json parse error: not an object");
    }
    var found = new LinkedHashMap<String, String>();
    while (found.size() < 2 && in.next() == Token.NAME) {
      var name = in.text();
      var token = in.next();
      if (name.equals("apiVersion") || name.equals("kind")) {
        found.put(name, token == Token.STRING ? in.text() : "");
      }
      in.skip();
    }
    return new TypeMeta(found.getOrDefault("apiVersion", ""), found.getOrDefault("kind", ""));
  }

  /// Any value that the model knows as JSON text on one line, for messages.
  public static String show(@Nullable Object value) {
    var buffer = new JsonBuffer();
    switch (value) {
      case Struct struct -> JsonPlan.of(struct.schema()).write(struct, buffer);
      case List<?> list -> showList(list, buffer);
      case null -> buffer.nothing();
      case Map<?, ?> map -> showMap(map, buffer);
      case String text -> buffer.string(text);
      case Boolean truth -> buffer.truth(truth);
      case Integer number -> buffer.number(number);
      case Long number -> buffer.number(number);
      case Double number -> buffer.number(number);
      case IntOrString.OfInt(var number) -> buffer.number(number);
      default -> buffer.string(value.toString());
    }
    return buffer.text();
  }

  private static void showList(List<?> list, JsonBuffer buffer) {
    var separator = "[";
    for (var element : list) {
      buffer.raw(utf8(separator + show(element)));
      separator = ",";
    }
    buffer.raw(utf8(list.isEmpty() ? "[]" : "]"));
  }

  private static void showMap(Map<?, ?> map, JsonBuffer buffer) {
    var separator = "{";
    for (var entry : map.entrySet()) {
      buffer.raw(utf8(separator + show(entry.getKey()) + ":" + show(entry.getValue())));
      separator = ",";
    }
    buffer.raw(utf8(map.isEmpty() ? "{}" : "}"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
