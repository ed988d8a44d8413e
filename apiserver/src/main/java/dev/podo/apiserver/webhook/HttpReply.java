package dev.podo.apiserver.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Reads the one reply of an HTTP/1.1 connection that is not used again (RFC 9112).
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed on, never changed.
record HttpReply(int code, byte[] body) {
  private static final int MAX_HEAD = 64 * 1024;
  private static final int MAX_BODY = 64 * 1024 * 1024;

  static HttpReply read(InputStream in) throws IOException {
    var reader = new Reader(in);
    while (true) {
      var code = code(reader.line());
      var length = -1L;
      var chunked = false;
      for (var line = reader.line(); !line.isEmpty(); line = reader.line()) {
        var colon = line.indexOf(':');
        var name = colon < 0 ? line : line.substring(0, colon);
        var value = colon < 0 ? "" : line.substring(colon + 1).strip();
        switch (name.toLowerCase(Locale.ROOT)) {
          case "content-length" -> length = number(value, 10);
          case "transfer-encoding" -> chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
          default -> {
            // Nothing else matters for the one reply.
          }
        }
      }
      if (code >= 200) {
        return new HttpReply(
            code, chunked ? reader.chunks() : length >= 0 ? reader.exactly(length) : reader.rest());
      }
    }
  }

  private static int code(String statusLine) throws IOException {
    var parts = statusLine.split(" ", 3);
    if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("[1-5]\\d\\d")) {
      throw new IOException("malformed HTTP response \"" + cut(statusLine) + "\"");
    }
    return Integer.parseInt(parts[1]);
  }

  private static String cut(String text) {
    return text.length() > 80 ? text.substring(0, 80) : text;
  }

  private static long number(String digits, int radix) throws IOException {
    try {
      var number = Long.parseLong(digits, radix);
      if (number >= 0 && number <= MAX_BODY) {
        return number;
      }
    } catch (NumberFormatException e) {
      // as malformed as too large
    }
    throw new IOException("the length of the response is none that is read: " + cut(digits));
  }

  private static final class Reader {
    private final InputStream in;
    private int head;

    Reader(InputStream in) {
      this.in = in;
    }

    String line() throws IOException {
      var out = new ByteArrayOutputStream();
      for (var next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          throw new IOException(head == 0 && out.size() == 0 ? "EOF" : "unexpected EOF");
        }
        if (++head > MAX_HEAD) {
          throw new IOException("the head of the response is too large");
        }
        out.write(next);
      }
      var line = out.toString(StandardCharsets.ISO_8859_1);
      return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    byte[] exactly(long length) throws IOException {
      var bytes = in.readNBytes((int) length);
      if (bytes.length < length) {
        throw new IOException("unexpected EOF");
      }
      return bytes;
    }

    byte[] rest() throws IOException {
      var bytes = in.readNBytes(MAX_BODY + 1);
      if (bytes.length > MAX_BODY) {
        throw new IOException("the response is too large");
      }
      return bytes;
    }

    byte[] chunks() throws IOException {
      var out = new ByteArrayOutputStream();
      while (true) {
        var line = line();
        var semicolon = line.indexOf(';');
        var size = number((semicolon < 0 ? line : line.substring(0, semicolon)).strip(), 16);
        if (size == 0) {
          return out.toByteArray();
        }
        if (out.size() + size > MAX_BODY) {
          throw new IOException("the response is too large");
        }
        out.writeBytes(exactly(size));
        head = 0;
        line();
      }
    }
  }
}
