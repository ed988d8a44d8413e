package dev.podo.apiserver;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What a client that tests its server says over HTTP/2 (RFC 9113), byte by byte, and how it reads
/// what comes.
public final class Http2Frames {
  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PING = 6;
  public static final int GOAWAY = 7;
  public static final int WINDOW_UPDATE = 8;
  public static final int CONTINUATION = 9;
  public static final int ACKNOWLEDGED = 1;
  public static final int END_STREAM = 1;
  public static final int END_HEADERS = 4;

  private Http2Frames() {}

  /// A frame that came.
  @SuppressWarnings("ArrayRecordComponent") // The bytes are handed on, never changed.
  public record Frame(int type, int flags, int stream, byte[] payload) {
    public boolean is(int flag) {
      return (flags & flag) != 0;
    }

    /// The code with which a stream or the connection is broken off.
    public int error() {
      return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
    }
  }

  /// What the client says first.
  public static byte[] beginning(byte... settings) {
    var out = new ByteArrayOutputStream();
    out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(frame(SETTINGS, 0, 0, settings));
    return out.toByteArray();
  }

  public static byte[] frame(int type, int flags, int stream, byte... payload) {
    var frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >>> 16)).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    return frame.array();
  }

  public static byte[] get(int stream, String path) {
    return frame(HEADERS, END_STREAM | END_HEADERS, stream, head(path));
  }

  /// HPACK of a GET, without its tables.
  public static byte[] head(String path) {
    var out = new ByteArrayOutputStream();
    literal(out, ":method", "GET");
    literal(out, ":scheme", "https");
    literal(out, ":authority", "localhost");
    literal(out, ":path", path);
    return out.toByteArray();
  }

  public static void literal(ByteArrayOutputStream out, String name, String value) {
    out.write(0);
    text(out, name);
    text(out, value);
  }

  private static void text(ByteArrayOutputStream out, String text) {
    var length = text.length();
    if (length < 127) {
      out.write(length);
    } else {
      out.write(127);
      var rest = length - 127;
      while (rest >= 128) {
        out.write((rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      out.write(rest);
    }
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// @throws java.io.EOFException when the server closes before its end
  public static Frame read(DataInputStream in) throws IOException {
    var payload = new byte[in.readUnsignedByte() << 16 | in.readUnsignedShort()];
    var type = in.readUnsignedByte();
    var flags = in.readUnsignedByte();
    var stream = in.readInt();
    in.readFully(payload);
    return new Frame(type, flags, stream, payload);
  }
}
