package dev.podo.apiserver.relay;

import dev.podo.apiserver.http.Header;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/// The body of a reply, by whichever way it says where it ends (RFC 9112, 6.3). Closing it closes
/// nothing.
final class BodyStream extends InputStream {
  private static final int MAX_LINES = 64 << 10;
  private static final long UNTIL_CLOSED = -1;

  private final InputStream in;
  private final boolean chunked;
  private long left;
  private boolean begun;
  private boolean ended;
  private List<Header> trailers = List.of();

  private BodyStream(InputStream in, boolean chunked, long left) {
    this.in = in;
    this.chunked = chunked;
    this.left = left;
    this.ended = !chunked && left == 0;
  }

  /// @throws IOException when the reply contradicts itself
  static BodyStream of(String method, ReplyHead head, InputStream in) throws IOException {
    if (method.equals("HEAD") || head.code() == 204 || head.code() == 304) {
      return new BodyStream(in, false, 0);
    }
    var encoding = head.first("Transfer-Encoding").toLowerCase(Locale.ROOT);
    if (!encoding.isEmpty()) {
      if (!encoding.equals("chunked")) {
        throw new IOException("unsupported transfer encoding: \"" + encoding + "\"");
      }
      return new BodyStream(in, true, 0);
    }
    return new BodyStream(in, false, length(head));
  }

  /// How long the body is, and -1 when that shows only at its end.
  static long length(ReplyHead head) throws IOException {
    var text = head.first("Content-Length");
    if (text.isEmpty()) {
      return UNTIL_CLOSED;
    }
    return number(text, 10);
  }

  private static long number(String digits, int radix) throws IOException {
    try {
      var number = Long.parseLong(digits, radix);
      if (number >= 0 && Character.digit(digits.charAt(0), radix) >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IOException("bad length in the response");
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (chunked && left == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    var wanted = left == UNTIL_CLOSED ? length : (int) Math.min(length, left);
    var read = in.read(into, offset, wanted);
    if (read < 0) {
      if (left != UNTIL_CLOSED) {
        throw new IOException("unexpected EOF");
      }
      ended = true;
    } else if (left != UNTIL_CLOSED) {
      left -= read;
      ended = !chunked && left == 0;
    }
    return read;
  }

  private void nextChunk() throws IOException {
    var budget = new int[] {MAX_LINES};
    if (begun) {
      ReplyHead.line(in, budget);
    }
    begun = true;
    var line = ReplyHead.line(in, budget);
    var semicolon = line.indexOf(';');
    left = number((semicolon < 0 ? line : line.substring(0, semicolon)).strip(), 16);
    if (left == 0) {
      ended = true;
      trailers = ReplyHead.fields(in, budget);
    }
  }

  /// Whether another reply may follow on the connection.
  boolean isFollowedBy() {
    return ended && left != UNTIL_CLOSED;
  }

  /// What was said behind the body; known at its end.
  List<Header> trailers() {
    return trailers;
  }

  @Override
  public int available() throws IOException {
    return ended || left == 0 ? 0 : in.available();
  }
}
