package dev.podo.apiserver.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlLinksTest {
  private static final Links LINKS =
      Links.below("/api/v1/nodes/n/proxy", Set.of("localhost:6443", "10.0.0.7:80"));

  /// In pieces of some size: a page may be cut anywhere.
  private static String rewritten(String page, int size) {
    var html = new HtmlLinks(LINKS::rewritten);
    var bytes = page.getBytes(StandardCharsets.UTF_8);
    var out = new StringBuilder();
    for (var at = 0; at < bytes.length; at += size) {
      var length = Math.min(size, bytes.length - at);
      var piece = new byte[length];
      System.arraycopy(bytes, at, piece, 0, length);
      out.append(new String(html.feed(piece, length), StandardCharsets.ISO_8859_1));
    }
    out.append(new String(html.end(), StandardCharsets.ISO_8859_1));
    return new String(out.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "/kubelet,/api/v1/nodes/n/proxy/kubelet",
        "/a/?b=/c#d,/api/v1/nodes/n/proxy/a/?b=/c#d",
        "/,/api/v1/nodes/n/proxy/",
        "relative/path,relative/path",
        "?only=query,?only=query",
        "http://10.0.0.7:80/x,/api/v1/nodes/n/proxy/x",
        "https://localhost:6443/y,/api/v1/nodes/n/proxy/y",
        "//10.0.0.7:80/z,/api/v1/nodes/n/proxy/z",
        "https://elsewhere.example/x,https://elsewhere.example/x",
        "/api/v1/nodes/n/proxy/there,/api/v1/nodes/n/proxy/there",
        "mailto:/a,mailto:/a",
      })
  void prependsThePrefixToAbsolutePathsOfTheSameHost(String url, String expected) {
    assertThat(LINKS.rewritten(url)).isEqualTo(expected);
  }

  @Test
  void changesTheAttributesThatHoldUrlsAndNothingElse() {
    var page =
        """
        <!DOCTYPE html><html><head><title>a < b <a href="/no"></title>
        <link rel=stylesheet href='/style.css'><script src="/app.js">var x = '<a href="/no">';</script>
        <!-- <a href="/no"> -- > --></head>
        <body><A HREF = "/yes" title="/no">é</A><img alt="a > b" src=/i.png><p don't href="/no">
        <a href="//elsewhere.example/">x</a><br/><form action="/post"><input formaction="/in"/>
        1 < 2 <<a href="/twice">
        """;
    var expected =
        page.replace("/style.css", "/api/v1/nodes/n/proxy/style.css")
            .replace("/app.js", "/api/v1/nodes/n/proxy/app.js")
            .replace("\"/yes\"", "\"/api/v1/nodes/n/proxy/yes\"")
            .replace("/i.png", "/api/v1/nodes/n/proxy/i.png")
            .replace("\"/post\"", "\"/api/v1/nodes/n/proxy/post\"")
            .replace("\"/in\"", "\"/api/v1/nodes/n/proxy/in\"")
            .replace("\"/twice\"", "\"/api/v1/nodes/n/proxy/twice\"");

    for (var size = 1; size < page.length() + 2; size += size < 40 ? 1 : 37) {
      assertThat(rewritten(page, size)).as("in pieces of %d", size).isEqualTo(expected);
    }
  }

  @Test
  void passesWhatIsNoTagAsItIs() {
    var endless = "<a " + "x".repeat(200_000);

    assertThat(rewritten(endless, 1_000)).isEqualTo(endless);
    assertThat(rewritten("a <b href=", 3)).isEqualTo("a <b href=");
  }
}
