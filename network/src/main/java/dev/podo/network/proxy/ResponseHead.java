package dev.podo.network.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/// Makes an endpoint's response one that the client's connection can carry.
final class ResponseHead {
  private ResponseHead() {}

  /// @param keepAlive whether the client's connection is to serve more requests
  /// @return whether it can
  static boolean adapt(HttpResponse response, RequestHead request, boolean keepAlive) {
    Headers.toClient(response);
    response.setProtocolVersion(HttpVersion.HTTP_1_1);
    var headers = response.headers();
    var keeps = keepAlive;
    if (request.framing().http10()) {
      // It knows no chunks: the end of the connection is the end of the body.
      headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
      keeps &= HttpUtil.isContentLengthSet(response) || !mayHaveBody(response, request);
      if (keeps) {
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
      }
    } else if (!HttpUtil.isContentLengthSet(response)
        && !HttpUtil.isTransferEncodingChunked(response)
        && mayHaveBody(response, request)) {
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    if (!keeps) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    return keeps;
  }

  private static boolean mayHaveBody(HttpResponse response, RequestHead request) {
    var status = response.status();
    return !request.method().equals(HttpMethod.HEAD)
        && !status.equals(HttpResponseStatus.NO_CONTENT)
        && !status.equals(HttpResponseStatus.NOT_MODIFIED);
  }
}
