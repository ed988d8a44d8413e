package dev.podo.model.generator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The protobuf messages of Kubernetes, read from the comments that protoc leaves above each
/// accessor: number and type of each field, and upstream's own comment with its `+marker` lines.
final class ProtoSources {
  private static final String MESSAGE = "@@protoc_insertion_point(interface_extends:";
  private static final String INTERFACE_END = "\n  }\n";
  private static final String COMMENT = "  /**\n   * <pre>\n";
  private static final Pattern ACCESSOR =
      Pattern.compile(
          "/\\*\\*\\n\\s*\\* (?:<pre>\\n(.*?)</pre>\\n\\s*\\*\\n\\s*\\* )?"
              + "<code>(optional|required|repeated|map<)? ?([^;]*?) ?(\\w+) = (\\d+)[^;]*;</code>",
          Pattern.DOTALL);

  /// One field of a message.
  ///
  /// @param type `string`, or the full name of a message with a leading point; of a map the whole
  ///   `map<…>`
  /// @param comment the lines of upstream's comment, markers included
  record Field(String name, int number, boolean repeated, String type, List<String> comment) {}

  private final Map<String, Map<String, Field>> messages = new HashMap<>();
  private final Map<String, List<String>> comments = new HashMap<>();

  /// Reads all sources in a directory.
  ProtoSources(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) {
        read(
            Files.readString(file, StandardCharsets.UTF_8)
                .replace("&lt;", "<")
                .replace("&gt;", ">"));
      }
    }
  }

  private void read(String source) {
    for (var at = source.indexOf(MESSAGE); at >= 0; at = source.indexOf(MESSAGE, at)) {
      var nameStart = at + MESSAGE.length();
      var nameEnd = source.indexOf(')', nameStart);
      var end = source.indexOf(INTERFACE_END, nameEnd);
      var name = source.substring(nameStart, nameEnd);
      messages.put(name, fields(source.substring(nameEnd, end)));
      var comment = source.indexOf(COMMENT, end);
      if (comment == end + INTERFACE_END.length()) {
        var start = comment + COMMENT.length();
        comments.put(name, lines(source.substring(start, source.indexOf("   * </pre>", start))));
      }
      at = end;
    }
  }

  private static Map<String, Field> fields(String source) {
    var fields = new LinkedHashMap<String, Field>();
    var accessor = ACCESSOR.matcher(source);
    while (accessor.find()) {
      var name = accessor.group(4);
      if (!fields.containsKey(name)) {
        var map = "map<".equals(accessor.group(2));
        var type = (map ? "map<" : "") + accessor.group(3).strip();
        fields.put(
            name,
            new Field(
                name,
                Integer.parseInt(accessor.group(5)),
                "repeated".equals(accessor.group(2)),
                type,
                lines(accessor.group(1))));
      }
    }
    return fields;
  }

  private static List<String> lines(@Nullable String text) {
    if (text == null) {
      return List.of();
    }
    return text.lines().map(line -> unescape(line.replaceFirst("^\\s*\\* ?", ""))).toList();
  }

  private static String unescape(String line) {
    return line.replace("&quot;", "\"")
        .replace("&#64;", "@")
        .replace("&#42;", "*")
        .replace("&#47;", "/")
        .replace("&#92;", "\\")
        .replace("&amp;", "&");
  }

  /// The fields of the message that protobuf has for an OpenAPI definition; null if it has none.
  @Nullable Map<String, Field> definition(String definition) {
    return message(messageName(definition));
  }

  /// Upstream's comment on the message of a definition; empty if it has none.
  List<String> comment(String definition) {
    return comments.getOrDefault(messageName(definition), List.of());
  }

  private static String messageName(String definition) {
    return definition
        .replaceFirst("^io\\.k8s\\.", "k8s.io.")
        .replace("apiextensions-apiserver", "apiextensions_apiserver");
  }

  /// The fields of a message by its full name; null if there is no such message.
  @Nullable Map<String, Field> message(String fullName) {
    return messages.get(fullName);
  }

  /// Whether protobuf holds a list in a message of its own with the one field `items`.
  static boolean isWrapped(Field field, boolean list) {
    return list && !field.repeated() && field.type().startsWith(".");
  }

  /// A field, and the numbers of the messages in which it lies within its definition's own message.
  record Found(Field field, List<Integer> within) {
    List<Integer> path() {
      return Stream.concat(within.stream(), Stream.of(field.number())).toList();
    }
  }

  /// The field of this name among these, or in a message that JSON inlines: one whose own name JSON
  /// does not show.
  @Nullable Found find(Map<String, Field> fields, String name, Set<String> shown) {
    for (var field : fields.values()) {
      if (spelling(field.name()).equals(spelling(name))) {
        return new Found(field, List.of());
      }
    }
    for (var field : fields.values()) {
      if (field.type().startsWith(".") && !field.repeated() && !shown.contains(field.name())) {
        var inner = message(field.type().substring(1));
        var found = inner == null ? null : find(inner, name, shown);
        if (found != null) {
          var within = Stream.concat(Stream.of(field.number()), found.within().stream()).toList();
          return new Found(found.field(), within);
        }
      }
    }
    return null;
  }

  /// What is left of a name where JSON has `$ref`, `apiGroup` or `x-kubernetes-map-type`, protobuf
  /// `ref`, `aPIGroup` or `xKubernetesMapType`.
  private static String spelling(String name) {
    return name.replace("$", "").replace("-", "").toLowerCase(Locale.ROOT);
  }
}
