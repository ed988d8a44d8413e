package dev.podo.machinery.patch;

import java.util.ArrayList;
import java.util.List;

/// A place in a document by RFC 6901, such as `/spec/containers/0`.
record JsonPointer(List<String> tokens) {
  static JsonPointer parse(String text) {
    if (text.isEmpty()) {
      return new JsonPointer(List.of());
    }
    if (!text.startsWith("/")) {
      throw PatchException.malformed(
          "invalid JSON pointer \"" + text + "\": must begin with \"/\"");
    }
    var tokens = new ArrayList<String>();
    for (var token : text.substring(1).split("/", -1)) {
      tokens.add(token.replace("~1", "/").replace("~0", "~"));
    }
    return new JsonPointer(List.copyOf(tokens));
  }

  boolean isRoot() {
    return tokens.isEmpty();
  }

  String first() {
    return tokens.getFirst();
  }

  /// The place seen from one step down.
  JsonPointer rest() {
    return new JsonPointer(tokens.subList(1, tokens.size()));
  }

  boolean isAbove(JsonPointer other) {
    return other.tokens.size() > tokens.size()
        && other.tokens.subList(0, tokens.size()).equals(tokens);
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (var token : tokens) {
      text.append('/').append(token.replace("~", "~0").replace("/", "~1"));
    }
    return text.toString();
  }
}
