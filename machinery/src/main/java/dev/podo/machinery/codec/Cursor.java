package dev.podo.machinery.codec;

/// Walks over a JSON document, whatever holds it: bytes or a tree. It starts before the first
/// token.
///
/// @implSpec throws [DecodeException] where the document is malformed
interface Cursor {
  /// Moves on to the next token and returns it.
  Token next();

  /// The token that the cursor stands on.
  Token token();

  /// The name or the string that the cursor stands on, or the spelling of the number.
  String text();

  /// Whether the integer that the cursor stands on fits 64 bits.
  boolean isLong();

  /// The integer that the cursor stands on.
  long longValue();

  /// The number that the cursor stands on.
  double doubleValue();

  /// Moves to the end of the object or list that the cursor stands on; of a scalar, nothing.
  void skip();
}
