package dev.podo.apiserver.encoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Makes a protobuf list of its items' encodings: an envelope's `raw` part is what stands in field
/// 2 of every list.
final class ProtobufLists {
  private static final int MAGIC = 4;
  private static final int TYPE_META = 0x0a;
  private static final int RAW = 0x12;
  private static final int ITEM = 0x12;

  private ProtobufLists() {}

  /// @param empty the list without items, in its envelope
  /// @param items each in its envelope
  static List<byte[]> of(byte[] empty, List<byte[]> items) {
    var head = Envelope.of(empty);
    var pieces = new ArrayList<byte[]>(2 * items.size() + 2);
    var size = head.rawLength();
    for (var item : items) {
      var envelope = Envelope.of(item);
      var tag = tag(ITEM, envelope.rawLength());
      var raw = new byte[envelope.rawLength()];
      System.arraycopy(item, envelope.rawAt(), raw, 0, raw.length);
      pieces.add(tag);
      pieces.add(raw);
      size += tag.length + raw.length;
    }
    var rawTag = tag(RAW, size);
    var begin = new byte[head.rawTagAt() + rawTag.length + head.rawLength()];
    System.arraycopy(empty, 0, begin, 0, head.rawTagAt());
    System.arraycopy(rawTag, 0, begin, head.rawTagAt(), rawTag.length);
    System.arraycopy(empty, head.rawAt(), begin, head.rawTagAt() + rawTag.length, head.rawLength());
    pieces.addFirst(begin);
    return pieces;
  }

  private static byte[] tag(int tag, int length) {
    var out = new byte[6];
    out[0] = (byte) tag;
    var at = 1;
    var rest = length;
    while ((rest & ~0x7f) != 0) {
      out[at++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out[at++] = (byte) rest;
    return Arrays.copyOf(out, at);
  }

  /// Where the parts of an envelope are.
  private record Envelope(int rawTagAt, int rawAt, int rawLength) {
    static Envelope of(byte[] bytes) {
      var at = MAGIC;
      if (at < bytes.length && bytes[at] == TYPE_META) {
        var length = varint(bytes, at + 1);
        at = length.next() + length.value();
      }
      if (at >= bytes.length || bytes[at] != RAW) {
        return new Envelope(at, at, 0);
      }
      var length = varint(bytes, at + 1);
      return new Envelope(at, length.next(), length.value());
    }

    private static Varint varint(byte[] bytes, int from) {
      var value = 0;
      var at = from;
      for (var shift = 0; ; shift += 7) {
        var next = bytes[at++];
        value |= (next & 0x7f) << shift;
        if (next >= 0) {
          return new Varint(value, at);
        }
      }
    }
  }

  private record Varint(int value, int next) {}
}
