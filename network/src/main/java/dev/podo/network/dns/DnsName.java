package dev.podo.network.dns;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// Names on the wire: labels with their lengths, at times a pointer to an earlier place.
final class DnsName {
  private static final int POINTER = 0xC0;
  private static final int LABEL_MAX = 63;

  private DnsName() {}

  /// The bytes are no DNS message.
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message, null, false, false);
    }
  }

  /// Reads a name, lower-cased, without the dot at its end; the root is "".
  ///
  /// @param start where the message begins, which pointers count from
  static String read(ByteBuf in, int start) throws Malformed {
    var out = new StringBuilder(64);
    var at = in.readerIndex();
    var resume = -1;
    var bytes = 0;
    while (true) {
      var length = byteAt(in, at++);
      if (length == 0) {
        break;
      }
      if ((length & POINTER) == POINTER) {
        var target = start + ((length & ~POINTER) << 8 | byteAt(in, at++));
        resume = resume < 0 ? at : resume;
        // Only backwards, so that a chain of pointers ends.
        if (target >= at - 2) {
          throw new Malformed("a pointer forwards");
        }
        at = target;
        bytes += 2;
      } else if (length > LABEL_MAX) {
        throw new Malformed("a label of " + length);
      } else {
        appendLabel(out, in, at, length);
        at += length;
        bytes += length + 1;
      }
      if (bytes > Dns.NAME_BYTES) {
        throw new Malformed("a name too long");
      }
    }
    in.readerIndex(resume < 0 ? at : resume);
    return out.toString();
  }

  private static void appendLabel(StringBuilder out, ByteBuf in, int at, int length)
      throws Malformed {
    if (!out.isEmpty()) {
      out.append('.');
    }
    for (int i = 0; i < length; i++) {
      var c = byteAt(in, at + i);
      // A dot within a label is part of no name that we know: it must not look like two labels.
      var lower = c >= 'A' && c <= 'Z' ? c + 32 : c == '.' ? 0 : c;
      out.append((char) lower);
    }
  }

  private static int byteAt(ByteBuf in, int at) throws Malformed {
    if (at >= in.writerIndex()) {
      throw new Malformed("the message ends within a name");
    }
    return in.getUnsignedByte(at);
  }

  /// Writes a name in full.
  static void write(ByteBuf out, String name) {
    var start = 0;
    while (start < name.length()) {
      var dot = name.indexOf('.', start);
      var end = dot < 0 ? name.length() : dot;
      out.writeByte(end - start);
      out.writeCharSequence(name.subSequence(start, end), StandardCharsets.ISO_8859_1);
      start = end + 1;
    }
    out.writeByte(0);
  }
}
