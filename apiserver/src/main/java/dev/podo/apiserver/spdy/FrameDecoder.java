package dev.podo.apiserver.spdy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Cuts bytes, which arrive in any pieces, into frames. Holds at most one control frame
/// ([#CONTROL_MAX] bytes) beside what it was fed last; data is handed on as it comes.
///
/// A frame that ends the session throws a [SpdyException]; then nothing more may be read. Control
/// frames of unknown types are passed over.
final class FrameDecoder implements AutoCloseable {
  static final int CONTROL_MAX = 16 << 10;

  private static final int HEAD = 8;
  private static final int FIN = 1;
  private static final int UNIDIRECTIONAL = 2;
  private static final int ID = 0x7fffffff;

  private final HeaderReader headerReader = new HeaderReader();
  private final ByteBuffer head = ByteBuffer.allocate(HEAD);
  private ByteBuffer input = ByteBuffer.allocate(0);

  // Of the frame whose head is complete:
  private Part part = Part.HEAD;
  private int left;
  private byte[] body = new byte[0];

  /// What the next bytes belong to.
  private enum Part {
    HEAD,
    DATA,
    CONTROL,
    UNKNOWN
  }

  /// @param bytes not copied, and so not to be changed; what was fed before must have been read
  void feed(byte[] bytes) {
    input = ByteBuffer.wrap(bytes);
  }

  /// @return null when it takes more bytes
  @Nullable Frame next() {
    while (true) {
      if (part == Part.HEAD && !readHead()) {
        return null;
      }
      switch (part) {
        case HEAD -> {
          // An empty frame of an unknown type is over with its head.
        }
        case DATA -> {
          if (left > 0 && !input.hasRemaining()) {
            return null;
          }
          return data();
        }
        case UNKNOWN -> {
          skip();
          if (part == Part.UNKNOWN) {
            return null;
          }
        }
        case CONTROL -> {
          if (!readBody()) {
            return null;
          }
          return control();
        }
      }
    }
  }

  private boolean readHead() {
    while (head.hasRemaining()) {
      if (!input.hasRemaining()) {
        return false;
      }
      head.put(input.get());
    }
    head.clear();
    left = head.getInt(4) & 0xffffff;
    if (head.getInt(0) >= 0) {
      part = Part.DATA;
      if (head.getInt(0) == 0) {
        throw new SpdyException("data of stream 0");
      }
      return true;
    }
    if ((head.getShort(0) & 0x7fff) != 3) {
      throw new SpdyException("version " + (head.getShort(0) & 0x7fff) + " is not 3");
    }
    part = isKnown(head.getShort(2)) ? Part.CONTROL : Part.UNKNOWN;
    if (part == Part.CONTROL) {
      if (left > CONTROL_MAX) {
        throw new SpdyException("a control frame is larger than " + CONTROL_MAX + " bytes");
      }
      body = new byte[left];
    }
    return true;
  }

  private static boolean isKnown(int type) {
    return type >= FrameEncoder.SYN_STREAM && type <= FrameEncoder.WINDOW_UPDATE && type != 5;
  }

  private Frame data() {
    var bytes = new byte[Math.min(left, input.remaining())];
    input.get(bytes);
    left -= bytes.length;
    if (left > 0) {
      return new Frame.Data(head.getInt(0), false, bytes);
    }
    part = Part.HEAD;
    return new Frame.Data(head.getInt(0), has(FIN), bytes);
  }

  private void skip() {
    var some = Math.min(left, input.remaining());
    input.position(input.position() + some);
    left -= some;
    if (left == 0) {
      part = Part.HEAD;
    }
  }

  private boolean readBody() {
    var some = Math.min(left, input.remaining());
    input.get(body, body.length - left, some);
    left -= some;
    return left == 0;
  }

  private boolean has(int flag) {
    return (head.get(4) & flag) != 0;
  }

  private Frame control() {
    part = Part.HEAD;
    var in = ByteBuffer.wrap(body);
    return switch (head.getShort(2)) {
      case FrameEncoder.SYN_STREAM -> synStream(in);
      case FrameEncoder.SYN_REPLY ->
          stream(in, 4, h -> new Frame.SynReply(in.getInt(0) & ID, has(FIN), h));
      case FrameEncoder.RST_STREAM -> {
        require(in, 8);
        yield new Frame.RstStream(streamId(in), in.getInt(4));
      }
      case FrameEncoder.SETTINGS -> settings(in);
      case FrameEncoder.PING -> {
        require(in, 4);
        yield new Frame.Ping(in.getInt(0));
      }
      case FrameEncoder.GOAWAY -> {
        require(in, 8);
        yield new Frame.GoAway(in.getInt(0) & ID, in.getInt(4));
      }
      case FrameEncoder.HEADERS ->
          stream(in, 4, h -> new Frame.Headers(in.getInt(0) & ID, has(FIN), h));
      default -> {
        require(in, 8);
        yield new Frame.WindowUpdate(in.getInt(0) & ID, in.getInt(4) & ID);
      }
    };
  }

  private Frame synStream(ByteBuffer in) {
    return stream(
        in,
        10,
        headers ->
            new Frame.SynStream(
                in.getInt(0) & ID,
                in.getInt(4) & ID,
                (in.get(8) & 0xff) >> 5,
                has(FIN),
                has(UNIDIRECTIONAL),
                headers));
  }

  /// A frame about a stream that ends with a block of headers.
  private Frame stream(
      ByteBuffer in, int offset, Function<SortedMap<String, String>, Frame> withHeaders) {
    if (in.capacity() < offset) {
      throw new SpdyException("a control frame is too short");
    }
    var id = streamId(in);
    var headers = headerReader.read(body, offset, body.length - offset);
    return headers == null
        ? new Frame.Malformed(id, head.getShort(2) == FrameEncoder.SYN_STREAM)
        : withHeaders.apply(headers);
  }

  private static int streamId(ByteBuffer in) {
    var id = in.getInt(0) & ID;
    if (id == 0) {
      throw new SpdyException("a control frame about stream 0");
    }
    return id;
  }

  private static Frame settings(ByteBuffer in) {
    if (in.capacity() < 4 || in.getInt(0) < 0 || in.capacity() != 4 + 8L * in.getInt(0)) {
      throw new SpdyException("a SETTINGS frame is of the wrong size");
    }
    var settings = new ArrayList<Frame.Setting>();
    for (var at = 4; at < in.capacity(); at += 8) {
      var id = in.getInt(at);
      settings.add(new Frame.Setting(id >>> 24, id & 0xffffff, in.getInt(at + 4)));
    }
    return new Frame.Settings(settings);
  }

  private static void require(ByteBuffer in, int length) {
    if (in.capacity() != length) {
      throw new SpdyException("a control frame is of the wrong size: " + in.capacity());
    }
  }

  @Override
  public void close() {
    headerReader.close();
  }
}
