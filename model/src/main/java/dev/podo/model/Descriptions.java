package dev.podo.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What an API type and its fields are for, in the words of the OpenAPI document. The text of a
/// group-version is read when first asked for, and kept while there is room: only documents about
/// the API need it.
///
/// @param type the description of the type; empty if it has none
/// @param fields the descriptions of the fields that have one, by JSON name
public record Descriptions(String type, Map<String, String> fields) {
  private static final Descriptions NONE = new Descriptions("", FrozenMap.empty());
  private static final Map<String, SoftReference<Map<String, Descriptions>>> BY_PREFIX =
      new ConcurrentHashMap<>();

  public Descriptions {
    fields = FrozenMap.of(fields);
  }

  /// The descriptions of a type by the name of its schema, such as `io.k8s.api.core.v1.Pod`; empty
  /// ones for a type that is not known.
  public static Descriptions of(String schemaName) {
    var point = schemaName.lastIndexOf('.');
    if (point < 0) {
      return NONE;
    }
    return types(schemaName.substring(0, point))
        .getOrDefault(schemaName.substring(point + 1), NONE);
  }

  private static Map<String, Descriptions> types(String prefix) {
    var reference = BY_PREFIX.get(prefix);
    var known = reference == null ? null : reference.get();
    if (known == null) {
      // Two threads may both read it; what they find is equal.
      known = load(prefix);
      BY_PREFIX.put(prefix, new SoftReference<>(known));
    }
    return known;
  }

  /// The description of a field; empty if it has none.
  public String field(String jsonName) {
    return fields.getOrDefault(jsonName, "");
  }

  private static Map<String, Descriptions> load(String prefix) {
    try (var in = Descriptions.class.getResourceAsStream("descriptions/" + prefix + ".txt")) {
      if (in == null) {
        return Map.of();
      }
      var parser = new Parser();
      new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .forEach(parser::line);
      return parser.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads the lines that the generator writes: `=Type`, `.field`, and a space before text.
  private static final class Parser {
    private final Map<String, Descriptions> types = new HashMap<>();
    private final Map<String, String> fields = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private @Nullable String type;
    private @Nullable String field;
    private String typeText = "";

    void line(String line) {
      switch (line.charAt(0)) {
        case '=' -> {
          endType();
          type = line.substring(1);
        }
        case '.' -> {
          endText();
          field = line.substring(1);
        }
        default -> text.append(text.isEmpty() ? "" : "\n").append(line, 1, line.length());
      }
    }

    private void endText() {
      if (field == null) {
        typeText = text.toString();
      } else {
        fields.put(field, text.toString());
      }
      text.setLength(0);
    }

    private void endType() {
      if (type == null) {
        return;
      }
      endText();
      types.put(type, new Descriptions(typeText, fields));
      fields.clear();
      field = null;
      typeText = "";
    }

    Map<String, Descriptions> finish() {
      endType();
      return types;
    }
  }
}
