package dev.podo.network.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.foundation.Environment;
import dev.podo.network.ingress.PemCertificate;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TlsTest extends ProxyFixture {
  private final TestBackend web = TestBackend.echo("web");

  @AfterEach
  void closeBackend() {
    web.close();
  }

  private static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static SSLContext trusting() throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustAll()}, null);
    return context;
  }

  private SSLSocket connect(String host) throws Exception {
    var socket =
        (SSLSocket)
            trusting()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), proxy.https().getPort());
    var parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(host)));
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private byte[] certificateOf(String host) throws Exception {
    try (var socket = connect(host)) {
      return socket.getSession().getPeerCertificates()[0].getEncoded();
    }
  }

  private static PemCertificate fresh(String source) {
    var made = SelfSigned.create(Environment.system());
    return new PemCertificate(source, made.chain(), made.key());
  }

  private HttpClient http2() throws Exception {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_2)
        .sslContext(trusting())
        .build();
  }

  private URI uri(String path) {
    return URI.create("https://127.0.0.1:" + proxy.https().getPort() + path);
  }

  @Test
  void servesHttp1OverTls() throws Exception {
    start(web);
    try (var client = new RawClient(connect("example.org"))) {
      assertThat(client.get("/a").body()).isEqualTo("web GET /a");
      assertThat(client.post("/b", "x").body()).isEqualTo("web POST /b x");
    }
    assertThat(web.requests.element().headers().get("X-Forwarded-Proto")).isEqualTo("https");
  }

  @Test
  void servesHttp2() throws Exception {
    start(web);
    try (var client = http2()) {
      var big = "x".repeat(1 << 20);
      var got = client.send(HttpRequest.newBuilder(uri("/two")).build(), BodyHandlers.ofString());
      assertThat(got.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(got.body()).isEqualTo("web GET /two");
      var post =
          HttpRequest.newBuilder(uri("/post"))
              .POST(HttpRequest.BodyPublishers.ofString(big))
              .build();
      assertThat(client.send(post, BodyHandlers.ofString()).body())
          .isEqualTo("web POST /post " + big);
      var head = HttpRequest.newBuilder(uri("/head")).HEAD().build();
      assertThat(client.send(head, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
    assertThat(web.requests.element().headers().names())
        .noneMatch(name -> name.startsWith("x-http2"));
  }

  @Test
  void servesManyStreamsOfOneConnectionAtOnce() throws Exception {
    start(web);
    try (var client = http2()) {
      var answers =
          java.util.stream.IntStream.range(0, 100)
              .mapToObj(i ->
                  client
                      .sendAsync(
                          HttpRequest.newBuilder(uri("/" + i)).build(), BodyHandlers.ofString())
                      .thenApply(answer -> answer.body()))
              .toList();
      var bodies = new ArrayList<String>();
      for (var answer : answers) {
        bodies.add(answer.get());
      }
      assertThat(bodies).contains("web GET /0", "web GET /99").hasSize(100);
    }
    assertThat(proxy.metrics().responses()).containsEntry("2xx", 100L);
  }

  @Test
  void answersForTheProxyOverHttp2Too() throws Exception {
    start();
    try (var client = http2()) {
      var got = client.send(HttpRequest.newBuilder(uri("/")).build(), BodyHandlers.ofString());
      assertThat(got.statusCode()).isEqualTo(503);
      assertThat(got.body()).contains("has no endpoint");
    }
  }

  @Test
  void picksTheCertificateByNameAndReplacesItWhileItRuns() throws Exception {
    start(web);
    var byDefault = certificateOf("example.org");
    var certificates = new TreeMap<String, PemCertificate>();
    certificates.put("example.org", fresh("default/one"));
    certificates.put("*.example.org", fresh("default/two"));
    proxy.replaceCertificates(certificates);
    var exact = certificateOf("example.org");
    var wildcard = certificateOf("www.example.org");
    assertThat(exact).isNotEqualTo(byDefault).isNotEqualTo(wildcard);
    assertThat(wildcard).isNotEqualTo(byDefault);
    assertThat(certificateOf("other.net")).isEqualTo(byDefault);
    assertThat(certificateOf("deep.www.example.org")).isEqualTo(byDefault);

    try (var standing = new RawClient(connect("example.org"))) {
      certificates.put("example.org", fresh("default/three"));
      proxy.replaceCertificates(certificates);
      assertThat(certificateOf("example.org")).isNotEqualTo(exact);
      assertThat(standing.get("/").status()).isEqualTo(200);
    }
  }

  @Test
  void leavesOutACertificateThatCannotBeUsed() throws Exception {
    start(web);
    var byDefault = certificateOf("example.org");
    var certificates = new TreeMap<String, PemCertificate>();
    certificates.put("example.org", new PemCertificate("default/bad", "nonsense", "nonsense"));
    certificates.put("good.org", fresh("default/good"));
    proxy.replaceCertificates(certificates);
    assertThat(certificateOf("example.org")).isEqualTo(byDefault);
    assertThat(certificateOf("good.org")).isNotEqualTo(byDefault);
  }
}
