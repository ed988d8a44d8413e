package dev.podo.machinery.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where a reader is in a document, for the messages of what it finds there. Kept as arrays,
/// because every field of every object moves it and hardly any asks for its text.
final class Trail {
  private @Nullable String[] names = new @Nullable String[16];
  private int[] indexes = new int[16];
  private int depth;

  void push(String name) {
    room();
    names[depth++] = name;
  }

  void push(int index) {
    room();
    names[depth] = null;
    indexes[depth++] = index;
  }

  void pop() {
    depth--;
  }

  private void room() {
    if (depth == names.length) {
      names = Arrays.copyOf(names, depth * 2);
      indexes = Arrays.copyOf(indexes, depth * 2);
    }
  }

  /// The names on the way, without indexes, as type errors show a place.
  String fields() {
    var text = new StringBuilder();
    for (var i = 0; i < depth; i++) {
      if (names[i] != null) {
        text.append(text.isEmpty() ? "" : ".").append(names[i]);
      }
    }
    return text.toString();
  }

  /// The path of a field here, as strict decoding shows it.
  String to(String name) {
    var text = new StringBuilder();
    for (var i = 0; i < depth; i++) {
      if (names[i] == null) {
        text.append('[').append(indexes[i]).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(names[i]);
      }
    }
    return text.append(text.isEmpty() ? "" : ".").append(name).toString();
  }
}
