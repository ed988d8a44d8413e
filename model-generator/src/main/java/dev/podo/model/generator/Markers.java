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

  /// The prose of a comment as the OpenAPI document shows it: lines of a paragraph joined, markers
  /// and what follows a `---` left out.
  static String prose(List<String> comment) {
    var prose = new StringBuilder();
    var delimiter = "";
    for (var line : comment) {
      if (line.strip().equals("---")) {
        break;
      }
      var text = line.stripTrailing();
      if (text.startsWith("+") || text.startsWith("TODO")) {
        continue;
      }
      if (text.isEmpty()) {
        delimiter = "\n\n";
      } else {
        var indented = text.startsWith(" ") || text.startsWith("\t");
        prose.append(prose.isEmpty() ? "" : indented ? "\n" : delimiter).append(text);
        delimiter = indented ? "\n" : " ";
      }
    }
    return prose.toString().strip();
  }
}
