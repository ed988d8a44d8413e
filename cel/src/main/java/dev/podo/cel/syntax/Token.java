package dev.podo.cel.syntax;

import org.jspecify.annotations.Nullable;

/// A word of the language.
///
/// @param value of a literal, its value; of a number, its digits without a suffix
record Token(Sort sort, String text, int offset, @Nullable Object value) {
  /// What a word is.
  enum Sort {
    IDENTIFIER,
    KEYWORD,
    INT,
    UINT,
    DOUBLE,
    STRING,
    BYTES,
    SIGN,
    END
  }

  boolean is(String sign) {
    return (sort == Sort.SIGN || sort == Sort.KEYWORD) && text.equals(sign);
  }

  /// As a message quotes it.
  String quoted() {
    return sort == Sort.END ? "'<EOF>'" : "'" + text.replace("\n", "\\n") + "'";
  }
}
