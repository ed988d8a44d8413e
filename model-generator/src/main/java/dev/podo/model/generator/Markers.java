package dev.podo.model.generator;

import dev.podo.model.generator.Property.Merge;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the `+marker` lines of an upstream comment say, and the prose around them.
final class Markers {
  private Markers() {}

  /// The merge facts in a comment.
  static Merge merge(List<String> comment) {
    var mapKeys = new ArrayList<String>();
    for (var line : comment) {
      if (line.startsWith("+listMapKey=")) {
        mapKeys.add(line.substring("+listMapKey=".length()).strip());
      }
    }
    var listType = value(comment, "+listType=");
    var strategy = value(comment, "+patchStrategy=");
    var mapType = value(comment, "+mapType=");
    var structType = value(comment, "+structType=");
    return new Merge(
        listType == null ? "" : listType,
        mapKeys,
        mapType == null ? structType : mapType,
        strategy == null ? List.of() : List.of(strategy.split(",")),
        value(comment, "+patchMergeKey="));
  }

  private static @Nullable String value(List<String> comment, String marker) {
    for (var line : comment) {
      if (line.startsWith(marker)) {
        return line.substring(marker.length()).strip();
      }
    }
    return null;
  }

  /// The description that a field's words and its comment make together. The client's classes have
  /// the very words of the OpenAPI document but with a space for each line break; protobuf's
  /// comments have the lines but have lost the blank ones. Where one has no words, the other's are
  /// taken.
  static String description(String words, List<String> comment) {
    var lines = prose(comment);
    if (words.isEmpty()) {
      return join(lines);
    }
    var description = new StringBuilder();
    var at = 0;
    for (var line : lines) {
      var text = line.strip();
      var start = at;
      while (at < words.length() && words.charAt(at) == ' ') {
        at++;
      }
      if (!words.startsWith(text, at)) {
        return words;
      }
      var indent = line.indexOf(text);
      description.append(separator(description.isEmpty(), at - start - indent, indent > 0));
      description.append(line.stripTrailing());
      at += text.length();
    }
    return at == words.length() ? description.toString() : words;
  }

  private static String separator(boolean first, int breaks, boolean indented) {
    if (first) {
      return "";
    }
    return breaks >= 2 ? "\n\n" : indented ? "\n" : " ";
  }

  private static String join(List<String> lines) {
    var joined = new StringBuilder();
    for (var line : lines) {
      joined
          .append(separator(joined.isEmpty(), 1, Character.isWhitespace(line.charAt(0))))
          .append(line.stripTrailing());
    }
    return joined.toString();
  }

  /// The lines of a comment that the OpenAPI document shows: not markers, nor what follows `---`.
  private static List<String> prose(List<String> comment) {
    var prose = new ArrayList<String>();
    for (var line : comment) {
      if (line.strip().equals("---")) {
        break;
      }
      if (!line.isBlank() && !line.startsWith("+") && !line.startsWith("TODO")) {
        prose.add(line);
      }
    }
    return prose;
  }
}
