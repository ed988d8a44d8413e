package dev.podo.apiserver.relay;

import dev.podo.apiserver.http.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What comes before the body of a reply (RFC 9112).
///
/// @param persistent whether the connection may serve another request when the body has been read
public record ReplyHead(int code, List<Header> headers, boolean persistent) {
  private static final int MAX = 256 << 10;
  private static final int MAX_HEADERS = 1_000;
  private static final int CONTINUE = 100;
  private static final int SWITCHING = 101;
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.([01]) ([1-9]\\d\\d)( .*)?");
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  public ReplyHead {
    headers = List.copyOf(headers);
  }

  /// Reads the head of the next reply; those that only announce another are skipped.
  ///
  /// @throws IOException when it is none, or is too large; the message says which
  static ReplyHead read(InputStream in) throws IOException {
    while (true) {
      var head = readOne(in);
      if (head.code() < CONTINUE + 100 && head.code() != SWITCHING) {
        continue;
      }
      return head;
    }
  }

  private static ReplyHead readOne(InputStream in) throws IOException {
    var left = new int[] {MAX};
    var status = line(in, left);
    var matcher = STATUS_LINE.matcher(status);
    if (!matcher.matches()) {
      throw new IOException("malformed HTTP response \"" + shown(status) + "\"");
    }
    var headers = fields(in, left);
    return new ReplyHead(
        Integer.parseInt(matcher.group(2)),
        headers,
        matcher.group(1).equals("1") && !Hops.named(headers).contains("close"));
  }

  /// Names and values, up to the empty line that ends them.
  static List<Header> fields(InputStream in, int[] left) throws IOException {
    var headers = new ArrayList<Header>();
    for (var line = line(in, left); !line.isEmpty(); line = line(in, left)) {
      var colon = line.indexOf(':');
      var name = colon < 0 ? "" : line.substring(0, colon);
      if (!NAME.matcher(name).matches() || headers.size() >= MAX_HEADERS) {
        throw new IOException("malformed header in the response: \"" + shown(line) + "\"");
      }
      headers.add(new Header(name, line.substring(colon + 1).strip()));
    }
    return headers;
  }

  /// Without what ends it.
  ///
  /// @param left how many more bytes may be read; counted down
  static String line(InputStream in, int[] left) throws IOException {
    var out = new ByteArrayOutputStream(64);
    for (var next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException(out.size() == 0 ? "EOF" : "unexpected EOF");
      }
      if (--left[0] < 0) {
        throw new IOException("the head of the response is too large");
      }
      out.write(next == 0 || next == '\r' ? ' ' : next);
    }
    return out.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private static String shown(String text) {
    var printable = text.replaceAll("[^ -~]", "?");
    return printable.length() > 80 ? printable.substring(0, 80) : printable;
  }

  public boolean isSwitching() {
    return code == SWITCHING;
  }

  /// The first value, "" when the header is not there.
  public String first(String name) {
    for (var header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        return header.value();
      }
    }
    return "";
  }

  /// The type of the body without its parameters, in lower case.
  String mediaType() {
    return first("Content-Type").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  ReplyHead with(List<Header> others) {
    return new ReplyHead(code, others, persistent);
  }

  /// With one header exchanged, if it is there.
  ReplyHead withValue(String name, String value) {
    return with(
        headers.stream()
            .map(header ->
                header.name().equalsIgnoreCase(name) ? new Header(header.name(), value) : header)
            .toList());
  }

  ReplyHead without(String... names) {
    var gone = List.of(names);
    return with(
        headers.stream()
            .filter(header -> gone.stream().noneMatch(header.name()::equalsIgnoreCase))
            .toList());
  }
}
