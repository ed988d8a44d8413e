package dev.podo.apiserver.relay;

import dev.podo.apiserver.http.Header;
import dev.podo.apiserver.http.RequestBody;
import dev.podo.machinery.errors.ApiErrors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A request as it is handed on.
///
/// @param target the path with its query, escaped as the client escaped it
/// @param headers all of them but those that say how long the body is
public record Outbound(String method, String target, List<Header> headers, RequestBody body) {
  /// @throws dev.podo.machinery.errors.ApiException `BadRequest` when something in it could be
  ///   taken for the end of a line
  public Outbound {
    headers = List.copyOf(headers);
    if (!target.startsWith("/") || !isVisible(target) || !isVisible(method)) {
      throw ApiErrors.badRequest("the URL has characters that must be escaped");
    }
    for (var header : headers) {
      if (!isVisible(header.name()) || breaksLine(header.value())) {
        throw ApiErrors.badRequest("the header " + shown(header.name()) + " is malformed");
      }
    }
  }

  private static boolean isVisible(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private static boolean breaksLine(String value) {
    return value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0);
  }

  private static String shown(String name) {
    return name.replaceAll("[^!-~]", "?");
  }

  boolean hasBody() {
    return body.length() != 0;
  }

  /// Whether it may be sent a second time when nobody knows what became of the first.
  boolean mayBeRepeated() {
    return !hasBody()
        && switch (method) {
          case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
          default -> false;
        };
  }

  /// How the end of the body is told: by its length where that is known.
  boolean isChunked() {
    return body.length() < 0;
  }

  /// Has a body, or says by its method that there could be one.
  private boolean tellsLength() {
    return body.length() > 0
        || switch (method) {
          case "POST", "PUT", "PATCH" -> true;
          default -> false;
        };
  }

  /// All that comes before the body.
  byte[] head() {
    var head = new StringBuilder();
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    for (var header : headers) {
      line(header, head);
    }
    if (isChunked()) {
      head.append("Transfer-Encoding: chunked\r\n");
    } else if (tellsLength()) {
      head.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /// What comes behind a body in chunks.
  ///
  /// @throws IOException when it is malformed
  byte[] tail() throws IOException {
    var tail = new StringBuilder("0\r\n");
    for (var trailer : body.trailers()) {
      if (!isVisible(trailer.name()) || breaksLine(trailer.value())) {
        throw new IOException("the trailer " + shown(trailer.name()) + " is malformed");
      }
      line(trailer, tail);
    }
    return tail.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void line(Header header, StringBuilder out) {
    out.append(header.name()).append(": ").append(header.value()).append("\r\n");
  }
}
