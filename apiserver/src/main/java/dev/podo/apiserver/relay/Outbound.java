package dev.podo.apiserver.relay;

import dev.podo.apiserver.http.Header;
import dev.podo.machinery.errors.ApiErrors;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A request as it is handed on.
///
/// @param target the path with its query, escaped as the client escaped it
/// @param headers all of them but those that say how long the body is
/// @param body whole
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed on, never changed.
public record Outbound(String method, String target, List<Header> headers, byte[] body) {
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

  /// Has a body, or says by its method that there could be one.
  private boolean tellsLength() {
    return body.length > 0
        || switch (method) {
          case "POST", "PUT", "PATCH" -> true;
          default -> false;
        };
  }

  byte[] encoded() {
    var head = new StringBuilder();
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    for (var header : headers) {
      head.append(header.name()).append(": ").append(header.value()).append("\r\n");
    }
    if (tellsLength()) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    head.append("\r\n");
    var out = new ByteArrayOutputStream(head.length() + body.length);
    out.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(body);
    return out.toByteArray();
  }
}
