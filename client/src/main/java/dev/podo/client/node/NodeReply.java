package dev.podo.client.node;

import java.nio.charset.StandardCharsets;

/// What an agent answers over its own API.
///
/// @param body belongs to whoever gets it
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed on, never changed.
public record NodeReply(int code, String contentType, byte[] body) {
  public static NodeReply text(int code, String body) {
    return new NodeReply(code, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
  }

  public static NodeReply notFound() {
    return text(404, "404 page not found\n");
  }
}
