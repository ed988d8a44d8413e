package dev.podo.machinery.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;

/// A growing array of JSON text in UTF-8, written the way Go's encoder writes it. What is appended
/// here is the hot path of the API server, so it is plain loops over arrays.
final class JsonBuffer {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REPLACEMENT = "\\ufffd".getBytes(StandardCharsets.US_ASCII);

  /// The ASCII characters that stand for themselves: neither control characters nor what JSON or
  /// HTML gives a meaning.
  private static final boolean[] PLAIN = new boolean[0x80];

  static {
    for (var c = ' '; c < 0x80; c++) {
      PLAIN[c] = "\"\\<>&".indexOf(c) < 0;
    }
  }

  private byte[] bytes = new byte[1024];
  private int size;

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  String text() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }

  int size() {
    return size;
  }

  /// Takes back what was written after this size.
  void truncate(int toSize) {
    size = toSize;
  }

  void ascii(char character) {
    room(1);
    bytes[size++] = (byte) character;
  }

  void raw(byte[] text) {
    room(text.length);
    System.arraycopy(text, 0, bytes, size, text.length);
    size += text.length;
  }

  void nothing() {
    raw(NULL);
  }

  void truth(boolean value) {
    raw(value ? TRUE : FALSE);
  }

  void number(long value) {
    if (value == Long.MIN_VALUE) {
      raw(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
      return;
    }
    room(20);
    var rest = value;
    if (rest < 0) {
      bytes[size++] = '-';
      rest = -rest;
    }
    digits(rest, decimalLength(rest));
  }

  private static int decimalLength(long value) {
    var length = 1;
    for (var rest = value; rest >= 10; rest /= 10) {
      length++;
    }
    return length;
  }

  /// The last so many decimal digits of a number, zeros ahead of them if it has fewer.
  private void digits(long value, int count) {
    room(count);
    var rest = value;
    for (var i = size + count - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += count;
  }

  void number(double value) {
    raw(GoNumbers.text(value).getBytes(StandardCharsets.US_ASCII));
  }

  /// A point in time as RFC 3339, with no fraction or with six digits of it.
  void time(Instant time, boolean micros) {
    var utc = time.atOffset(ZoneOffset.UTC);
    ascii('"');
    digits(utc.getYear(), 4);
    ascii('-');
    digits(utc.getMonthValue(), 2);
    ascii('-');
    digits(utc.getDayOfMonth(), 2);
    ascii('T');
    digits(utc.getHour(), 2);
    ascii(':');
    digits(utc.getMinute(), 2);
    ascii(':');
    digits(utc.getSecond(), 2);
    if (micros) {
      ascii('.');
      digits(utc.getNano() / 1000, 6);
    }
    ascii('Z');
    ascii('"');
  }

  /// A string in quotes.
  void string(String text) {
    var length = text.length();
    room(length + 2);
    bytes[size++] = '"';
    var i = plainPrefix(text, length);
    while (i < length) {
      i = special(text, i);
      while (i < length && text.charAt(i) < 0x80 && PLAIN[text.charAt(i)]) {
        ascii(text.charAt(i++));
      }
    }
    ascii('"');
  }

  /// Copies the leading characters that stand for themselves, for which there is room, and returns
  /// how many they are: mostly all of them.
  private int plainPrefix(String text, int length) {
    var at = size;
    var i = 0;
    while (i < length) {
      var c = text.charAt(i);
      if (c >= 0x80 || !PLAIN[c]) {
        break;
      }
      bytes[at++] = (byte) c;
      i++;
    }
    size = at;
    return i;
  }

  /// Writes the character at this place, which must be escaped or is not ASCII; returns the place
  /// after it.
  private int special(String text, int index) {
    room(12);
    var c = text.charAt(index);
    if (c < 0x80) {
      escape(c);
    } else if (c < 0x800) {
      bytes[size++] = (byte) (0xc0 | c >> 6);
      continuation(c);
    } else if (Character.isSurrogate(c)) {
      return surrogate(text, index);
    } else if (c == '\u2028' || c == '\u2029') {
      unicodeEscape(c);
    } else {
      bytes[size++] = (byte) (0xe0 | c >> 12);
      continuation(c >> 6);
      continuation(c);
    }
    return index + 1;
  }

  private int surrogate(String text, int index) {
    var character = text.codePointAt(index);
    if (!Character.isSupplementaryCodePoint(character)) {
      raw(REPLACEMENT);
      return index + 1;
    }
    bytes[size++] = (byte) (0xf0 | character >> 18);
    continuation(character >> 12);
    continuation(character >> 6);
    continuation(character);
    return index + 2;
  }

  private void continuation(int bits) {
    bytes[size++] = (byte) (0x80 | (bits & 0x3f));
  }

  private void escape(char c) {
    switch (c) {
      case '"', '\\' -> backslash(c);
      case '\n' -> backslash('n');
      case '\r' -> backslash('r');
      case '\t' -> backslash('t');
      case '\b' -> backslash('b');
      case '\f' -> backslash('f');
      default -> unicodeEscape(c);
    }
  }

  private void backslash(char letter) {
    bytes[size++] = '\\';
    bytes[size++] = (byte) letter;
  }

  private void unicodeEscape(char c) {
    bytes[size++] = '\\';
    bytes[size++] = 'u';
    for (var shift = 12; shift >= 0; shift -= 4) {
      bytes[size++] = HEX[c >> shift & 0xf];
    }
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length * 2));
    }
  }
}
