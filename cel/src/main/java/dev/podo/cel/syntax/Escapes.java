package dev.podo.cel.syntax;

import dev.podo.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// What stands between the quotes of a literal.
final class Escapes {
  private static final String SIMPLE = "abfnrtv\\'\"`?";
  private static final String MEANT = "\u0007\b\f\n\r\t\u000b\\'\"`?";

  private final String body;
  private final boolean bytes;
  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
  private int at;

  private Escapes(String body, boolean bytes) {
    this.body = body;
    this.bytes = bytes;
  }

  static Object raw(String body, boolean bytes) {
    return bytes ? Bytes.utf8(lines(body)) : lines(body);
  }

  /// @throws IllegalArgumentException for an escape that there is not
  static Object read(String body, boolean bytes) {
    return new Escapes(lines(body), bytes).read();
  }

  private static String lines(String body) {
    return body.replace("\r\n", "\n").replace('\r', '\n');
  }

  private Object read() {
    while (at < body.length()) {
      var c = body.charAt(at);
      if (c == '\\') {
        at++;
        escape();
      } else {
        var codePoint = body.codePointAt(at);
        at += Character.charCount(codePoint);
        add(codePoint);
      }
    }
    return bytes ? Bytes.of(octets.toByteArray()) : text.toString();
  }

  private void escape() {
    if (at >= body.length()) {
      throw new IllegalArgumentException("unfinished escape");
    }
    var c = body.charAt(at);
    var simple = SIMPLE.indexOf(c);
    if (simple >= 0) {
      at++;
      add(MEANT.charAt(simple));
    } else if (c == 'x' || c == 'X') {
      code(1, 2, 16);
    } else if (c == 'u' && !bytes) {
      code(1, 4, 16);
    } else if (c == 'U' && !bytes) {
      code(1, 8, 16);
    } else if (c >= '0' && c <= '3') {
      code(0, 3, 8);
    } else {
      throw new IllegalArgumentException("no such escape");
    }
  }

  private void code(int skip, int length, int radix) {
    var start = at + skip;
    if (start + length > body.length() || body.charAt(start) == '+' || body.charAt(start) == '-') {
      throw new IllegalArgumentException("unfinished escape");
    }
    var code = Long.parseLong(body.substring(start, start + length), radix);
    at = start + length;
    if (bytes) {
      octets.write((int) code);
    } else if (code > Character.MAX_CODE_POINT || (code >= 0xd800 && code < 0xe000)) {
      throw new IllegalArgumentException("no character");
    } else {
      text.appendCodePoint((int) code);
    }
  }

  private void add(int codePoint) {
    if (bytes) {
      octets.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
    } else {
      text.appendCodePoint(codePoint);
    }
  }
}
