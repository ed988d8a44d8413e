package dev.podo.machinery.codec;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Walks over a tree as if it were text.
final class TreeCursor implements Cursor {
  private @Nullable Object root;
  private boolean started;
  private @Nullable Level level;
  private Token token = Token.END;
  private @Nullable Object value;

  TreeCursor(@Nullable Object tree) {
    this.root = tree;
  }

  /// One open object or list. Of an object, `pending` is the entry whose name was returned last.
  private static final class Level {
    final @Nullable Level above;
    final boolean object;
    final Iterator<?> rest;
    Map.@Nullable Entry<?, ?> pending;

    Level(@Nullable Level above, boolean object, Iterator<?> rest) {
      this.above = above;
      this.object = object;
      this.rest = rest;
    }
  }

  @Override
  public Token next() {
    token = advance();
    return token;
  }

  private Token advance() {
    var open = level;
    if (open == null) {
      return begin();
    }
    if (open.pending != null) {
      var entry = open.pending;
      open.pending = null;
      return enter(entry.getValue());
    }
    if (!open.rest.hasNext()) {
      level = open.above;
      value = null;
      return open.object ? Token.END_OBJECT : Token.END_LIST;
    }
    var next = open.rest.next();
    if (!open.object) {
      return enter(next);
    }
    open.pending = (Map.Entry<?, ?>) next;
    value = open.pending.getKey();
    return Token.NAME;
  }

  private Token begin() {
    if (started) {
      return Token.END;
    }
    started = true;
    var tree = root;
    root = null;
    return enter(tree);
  }

  private Token enter(@Nullable Object next) {
    value = next;
    return switch (next) {
      case null -> Token.NULL;
      case Map<?, ?> map -> open(Token.OBJECT, map.entrySet().iterator());
      case List<?> list -> open(Token.LIST, list.iterator());
      case String text -> Token.STRING;
      case Boolean truth -> truth ? Token.TRUE : Token.FALSE;
      case Double number -> isWhole(number) ? Token.INTEGER : Token.DECIMAL;
      case Long number -> Token.INTEGER;
      case Integer number -> Token.INTEGER;
      default -> throw new IllegalArgumentException("not a JSON value: " + next.getClass());
    };
  }

  /// Whether JSON text would show an integer that fits 64 bits.
  private static boolean isWhole(double number) {
    return number == Math.rint(number) && Math.abs(number) < 0x1p63;
  }

  private Token open(Token kind, Iterator<?> elements) {
    level = new Level(level, kind == Token.OBJECT, elements);
    return kind;
  }

  @Override
  public Token token() {
    return token;
  }

  @Override
  public String text() {
    return value instanceof Double number ? GoNumbers.text(number) : String.valueOf(value);
  }

  @Override
  public boolean isLong() {
    return true;
  }

  @Override
  public long longValue() {
    return ((Number) value()).longValue();
  }

  @Override
  public double doubleValue() {
    return ((Number) value()).doubleValue();
  }

  private Object value() {
    var present = value;
    if (present == null) {
      throw new IllegalStateException("no value here");
    }
    return present;
  }

  @Override
  public void skip() {
    var open = level;
    if (open != null && (token == Token.OBJECT || token == Token.LIST)) {
      level = open.above;
      token = token == Token.OBJECT ? Token.END_OBJECT : Token.END_LIST;
    }
  }
}
