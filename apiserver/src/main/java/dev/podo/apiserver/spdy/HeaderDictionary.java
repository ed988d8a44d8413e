package dev.podo.apiserver.spdy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The bytes that the compression of headers begins with (SPDY/3.1, section 2.6.10.1): some words,
/// each behind its length, then some text. Both ends must have the very same.
final class HeaderDictionary {
  private static final String WORDS =
      """
      options head post put delete trace accept accept-charset accept-encoding accept-language
      accept-ranges age allow authorization cache-control connection content-base content-encoding
      content-language content-length content-location content-md5 content-range content-type date
      etag expect expires from host if-match if-modified-since if-none-match if-range
      if-unmodified-since last-modified location max-forwards pragma proxy-authenticate
      proxy-authorization range referer retry-after server te trailer transfer-encoding upgrade
      user-agent vary via warning www-authenticate method get status 200_OK version HTTP/1.1 url
      public set-cookie keep-alive origin
      """;

  private static final String TEXT =
      "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505"
          + "203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request"
          + "401 Unauthorized403 Forbidden404 Not Found500 Internal Server Error"
          + "501 Not Implemented503 Service Unavailable"
          + "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00"
          + " Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMT"
          + "chunked,text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,"
          + "text/plain,text/javascript,publicprivatemax-age=gzip,deflate,sdch"
          + "charset=utf-8charset=iso-8859-1,utf-,*,enq=0.";

  private static final byte[] BYTES = compose();

  private HeaderDictionary() {}

  /// Not to be changed.
  static byte[] bytes() {
    return BYTES;
  }

  private static byte[] compose() {
    var bytes = new ByteArrayOutputStream();
    for (var word : WORDS.trim().split("\\s+")) {
      var letters = word.replace('_', ' ').getBytes(StandardCharsets.US_ASCII);
      bytes.writeBytes(ByteBuffer.allocate(4).putInt(letters.length).array());
      bytes.writeBytes(letters);
    }
    bytes.writeBytes(TEXT.getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }
}
