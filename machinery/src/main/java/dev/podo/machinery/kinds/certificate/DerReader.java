package dev.podo.machinery.kinds.certificate;

import java.util.Arrays;

/// Reads the elements of a DER encoding (X.690) one after the other.
final class DerReader {
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;
  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int OID = 0x06;
  static final int BIT_STRING = 0x03;

  private final byte[] bytes;
  private final int end;
  private int position;

  DerReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private DerReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.position = from;
    this.end = to;
  }

  /// One element.
  ///
  /// @param from where its header begins
  /// @param content where its content begins
  /// @param to where it ends
  @SuppressWarnings("ArrayRecordComponent") // The bytes are read, never changed.
  record Element(byte[] bytes, int from, int content, int to) {
    int tag() {
      return bytes[from] & 0xff;
    }

    /// With its header.
    byte[] encoded() {
      return Arrays.copyOfRange(bytes, from, to);
    }

    byte[] value() {
      return Arrays.copyOfRange(bytes, content, to);
    }

    DerReader children() {
      return new DerReader(bytes, content, to);
    }
  }

  boolean hasNext() {
    return position < end;
  }

  /// @throws IllegalArgumentException if what follows is no element, or of another tag
  Element next(int tag) {
    var element = next();
    if (element.tag() != tag) {
      throw new IllegalArgumentException("structure error: tags don't match");
    }
    return element;
  }

  /// @throws IllegalArgumentException if what follows is no element
  Element next() {
    if (end - position < 2) {
      throw truncated();
    }
    var from = position;
    var length = bytes[from + 1] & 0xff;
    var content = from + 2;
    if (length >= 0x80) {
      var octets = length - 0x80;
      if (octets < 1 || octets > 3 || end - content < octets) {
        throw truncated();
      }
      length = 0;
      for (var i = 0; i < octets; i++) {
        length = length << 8 | (bytes[content + i] & 0xff);
      }
      content += octets;
    }
    if (end - content < length) {
      throw truncated();
    }
    position = content + length;
    return new Element(bytes, from, content, position);
  }

  private static IllegalArgumentException truncated() {
    return new IllegalArgumentException("syntax error: data truncated");
  }

  /// The dotted form of an object identifier's content.
  static String oid(byte[] content) {
    var text = new StringBuilder();
    var value = 0L;
    for (var octet : content) {
      if (value > Long.MAX_VALUE >> 8) {
        throw new IllegalArgumentException("structure error: object identifier too large");
      }
      value = value << 7 | (octet & 0x7f);
      if (octet < 0) {
        continue;
      }
      if (text.isEmpty()) {
        var first = Math.min(value / 40, 2);
        text.append(first).append('.').append(value - first * 40);
      } else {
        text.append('.').append(value);
      }
      value = 0;
    }
    return text.toString();
  }
}
