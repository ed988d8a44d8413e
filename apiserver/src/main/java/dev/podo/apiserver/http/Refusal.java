package dev.podo.apiserver.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a client is told whose request never becomes one: a Status.
///
/// @param message goes into JSON as it is
record Refusal(int code, String reason, String message) {
  static final Refusal LATE = new Refusal(408, "Timeout", "the request did not arrive in time");
  static final Refusal LATE_HEAD =
      new Refusal(408, "Timeout", "the head of the request did not arrive in time");
  static final Refusal QUERY = new Refusal(400, "BadRequest", "the query of the URL is malformed");
  private static final Refusal MALFORMED =
      new Refusal(400, "BadRequest", "the request is malformed");
  private static final Refusal LONG_URL =
      new Refusal(414, "RequestURITooLong", "the URL of the request is too long");
  private static final Refusal LARGE_HEADERS =
      new Refusal(431, "BadRequest", "the headers of the request are too large");

  private static final Refusal EXPECTATION =
      new Refusal(417, "BadRequest", "the request expects what this server does not know");
  private static final Refusal VERSION =
      new Refusal(505, "BadRequest", "unsupported protocol version");
  private static final Refusal HOSTS = new Refusal(400, "BadRequest", "too many Host headers");
  private static final Refusal NO_HOST =
      new Refusal(400, "BadRequest", "missing required Host header");
  private static final Refusal CODING =
      new Refusal(501, "BadRequest", "unsupported transfer encoding");

  // What HTTP/1.1 writes around a URL (a space, another, `HTTP/1.1`), and around a header's value.
  private static final int AROUND_URL = 10;
  private static final int AROUND_VALUE = 2;

  /// @param cause what the decoder says
  static Refusal of(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException tooLong -> LONG_URL;
      case TooLongHttpHeaderException tooLong -> LARGE_HEADERS;
      default -> MALFORMED;
    };
  }

  static Refusal ofBody(int max) {
    return new Refusal(413, "RequestEntityTooLarge", "Request entity too large: limit is " + max);
  }

  /// Of a head that the decoder lets pass; null if there is nothing against it.
  static @Nullable Refusal ofHead(
      HttpRequest request, HttpServerConfig.Limits limits, boolean http2) {
    var expected = request.headers().get(HttpHeaderNames.EXPECT);
    if (expected != null && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expected)) {
      return EXPECTATION;
    }
    return http2 ? ofSize(request, limits) : ofHttp1(request);
  }

  /// Reckoned as HTTP/1.1 writes it. Its decoder finds out by itself; that of HTTP/2 would tell the
  /// client a number, and nothing more.
  private static @Nullable Refusal ofSize(HttpRequest request, HttpServerConfig.Limits limits) {
    if (request.method().name().length() + request.uri().length() + AROUND_URL > limits.maxUrl()) {
      return LONG_URL;
    }
    var size = 0L;
    for (var headers = request.headers().iteratorCharSequence(); headers.hasNext(); ) {
      var header = headers.next();
      size += header.getKey().length() + header.getValue().length() + AROUND_VALUE;
    }
    return size > limits.maxHeaders() ? LARGE_HEADERS : null;
  }

  /// What Go's server refuses, and Netty's decoder does not: RFC 9112, 3.2 and 6.1.
  private static @Nullable Refusal ofHttp1(HttpRequest request) {
    if (request.protocolVersion().majorVersion() != 1) {
      return VERSION;
    }
    var hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
    if (hosts > 1) {
      return HOSTS;
    }
    if (hosts == 0 && request.protocolVersion().minorVersion() > 0) {
      return NO_HOST;
    }
    var coding = request.headers().get(HttpHeaderNames.TRANSFER_ENCODING);
    return coding == null || HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(coding)
        ? null
        : CODING;
  }

  FullHttpResponse response(boolean http2) {
    var json =
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\""
            + message
            + "\",\"reason\":\""
            + reason
            + "\",\"code\":"
            + code
            + "}\n";
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(code),
            Unpooled.copiedBuffer(json, StandardCharsets.UTF_8));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
    HttpUtil.setContentLength(response, response.content().readableBytes());
    if (!http2) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    return response;
  }
}
