package dev.podo.apiserver.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.RawClient;
import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bodies go through this server as they come, whatever their length.
class RelayedBodiesTest {
  /// What may be on the way: in sockets and small buffers.
  private static final long ON_THE_WAY = 48 << 20;

  private static TestServer server;
  private static Origin origin;

  @BeforeAll
  static void start() throws Exception {
    origin = new Origin();
    server = ProxyingTest.start(AddressRule.ANY);
    ProxyingTest.createPod(server, "web");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    origin.close();
  }

  private static String web(String path) {
    return web(origin, path);
  }

  private static String web(Origin of, String path) {
    return "/api/v1/namespaces/default/pods/web:" + of.port() + "/proxy" + path;
  }

  /// Bytes made as they are read; remembers how far it was ahead of the other server.
  private static final class Generated extends InputStream {
    private final long size;
    private final MessageDigest digest = Origin.sha256();
    private final long before = origin.received();
    private long made;
    private long ahead;

    Generated(long size) {
      this.size = size;
    }

    @Override
    public int read() {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (made >= size) {
        return -1;
      }
      var n = (int) Math.min(length, size - made);
      for (var i = 0; i < n; i++) {
        into[offset + i] = (byte) (((made + i) * 31) >>> 5);
      }
      digest.update(into, offset, n);
      made += n;
      ahead = Math.max(ahead, made - (origin.received() - before));
      return n;
    }

    String told(String framing) {
      return size + " " + HexFormat.of().formatHex(digest.digest()) + " " + framing;
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTP_1_1,true,64", "HTTP_1_1,false,8", "HTTP_2,true,8", "HTTP_2,false,64"})
  void streamsBodiesOfAnyLength(HttpClient.Version version, boolean tellsLength, int mebibytes) {
    var size = (long) mebibytes << 20;
    var body = new Generated(size);
    BodyPublisher publisher = BodyPublishers.ofInputStream(() -> body);
    if (tellsLength) {
      publisher = BodyPublishers.fromPublisher(publisher, size);
    }
    try (var client = TestClient.admin(server, version)) {
      var reply = client.send(client.request(web("/hash")).POST(publisher));

      assertThat(reply.statusCode()).isEqualTo(200);
      assertThat(reply.version()).isEqualTo(version);
      assertThat(reply.body()).isEqualTo(body.told(tellsLength ? Long.toString(size) : "chunked"));
      assertThat(body.ahead).isLessThan(ON_THE_WAY);
    }
  }

  @Test
  void whatIsForThisServerStaysLimited() {
    try (var client = TestClient.admin(server)) {
      var large = BodyPublishers.ofByteArray(new byte[4 << 20]);
      var reply = client.send(client.request("/api/v1/namespaces/default/configmaps").POST(large));

      assertThat(reply.statusCode()).isEqualTo(413);
    }
  }

  private static String post(String path, String... headers) {
    return RawClient.head("POST", web(path), headers);
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private static String hash(String text) {
    var digest = Origin.sha256().digest(text.getBytes(StandardCharsets.ISO_8859_1));
    return text.length() + " " + HexFormat.of().formatHex(digest);
  }

  /// The body of a reply whose length is told.
  private static String body(RawClient client, String head) throws Exception {
    var length = head.replaceAll("(?is).*content-length: (\\d+).*", "$1");
    return client.readText(Integer.parseInt(length));
  }

  private static String readChunk(RawClient client) throws Exception {
    var size = new StringBuilder();
    for (var c = client.readText(1); !c.equals("\n"); c = client.readText(1)) {
      size.append(c);
    }
    var text = client.readText(Integer.parseInt(size.toString().strip(), 16));
    client.readText(2);
    return text;
  }

  @Test
  void tellsAClientThatWaitsToGoOn() throws Exception {
    try (var client = RawClient.admin(server)) {
      client.send(post("/hash", "Content-Length: 5", "Expect: 100-continue"));
      assertThat(client.readHead()).startsWith("HTTP/1.1 100 Continue");

      client.send("hello");

      var head = client.readHead();
      assertThat(head).startsWith("HTTP/1.1 200").doesNotContainIgnoringCase("connection: close");
      assertThat(body(client, head)).isEqualTo(hash("hello") + " 5");
    }
  }

  @Test
  void sparesAClientTheBodyOfARequestThatIsRefused() throws Exception {
    try (var nobody = RawClient.of(server.pki(), null, server.server().address().getPort())) {
      nobody.send(post("/hash", "Content-Length: 1000000000", "Expect: 100-continue"));

      var head = nobody.readHead();
      assertThat(head).startsWith("HTTP/1.1 403").containsIgnoringCase("connection: close");
    }
  }

  @Test
  void handsOnAnAnswerThatComesBeforeTheBodyHasGone() throws Exception {
    try (var client = RawClient.admin(server)) {
      client.send(post("/early", "Transfer-Encoding: chunked") + chunk("begun"));
      var head = client.readHead();
      assertThat(head).startsWith("HTTP/1.1 413");
      assertThat(body(client, head)).isEqualTo("too much");

      client.send(chunk("and ended") + "0\r\n\r\n" + post("/hash", "Content-Length: 2") + "ok");

      var next = client.readHead();
      assertThat(next).startsWith("HTTP/1.1 200");
      assertThat(body(client, next)).isEqualTo(hash("ok") + " 2");
    }
  }

  @Test
  void saysThatTheOtherServerHasBrokenOff() throws Exception {
    try (var client = RawClient.admin(server)) {
      client.send(post("/break", "Transfer-Encoding: chunked") + chunk("begun"));

      var head = client.readHead();
      assertThat(head).startsWith("HTTP/1.1 503");
      assertThat(body(client, head)).contains("error trying to reach service: EOF");
    }
  }

  @Test
  void aBodyThatIsBrokenOffIsNotTakenForAWhole() throws Exception {
    try (var own = new Origin()) {
      try (var client = RawClient.admin(server)) {
        client.send(
            RawClient.head("POST", web(own, "/duplex"), "Transfer-Encoding: chunked")
                + chunk("begun"));
        client.readHead();
        assertThat(readChunk(client)).isEqualTo("begun");
      }
      assertThat(own.awaitCut()).isTrue();
    }
  }

  @Test
  void refusesWhatIsNoBody() throws Exception {
    try (var client = RawClient.admin(server)) {
      client.send(post("/hash", "Transfer-Encoding: chunked") + chunk("begun") + "nonsense\r\n");

      var head = client.readHead();
      assertThat(head).startsWith("HTTP/1.1 400");
      assertThat(body(client, head)).contains("broken off");
      assertThat(client.readAll()).isEmpty();
    }
  }

  @Test
  void carriesBytesBothWaysAtOnceUntilBothHaveEnded() throws Exception {
    try (var client = RawClient.admin(server)) {
      client.send(post("/duplex", "Transfer-Encoding: chunked") + chunk("one"));
      assertThat(client.readHead()).startsWith("HTTP/1.1 200");
      assertThat(readChunk(client)).isEqualTo("one");
      client.send(chunk("two"));
      assertThat(readChunk(client)).isEqualTo("two");

      client.send("0\r\n\r\n");

      assertThat(readChunk(client)).isEmpty();
    }
  }

  @Test
  void handsOnWhatFollowsABody() throws Exception {
    try (var client = RawClient.admin(server)) {
      client.send(
          post("/trailers", "Transfer-Encoding: chunked", "Trailer: X-Md5")
              + chunk("text")
              + "0\r\nX-Md5: 77\r\n\r\n");

      assertThat(client.readHead()).startsWith("HTTP/1.1 200").contains("Trailer: X-Sum");
      assertThat(readChunk(client)).isEqualTo("{x-md5=77}");
      assertThat(client.readText(3)).isEqualTo("0\r\n");
      assertThat(client.readHead()).isEqualToIgnoringCase("X-Sum: 42\r\n\r\n");
    }
  }

  @Test
  void oneConnectionServesManyRequests() throws Exception {
    try (var own = new Origin();
        var client = TestClient.admin(server)) {
      for (var i = 0; i < 5; i++) {
        assertThat(client.get(web(own, "/hash")).body()).isEqualTo(hash("") + " none");
      }
      assertThat(own.connections()).isOne();
    }
  }

  @Test
  void asksOnceMoreWhereAKeptConnectionWasClosedMeanwhile() throws Exception {
    try (var own = new Origin();
        var client = TestClient.admin(server)) {
      for (var i = 0; i < 4; i++) {
        assertThat(client.get(web(own, "/forgets")).body()).isEqualTo("forgotten");
        // What changes something is never sent where it could be lost.
        assertThat(client.post(web(own, "/hash"), "x").body()).isEqualTo(hash("x") + " 1");
      }
    }
  }
}
