package dev.podo.apiserver.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.RawClient;
import dev.podo.apiserver.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a request may be about, and what its head must say: said byte by byte, as no client library
/// would.
class RequestTargetsTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String NO_PATH = "the server could not find the requested resource";
  private static final String NO_METHOD =
      "the server does not allow this method on the requested resource";

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.listening();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /// The head of the answer and its body.
  private static String answer(String request) throws IOException {
    try (var client = RawClient.admin(server)) {
      client.send(request);
      var head = client.readHead();
      if (head.startsWith("HTTP/1.1 100 ")) {
        return head + client.readHead();
      }
      var name = "content-length: ";
      var at = head.toLowerCase(Locale.ROOT).indexOf(name) + name.length();
      var length = Integer.parseInt(head.substring(at, head.indexOf('\r', at)));
      return head + new String(client.read(length), StandardCharsets.UTF_8);
    }
  }

  private static void isRefused(String request, int code, String reason, String message)
      throws IOException {
    var answer = answer(request);
    assertThat(answer).as(request).startsWith("HTTP/1.1 " + code + " ");
    assertThat(answer).contains("\"kind\":\"Status\"").contains("\"code\":" + code);
    assertThat(answer).contains("\"message\":\"%s\",\"reason\":\"%s\"".formatted(message, reason));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1//pods",
    "//api/v1/pods",
    "/api/v1/../v1/pods",
    MAPS + "/a%2Fb",
    "/api/v1/namespaces/default/nodes",
    "/api/v1/namespaces/a/namespaces/b",
    "/api/v1/pods/x",
    "/api/v1/namespaces/a%00b/pods",
    "*"
  })
  void findsNothingAtPathsThatThereAreNot(String path) throws IOException {
    isRefused(RawClient.head("GET", path), 404, "NotFound", NO_PATH);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/pods/",
    "/api/v1/namespaces//pods",
    "https://localhost/api/v1/pods?limit=1",
    "HTTP://localhost/api/v1/pods",
    "/api/v1/%70ods"
  })
  void readsPathsAsUpstream(String path) throws IOException {
    assertThat(answer(RawClient.head("GET", path)))
        .startsWith("HTTP/1.1 200 ")
        .contains("\"kind\":\"PodList\"");
  }

  @Test
  void takesNoNamesThatMeanSomethingInAPath() throws IOException {
    for (var name : new String[] {".", ".."}) {
      isRefused(
          RawClient.head("GET", MAPS + "/" + name),
          400,
          "BadRequest",
          "Name parameter invalid: \\\"" + name + "\\\": may not be '" + name + "'");
    }
    isRefused(
        RawClient.head("DELETE", MAPS + "/a%25"),
        400,
        "BadRequest",
        "Name parameter invalid: \\\"a%\\\": may not contain '%'");
    assertThat(answer(RawClient.head("GET", MAPS + "/a%00b"))).startsWith("HTTP/1.1 404 ");
    assertThat(answer(RawClient.head("GET", MAPS + "?fieldSelector=metadata.name%3Da%00b")))
        .startsWith("HTTP/1.1 200 ");
    var token =
        "{\"spec\":{\"boundObjectRef\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"name\":\"a\\u0000b\"}}}";
    isRefusedAtAll(post("/api/v1/namespaces/default/serviceaccounts/default/token", token));
    isRefusedAtAll(post(MAPS, "{\"metadata\":{\"name\":\"a\\u0000b\"}}"));
    var spec = "{\"serviceAccountName\":\"a\\u0000b\",\"containers\":[]}";
    isRefusedAtAll(
        post(
            "/api/v1/namespaces/default/pods",
            "{\"metadata\":{\"name\":\"a\"},\"spec\":" + spec + "}"));
  }

  /// As the client's own mistake.
  private static void isRefusedAtAll(String request) throws IOException {
    assertThat(answer(request)).startsWith("HTTP/1.1 4");
  }

  private static String post(String path, String body) {
    var type = "Content-Type: application/json";
    return RawClient.head("POST", path, type, "Content-Length: " + body.length()) + body;
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE,/api/v1/pods",
    "POST,/api/v1/pods",
    "DELETE,/api/v1/namespaces//pods",
    "DELETE,/version",
    "FOO,/healthz",
    "get,/healthz",
    "get,/api/v1/namespaces/default/configmaps",
    "LIST,/api/v1/namespaces/default/configmaps",
    "POST,/api/v1/watch/namespaces/default/configmaps",
    "DELETE,/api/v1/namespaces/default/pods/web/exec",
    "CONNECT,/api/v1/pods"
  })
  void knowsNoOtherMethods(String method, String path) throws IOException {
    isRefused(RawClient.head(method, path), 405, "MethodNotAllowed", NO_METHOD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /version HTTP/1.1 | 400 | missing required Host header",
        "GET /version HTTP/1.1;Host: a;Host: b | 400 | too many Host headers",
        "GET /version HTTP/3.0;Host: a | 505 | unsupported protocol version",
        "GET /version;Host: a | 400 | the request is malformed",
        "GET /version HTTP/1.1;Host: a;Name : b | 400 | the request is malformed",
        "POST / HTTP/1.1;Host: a;Transfer-Encoding: gzip, chunked | 501 | unsupported transfer encoding",
        "POST / HTTP/1.1;Host: a;Transfer-Encoding: gzip | 400 | the request is malformed",
        "POST / HTTP/1.1;Host: a;Transfer-Encoding: chunked;Content-Length: 3 | 400 | the request is malformed",
        "POST / HTTP/1.1;Host: a;Content-Length: 3;Content-Length: 4 | 400 | the request is malformed",
        "POST / HTTP/1.1;Host: a;Content-Length: -1 | 400 | the request is malformed",
        "POST / HTTP/1.1;Host: a;Transfer-Encoding: chunked;;zz | 400 | the request is malformed",
        "POST / HTTP/1.1;Host: a;Transfer-Encoding: chunked;;FFFFFFFFFFFFFFFFF | 400 | the request is malformed",
        "POST / HTTP/1.1;Host: a;Content-Length: 3;Expect: tea | 417 | the request expects what this server does not know",
        "GET /version?a=%zz HTTP/1.1;Host: a | 400 | the query of the URL is malformed",
        "GET /version%zz HTTP/1.1;Host: a | 400 | the path of the URL is malformed",
      })
  void refusesWhatIsNoProperRequest(String request, int code, String message) throws IOException {
    isRefused(request.replace(";", "\r\n") + "\r\n\r\n", code, "BadRequest", message);
  }

  @Test
  void answersHttp10() throws IOException {
    assertThat(answer("GET /version HTTP/1.0\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .containsIgnoringCase("connection: close");
  }

  @Test
  void tellsWhoWaitsToGoOn() throws IOException {
    var body = "{\"metadata\":{\"name\":\"a\"}}";
    var head =
        RawClient.head(
            "POST",
            MAPS + "?dryRun=All",
            "Content-Type: application/json",
            "Expect: 100-Continue",
            "Content-Length: " + body.length());
    assertThat(answer(head + body)).startsWith("HTTP/1.1 100 ").contains("HTTP/1.1 201 ");
  }

  /// There is no CORS unless a cluster asks for it, and none here does.
  @Test
  void allowsNothingToOtherOrigins() throws IOException {
    assertThat(answer(RawClient.head("GET", MAPS, "Origin: https://other.example")))
        .doesNotContainIgnoringCase("access-control-");
    isRefused(
        RawClient.head(
            "OPTIONS",
            MAPS,
            "Origin: https://other.example",
            "Access-Control-Request-Method: POST"),
        405,
        "MethodNotAllowed",
        NO_METHOD);
  }
}
