package dev.podo.machinery.codec;

import java.util.List;

/// What came out of bytes.
///
/// @param problems what strict clients want to hear of, with upstream's texts: `unknown field
///   "spec.x"`, `duplicate field "spec.y"`; always empty under [Strictness#IGNORE]
public record Decoded<T>(T value, List<String> problems) {
  public Decoded {
    problems = List.copyOf(problems);
  }
}
