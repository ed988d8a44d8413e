package dev.podo.node.handlers;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The bytes of an answer as far as they have come: enough of HTTP/1.1 to see its status, where it
/// redirects to, and when it is complete.
final class HttpReply {
  private static final String END_OF_HEAD = "\r\n\r\n";

  private final String head;
  private final byte[] body;
  private final int code;

  private HttpReply(String head, byte[] body, int code) {
    this.head = head;
    this.body = body;
    this.code = code;
  }

  /// Null when it is no answer in HTTP.
  static @Nullable HttpReply parse(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    var end = text.indexOf(END_OF_HEAD);
    var head = end < 0 ? text : text.substring(0, end);
    var words = head.split("[ \r\n]", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/") || !words[1].matches("\\d{3}")) {
      return null;
    }
    var from = end < 0 ? bytes.length : end + END_OF_HEAD.length();
    var body = new byte[bytes.length - from];
    System.arraycopy(bytes, from, body, 0, body.length);
    return new HttpReply(head, body, Integer.parseInt(words[1]));
  }

  /// Whether no more is to come, as far as the answer says; the peer may close as well.
  static boolean isComplete(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (!text.contains(END_OF_HEAD)) {
      return false;
    }
    var reply = parse(bytes);
    if (reply == null || reply.code == 204 || reply.code == 304) {
      return true;
    }
    if (reply.header("transfer-encoding").toLowerCase(Locale.ROOT).endsWith("chunked")) {
      return text.endsWith("0" + END_OF_HEAD);
    }
    var length = reply.header("content-length");
    return length.matches("\\d{1,15}") && reply.body.length >= Long.parseLong(length);
  }

  int code() {
    return code;
  }

  String body() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /// "" when it is not there.
  String header(String name) {
    for (var line : head.split("\r\n")) {
      var colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase(name)) {
        return line.substring(colon + 1).strip();
      }
    }
    return "";
  }
}
