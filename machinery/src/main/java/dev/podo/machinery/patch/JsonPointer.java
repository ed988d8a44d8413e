package dev.podo.machinery.patch;

import java.util.ArrayList;
import java.util.List;

/// A place in a document by RFC 6901, such as `/spec/containers/0`. As upstream, what stands before
/// the first slash does not count, and without a slash a pointer leads nowhere.
///
/// @param tokens none of the root, and none where the pointer leads nowhere
record JsonPointer(String text, List<String> tokens) {
  static JsonPointer parse(String text) {
    var slash = text.indexOf('/');
    var tokens = new ArrayList<String>();
    if (slash >= 0) {
      for (var token : text.substring(slash + 1).split("/", -1)) {
        tokens.add(token.replace("~1", "/").replace("~0", "~"));
      }
    }
    return new JsonPointer(text, List.copyOf(tokens));
  }

  boolean isRoot() {
    return text.isEmpty();
  }

  /// The name or index within what the place lies in.
  String last() {
    return tokens.getLast();
  }

  @Override
  public String toString() {
    return text;
  }
}
