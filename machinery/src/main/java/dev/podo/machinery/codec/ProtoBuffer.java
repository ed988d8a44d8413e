package dev.podo.machinery.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing array of protobuf, written from its end to its beginning: so the length of a message
/// is known when its head is due, and nothing is measured or moved twice.
final class ProtoBuffer {
  private byte[] bytes = new byte[1024];
  private int start = bytes.length;

  /// How much has been written.
  int size() {
    return bytes.length - start;
  }

  byte[] toByteArray() {
    return Arrays.copyOfRange(bytes, start, bytes.length);
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, start, size());
  }

  void raw(byte[] content) {
    room(content.length);
    start -= content.length;
    System.arraycopy(content, 0, bytes, start, content.length);
  }

  void utf8(String text) {
    var length = text.length();
    room(length);
    var at = start;
    for (var i = length - 1; i >= 0; i--) {
      var c = text.charAt(i);
      if (c >= 0x80) {
        raw(text.getBytes(StandardCharsets.UTF_8));
        return;
      }
      bytes[--at] = (byte) c;
    }
    start = at;
  }

  void varint(long value) {
    var length = varintLength(value);
    room(length);
    start -= length;
    var at = start;
    var rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at] = (byte) rest;
  }

  private static int varintLength(long value) {
    return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
  }

  void fixed64(long bits) {
    room(8);
    start -= 8;
    for (var i = 0; i < 8; i++) {
      bytes[start + i] = (byte) (bits >>> (8 * i));
    }
  }

  void tag(int number, int wireType) {
    varint(((long) number << 3) | wireType);
  }

  /// Puts tag and length before what was written since the buffer had this size.
  void head(int number, int sizeBefore) {
    varint(size() - sizeBefore);
    tag(number, Wire.LENGTH);
  }

  /// A field of text.
  void text(int number, String text) {
    var before = size();
    utf8(text);
    head(number, before);
  }

  private void room(int more) {
    if (start < more) {
      var size = size();
      var grown = new byte[Math.max(bytes.length * 2, Math.addExact(size, more))];
      System.arraycopy(bytes, start, grown, grown.length - size, size);
      start = grown.length - size;
      bytes = grown;
    }
  }
}
