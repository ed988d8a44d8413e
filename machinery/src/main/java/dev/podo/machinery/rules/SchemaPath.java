package dev.podo.machinery.rules;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.structural.StructuralSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A path to a field that a schema states, such as `.spec['odd.name'].size`: the `fieldPath` of a
/// rule, or a field that objects are selected by. What is wrong with one is told in upstream's
/// words.
public final class SchemaPath {
  private final String text;
  private final boolean brackets;
  private final List<String> names = new ArrayList<>();
  private @Nullable String problem;
  private int at;

  private SchemaPath(String text, boolean brackets) {
    this.text = text;
    this.brackets = brackets;
  }

  /// Where a path leads.
  ///
  /// @param type of the value there; "" if none is stated, or the path is wrong
  /// @param problem why it leads nowhere; null if it does not
  public record Found(FieldPath path, String type, @Nullable String problem) {}

  /// Follows a path from a place.
  ///
  /// @param brackets whether names may stand in brackets, too
  public static Found find(String text, StructuralSchema from, FieldPath place, boolean brackets) {
    var path = new SchemaPath(text, brackets);
    path.read();
    return path.problem != null ? new Found(place, "", path.problem) : path.follow(from, place);
  }

  private Found follow(StructuralSchema from, FieldPath place) {
    var schema = from;
    var reached = place;
    for (var name : names) {
      var properties = schema.properties();
      var property = properties.get(name);
      var values = properties.isEmpty() ? schema.additionalProperties() : null;
      if (property != null) {
        reached = reached.child(name);
        schema = property;
      } else if (values != null) {
        reached = reached.key(name);
        schema = values;
      } else {
        return new Found(place, "", "does not refer to a valid field");
      }
    }
    return new Found(reached, schema.type(), null);
  }

  private void read() {
    while (problem == null && at < text.length()) {
      switch (text.charAt(at)) {
        case '.' -> afterDot();
        case '[' -> inBrackets();
        default -> problem = "expected [ or . but got: " + rest();
      }
    }
    if (problem == null && names.isEmpty()) {
      problem = "unexpected end of JSON path";
    }
  }

  /// What stands before the next delimiter.
  private String rest() {
    var start = at;
    while (at < text.length() && ".[]".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private void afterDot() {
    at++;
    var name = rest();
    if (!name.isEmpty()) {
      names.add(name);
    } else {
      problem =
          at < text.length() ? "does not refer to a valid field" : "unexpected end of JSON path";
    }
  }

  /// A name between `['` and `']`, in which a backslash keeps a quote or a backslash.
  private void inBrackets() {
    if (!brackets) {
      problem = "array notation is not allowed";
      return;
    }
    if (!text.startsWith("['", at)) {
      at++;
      var got = rest();
      problem =
          got.isEmpty()
              ? "unexpected end of JSON path"
              : "expected single quoted string but got " + got;
      return;
    }
    var name = new StringBuilder();
    for (at += 2; at < text.length() && text.charAt(at) != '\''; at++) {
      var escapes = text.charAt(at) == '\\' && at + 1 < text.length();
      name.append(text.charAt(escapes ? ++at : at));
    }
    if (text.startsWith("']", at) && !name.isEmpty()) {
      at += 2;
      names.add(name.toString());
    } else {
      problem = "unexpected end of JSON path";
    }
  }
}
