package dev.podo.machinery.codec;

import dev.podo.model.Schema;
import dev.podo.model.Struct;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// YAML as kubectl reads and prints it: JSON spelled differently, with the habits of YAML 1.1 –
/// `yes`, `no`, `on`, `off`, `y` and `n` are booleans, `010` is eight, a bare `=` is a string.
public final class Yaml {
  private Yaml() {}

  /// Prints a record with its fields sorted by name, as kubectl does.
  public static byte[] encode(Struct value) {
    return print(Json.toTree(value));
  }

  public static void encode(Struct value, OutputStream out) throws IOException {
    out.write(encode(value));
  }

  /// @throws DecodeException if the text is not one YAML document, nests too deep, or a value is
  ///   not of its field's type
  public static <T extends Struct> Decoded<T> decode(
      Schema<T> schema, byte[] yaml, Strictness strictness) {
    var reader = new YamlReader(text(yaml));
    var decoded = Json.fromTree(schema, reader.readOne(), strictness);
    if (strictness == Strictness.IGNORE || reader.duplicates().isEmpty()) {
      return decoded;
    }
    var problems = new ArrayList<String>();
    problems.add("yaml: unmarshal errors:\n  " + String.join("\n  ", reader.duplicates()));
    problems.addAll(decoded.problems());
    return new Decoded<>(decoded.value(), problems);
  }

  /// Reads one document into a tree; an empty one is null.
  ///
  /// @throws DecodeException if the text is not one YAML document or nests too deep
  public static @Nullable Object parse(byte[] yaml) {
    return new YamlReader(text(yaml)).readOne();
  }

  /// Reads all documents of a stream into trees; empty ones are left out.
  ///
  /// @throws DecodeException if the text is not YAML or nests too deep
  public static List<Object> parseAll(byte[] yaml) {
    return new YamlReader(text(yaml)).readAll();
  }

  /// The block style text of a tree, its maps in their own order.
  public static byte[] print(@Nullable Object tree) {
    return YamlWriter.print(tree).getBytes(StandardCharsets.UTF_8);
  }

  /// What the document says of its own type.
  ///
  /// @throws DecodeException if the text is not one YAML document
  public static TypeMeta typeMeta(byte[] yaml) {
    return Json.typeMeta(Json.print(parse(yaml)));
  }

  private static String text(byte[] yaml) {
    return new String(yaml, StandardCharsets.UTF_8);
  }
}
