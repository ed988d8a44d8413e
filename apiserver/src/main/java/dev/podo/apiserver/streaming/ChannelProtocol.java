package dev.podo.apiserver.streaming;

import dev.podo.apiserver.http.HttpRequest;
import dev.podo.apiserver.http.WebSocket;
import dev.podo.machinery.errors.ApiException;
import dev.podo.model.meta.v1.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The family of subprotocols `channel.k8s.io`: several streams in one WebSocket, told apart by the
/// first byte of each message; as base64, by a digit.
///
/// @param name as agreed upon; "" is the oldest
record ChannelProtocol(String name) {
  /// Says that a channel is closed; version 5 only.
  static final int CLOSE = 255;

  private static final List<String> KNOWN =
      List.of(
          "v5.channel.k8s.io",
          "v4.channel.k8s.io",
          "channel.k8s.io",
          "v4.base64.channel.k8s.io",
          "base64.channel.k8s.io");

  private static final List<String> KNOWN_FOR_PORTS =
      List.of(
          SpdyConversations.PORT_FORWARD_TUNNEL, "v4.channel.k8s.io", "v4.base64.channel.k8s.io");

  /// For exec and attach.
  static ChannelProtocol agree(HttpRequest request) {
    return new ChannelProtocol(choose(request, KNOWN));
  }

  /// For port-forward.
  static ChannelProtocol agreeOnForwarding(HttpRequest request) {
    return new ChannelProtocol(choose(request, KNOWN_FOR_PORTS));
  }

  /// The first that the client offers and we know; "" when it offers none.
  ///
  /// @throws ApiException `Forbidden` when we know none of those that it offers
  static String choose(HttpRequest request, List<String> known) {
    var offered = new ArrayList<String>();
    for (var header : request.headers().all("Sec-WebSocket-Protocol")) {
      for (var part : header.split(",")) {
        if (!part.isBlank() && !part.trim().startsWith("base64url.bearer.")) {
          offered.add(part.trim());
        }
      }
    }
    for (var candidate : offered) {
      if (known.contains(candidate)) {
        return candidate;
      }
    }
    if (offered.isEmpty()) {
      return "";
    }
    throw new ApiException(
        Status.builder()
            .status("Failure")
            .reason("Forbidden")
            .code(403)
            .message(
                "requested protocol(s) are not supported: [%s]; supports [%s]"
                    .formatted(String.join(" ", offered), String.join(" ", known)))
            .build());
  }

  boolean isBase64() {
    return name.contains("base64");
  }

  /// Whether the end of a process is told as a Status.
  boolean tellsStatus() {
    return name.startsWith("v4.") || name.startsWith("v5.");
  }

  boolean closesChannels() {
    return name.startsWith("v5.");
  }

  void send(WebSocket socket, int channel, byte[] bytes) {
    var body = isBase64() ? Base64.getEncoder().encode(bytes) : bytes;
    var message = new byte[body.length + 1];
    message[0] = (byte) (isBase64() ? '0' + channel : channel);
    System.arraycopy(body, 0, message, 1, body.length);
    if (isBase64()) {
      socket.sendText(message);
    } else {
      socket.sendBinary(message);
    }
    socket.flush();
  }

  /// What a message says; null for one that says nothing.
  @Nullable Frame read(WebSocket.Message message) {
    var bytes = message.bytes();
    if (bytes.length == 0) {
      return null;
    }
    var body = Arrays.copyOfRange(bytes, 1, bytes.length);
    if (!isBase64()) {
      return new Frame(bytes[0] & 0xff, body);
    }
    try {
      return new Frame(bytes[0] - '0', Base64.getDecoder().decode(body));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /// A message on one channel.
  @SuppressWarnings("ArrayRecordComponent") // The bytes are handed on, never changed.
  record Frame(int channel, byte[] bytes) {}
}
