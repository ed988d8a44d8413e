package dev.podo.node.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.node.handlers.NetworkClient.Header;
import dev.podo.node.handlers.NetworkClient.HttpGet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectsTest {
  private static final HttpGet FIRST =
      new HttpGet(
          "HTTP",
          "10.0.0.9",
          8080,
          "/a/b?c",
          List.of(new Header("Host", "shop.example"), new Header("X", "1")));

  @ParameterizedTest
  @CsvSource({
    "302, /x, http://10.0.0.9:8080/x",
    "301, y?z=1, http://10.0.0.9:8080/a/y?z=1",
    "307, http://10.0.0.9/x, http://10.0.0.9:80/x",
    "308, https://10.0.0.9, https://10.0.0.9:443/",
    "303, https://10.0.0.9:8443/x, https://10.0.0.9:8443/x",
    "302, http://shop.example/x, ''",
    "302, http://10.0.0.8:8080/x, ''",
    "302, ftp://10.0.0.9/x, ''",
    "302, '', ''",
    "302, 'http://[', ''",
    "304, /x, ''",
    "200, /x, ''",
  })
  void leadOnlyToTheSameHost(int code, String location, String expected) {
    var next = Redirects.next(FIRST, code, location);
    assertThat(next == null ? "" : next.url()).isEqualTo(expected);
  }

  @Test
  void aHostHeaderIsForRelativePlacesOnly() {
    assertThat(Redirects.next(FIRST, 302, "/x"))
        .extracting(HttpGet::headers)
        .isEqualTo(FIRST.headers());
    assertThat(Redirects.next(FIRST, 302, "http://10.0.0.9/x"))
        .extracting(HttpGet::headers)
        .isEqualTo(List.of(new Header("X", "1")));
  }

  /// What has come so far, where ~ is an end of line; whether it is all.
  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 200 OK~Content-Length: 3~, false",
    "HTTP/1.1 200 OK~Content-Length: 3~~ab, false",
    "HTTP/1.1 200 OK~content-length:3~~abc, true",
    "HTTP/1.1 200 OK~~whatever, false",
    "HTTP/1.1 204 No Content~~, true",
    "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~3~abc~, false",
    "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~3~abc~0~~, true",
    "SSH-2.0-x~~, true",
  })
  void anAnswerIsCompleteWhenItSaysSo(String text, boolean complete) {
    var bytes = text.replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(HttpReply.isComplete(bytes)).isEqualTo(complete);
  }
}
