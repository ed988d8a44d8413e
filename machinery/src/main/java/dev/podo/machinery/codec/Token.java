package dev.podo.machinery.codec;

/// What a [Cursor] stands on.
enum Token {
  OBJECT("object"),
  END_OBJECT("end of object"),
  LIST("array"),
  END_LIST("end of array"),
  NAME("name"),
  STRING("string"),
  INTEGER("number"),
  DECIMAL("number"),
  TRUE("bool"),
  FALSE("bool"),
  NULL("null"),
  END("end of input");

  /// As type errors call it.
  final String title;

  Token(String title) {
    this.title = title;
  }
}
