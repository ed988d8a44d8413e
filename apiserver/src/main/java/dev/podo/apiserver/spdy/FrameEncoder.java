package dev.podo.apiserver.spdy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podo.foundation.Check;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.SortedMap;

/// Writes frames. Headers go out as compressed streams of stored blocks only: what we say in them
/// is short, and there is no compressor to keep for each session, nor one that tells secrets by
/// sizes.
final class FrameEncoder {
  static final int SYN_STREAM = 1;
  static final int SYN_REPLY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int HEADERS = 8;
  static final int WINDOW_UPDATE = 9;

  private static final int VERSION = 0x80030000;
  private static final int FIN = 1;
  private static final int UNIDIRECTIONAL = 2;

  /// How a compressed stream begins (RFC 1950): deflate, a window of 32 KiB, no dictionary.
  private static final byte[] ZLIB = {0x78, 0x01};

  /// An empty stored block (RFC 1951): tells the reader that all before it is complete.
  private static final byte[] FLUSH = {0, 0, 0, (byte) 0xff, (byte) 0xff};

  private boolean compressing;

  byte[] encode(Frame frame) {
    return switch (frame) {
      case Frame.SynStream syn -> synStream(syn);
      case Frame.SynReply reply ->
          control(SYN_REPLY, reply.fin() ? FIN : 0, ints(reply.id()), block(reply.headers()));
      case Frame.RstStream reset -> control(RST_STREAM, 0, ints(reset.id(), reset.status()));
      case Frame.Settings settings -> settings(settings);
      case Frame.Ping ping -> control(PING, 0, ints(ping.id()));
      case Frame.GoAway goAway -> control(GOAWAY, 0, ints(goAway.last(), goAway.status()));
      case Frame.Headers more ->
          control(HEADERS, more.fin() ? FIN : 0, ints(more.id()), block(more.headers()));
      case Frame.WindowUpdate update ->
          control(WINDOW_UPDATE, 0, ints(update.id(), update.delta()));
      case Frame.Data data -> data(data);
      case Frame.Malformed malformed ->
          throw new Check.InvariantViolation("nobody sends " + malformed);
    };
  }

  private byte[] synStream(Frame.SynStream syn) {
    var flags = (syn.fin() ? FIN : 0) | (syn.unidirectional() ? UNIDIRECTIONAL : 0);
    var priority = new byte[] {(byte) (syn.priority() << 5), 0};
    return control(
        SYN_STREAM, flags, ints(syn.id(), syn.associated()), priority, block(syn.headers()));
  }

  private static byte[] settings(Frame.Settings settings) {
    var entries = ByteBuffer.allocate(8 * settings.settings().size());
    for (var each : settings.settings()) {
      entries.putInt(each.flags() << 24 | each.id()).putInt(each.value());
    }
    return control(SETTINGS, 0, ints(settings.settings().size()), entries.array());
  }

  private static byte[] data(Frame.Data data) {
    var bytes = data.bytes();
    return ByteBuffer.allocate(8 + bytes.length)
        .putInt(data.id())
        .putInt((data.fin() ? FIN << 24 : 0) | bytes.length)
        .put(bytes)
        .array();
  }

  private static byte[] control(int type, int flags, byte[]... parts) {
    var length = 0;
    for (var part : parts) {
      length += part.length;
    }
    var out = ByteBuffer.allocate(8 + length).putInt(VERSION | type).putInt(flags << 24 | length);
    for (var part : parts) {
      out.put(part);
    }
    return out.array();
  }

  private static byte[] ints(int... values) {
    var out = ByteBuffer.allocate(4 * values.length);
    for (var value : values) {
      out.putInt(value);
    }
    return out.array();
  }

  private byte[] block(SortedMap<String, String> headers) {
    var plain = new ByteArrayOutputStream();
    plain.writeBytes(ints(headers.size()));
    for (var header : headers.entrySet()) {
      writeText(plain, header.getKey());
      writeText(plain, header.getValue());
    }
    var size = plain.size();
    Check.that(size <= HeaderReader.BLOCK_MAX, "too long headers: %s", headers.keySet());
    var out = new ByteArrayOutputStream(size + ZLIB.length + 5 + FLUSH.length);
    if (!compressing) {
      compressing = true;
      out.writeBytes(ZLIB);
    }
    out.write(0); // a stored block, not the last one: its length and the complement, low byte first
    out.write(size);
    out.write(size >> 8);
    out.write(~size);
    out.write(~size >> 8);
    out.writeBytes(plain.toByteArray());
    out.writeBytes(FLUSH);
    return out.toByteArray();
  }

  private static void writeText(ByteArrayOutputStream out, String text) {
    var bytes = text.getBytes(UTF_8);
    out.writeBytes(ints(bytes.length));
    out.writeBytes(bytes);
  }
}
