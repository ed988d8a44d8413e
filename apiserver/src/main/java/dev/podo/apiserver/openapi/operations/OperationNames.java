package dev.podo.apiserver.openapi.operations;

import dev.podo.machinery.kind.GroupVersion;

/// How operations and their tags are called: generated clients name their methods after them, so
/// they are upstream's to the letter.
final class OperationNames {
  private final String path;
  private final String tag;

  OperationNames(GroupVersion groupVersion) {
    var group = shortGroup(groupVersion.group());
    this.path = word(group, true) + word(groupVersion.version(), true);
    this.tag = word(group, false) + "_" + word(groupVersion.version(), false);
  }

  /// Of what a group as a whole answers.
  static String ofGroup(String group) {
    return word(shortGroup(group), true);
  }

  static String tagOfGroup(String group) {
    return word(shortGroup(group), false);
  }

  private static String shortGroup(String group) {
    var name = group.isEmpty() ? "core" : group;
    var suffix = ".k8s.io";
    return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
  }

  /// The group and the version within names.
  String path() {
    return path;
  }

  String tag() {
    return tag;
  }

  /// @param verb such as `list`
  /// @param rest such as `NamespacedPod`
  String id(String verb, String rest) {
    return verb + path + word(rest, true);
  }

  /// Leaves out what no identifier contains; what follows begins with a capital.
  static String word(String text, boolean capital) {
    var out = new StringBuilder();
    var raise = capital;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (Character.isLetter(c) || c == '_' || (i != 0 && Character.isDigit(c))) {
        out.append(raise ? Character.toUpperCase(c) : c);
        raise = false;
      } else {
        raise = true;
      }
    }
    return out.toString();
  }

  static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /// The kind with its article.
  static String any(String kind) {
    return ("AEIOU".indexOf(kind.charAt(0)) >= 0 ? "an " : "a ") + kind;
  }
}
