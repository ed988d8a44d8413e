package dev.podo.network.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a client is told when no endpoint answers it: plain text that says why.
final class ErrorPage {
  private ErrorPage() {}

  static FullHttpResponse of(HttpResponseStatus status, String why) {
    var text = status + "\n" + why + "\n";
    var content = Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    var page = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
    page.headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
        .set("x-content-type-options", "nosniff")
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .setInt(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
    return page;
  }

  /// The status for bytes that are no request.
  static HttpResponseStatus statusOf(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return HttpResponseStatus.REQUEST_URI_TOO_LONG;
    }
    if (cause instanceof TooLongHttpHeaderException || cause instanceof TooLongFrameException) {
      return HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
    }
    return HttpResponseStatus.BAD_REQUEST;
  }

  /// A failure in a few words, without what only we would understand.
  static String reason(@Nullable Throwable cause) {
    if (cause instanceof ConnectTimeoutException) {
      return "no answer to the connection";
    }
    if (cause instanceof ConnectException) {
      return "connection refused";
    }
    var message = cause == null ? null : cause.getMessage();
    return message == null ? "unknown failure" : message;
  }
}
