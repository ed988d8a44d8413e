package dev.podo.machinery.rules;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.structural.StructuralSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The `fieldPath` of a rule: which field below the rule's own is to blame, such as
/// `.spec['odd.name'].size`.
final class RulePath {
  private final String text;
  private final List<String> names = new ArrayList<>();
  private int at;

  private RulePath(String text) {
    this.text = text;
  }

  /// Where the path leads from a place; null if it is no path, or leads to nothing that the schema
  /// states.
  static @Nullable FieldPath resolve(String text, StructuralSchema from, FieldPath place) {
    var path = new RulePath(text);
    if (!path.read()) {
      return null;
    }
    var schema = from;
    var reached = place;
    for (var name : path.names) {
      var property = schema.properties().get(name);
      var values = schema.additionalProperties();
      if (property != null) {
        reached = reached.child(name);
        schema = property;
      } else if (values != null) {
        reached = reached.key(name);
        schema = values;
      } else {
        return null;
      }
    }
    return reached;
  }

  private boolean read() {
    while (at < text.length()) {
      var name = text.charAt(at) == '.' ? afterDot() : inBrackets();
      if (name == null || name.isEmpty()) {
        return false;
      }
      names.add(name);
    }
    return !names.isEmpty();
  }

  private @Nullable String afterDot() {
    var start = ++at;
    while (at < text.length() && text.charAt(at) != '.' && text.charAt(at) != '[') {
      at++;
    }
    return text.substring(start, at);
  }

  /// A name between `['` and `']`, in which a backslash keeps a quote or a backslash.
  private @Nullable String inBrackets() {
    if (!text.startsWith("['", at)) {
      return null;
    }
    var name = new StringBuilder();
    for (at += 2; at < text.length(); at++) {
      var c = text.charAt(at);
      if (c == '\'') {
        if (!text.startsWith("']", at)) {
          return null;
        }
        at += 2;
        return name.toString();
      }
      if (c == '\\' && at + 1 < text.length()) {
        c = text.charAt(++at);
      }
      name.append(c);
    }
    return null;
  }
}
