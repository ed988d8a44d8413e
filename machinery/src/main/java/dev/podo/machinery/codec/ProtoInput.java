package dev.podo.machinery.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads protobuf out of an array. Nothing that the bytes say is believed: lengths are checked
/// against what is there before anything is allocated, and nesting is limited.
final class ProtoInput {
  private final byte[] bytes;
  private int at;
  private int end;

  ProtoInput(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  boolean hasMore() {
    return at < end;
  }

  int position() {
    return at;
  }

  /// Narrows the input to the message whose length comes next; returns the end to restore.
  int enter() {
    var length = length();
    var outer = end;
    end = at + length;
    return outer;
  }

  /// Leaves the message that was entered, whatever is left of it.
  void leave(int outerEnd) {
    at = end;
    end = outerEnd;
  }

  long varint() {
    long value = 0;
    for (var shift = 0; shift < 70; shift += 7) {
      var next = next();
      value |= (long) (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    throw malformed("integer overflow");
  }

  private int next() {
    if (at >= end) {
      throw malformed("unexpected EOF");
    }
    return bytes[at++];
  }

  /// A tag: the number of a field and the wire type.
  int tag() {
    var tag = varint();
    if (tag < 8 || tag > 0xffff_ffffL) {
      throw malformed("illegal tag");
    }
    return (int) tag;
  }

  private int length() {
    var length = varint();
    if (length < 0 || length > end - at) {
      throw malformed("unexpected EOF");
    }
    return (int) length;
  }

  byte[] raw() {
    var length = length();
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  String utf8() {
    var length = length();
    var from = at;
    at += length;
    for (var i = from; i < at; i++) {
      if (bytes[i] < 0) {
        return decode(from, length);
      }
    }
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  private String decode(int from, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, from, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new DecodeException("proto: string field contains invalid UTF-8", e);
    }
  }

  long fixed64() {
    long value = 0;
    for (var i = 0; i < 8; i++) {
      value |= (next() & 0xffL) << (8 * i);
    }
    return value;
  }

  /// Passes over the value of a field that nobody knows.
  void skip(int tag, int depth) {
    switch (tag & 7) {
      case Wire.VARINT -> varint();
      case Wire.FIXED64 -> fixed64();
      case Wire.LENGTH -> leave(enter());
      case Wire.START_GROUP -> skipGroup(tag, depth);
      case Wire.FIXED32 -> {
        for (var i = 0; i < 4; i++) {
          next();
        }
      }
      default -> throw malformed("illegal wireType " + (tag & 7));
    }
  }

  private void skipGroup(int tag, int depth) {
    checkDepth(depth);
    while (true) {
      var inner = tag();
      if ((inner & 7) == Wire.END_GROUP) {
        if (inner >>> 3 != tag >>> 3) {
          throw malformed("unexpected end of group");
        }
        return;
      }
      skip(inner, depth + 1);
    }
  }

  static void checkDepth(int depth) {
    if (depth > BytesCursor.MAX_DEPTH) {
      throw malformed("exceeded max depth of " + BytesCursor.MAX_DEPTH);
    }
  }

  static DecodeException malformed(String what) {
    return new DecodeException("proto: " + what);
  }
}
