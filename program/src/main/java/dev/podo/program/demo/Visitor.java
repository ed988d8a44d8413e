package dev.podo.program.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/// A client of the sample as any browser is one: it comes through the Ingress, by the host's name,
/// over HTTP/1.1 on connections that are kept alive. It tries nothing twice, so that what it counts
/// is what happened.
final class Visitor {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String ADDRESS = "127.0.0.1";

  private final String host;
  private final int httpPort;
  private final int httpsPort;
  private final HttpClient client;

  private Visitor(String host, int httpPort, int httpsPort, HttpClient client) {
    this.host = host;
    this.httpPort = httpPort;
    this.httpsPort = httpsPort;
    this.client = client;
  }

  /// @param connection tells the connections of one visitor apart
  record Answer(int status, String body, String connection) {
    boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    String firstLine() {
      return body.lines().findFirst().orElse("");
    }
  }

  /// The JDK reads these once: the first HTTP client of the process must come later.
  static void prepare() {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    System.setProperty("jdk.httpclient.redirects.retrylimit", "1");
    System.setProperty("jdk.httpclient.disableRetryConnect", "true");
  }

  /// @param host as the Ingress knows it
  /// @param caPem who signed the certificate that it shows
  static Visitor of(String host, int httpPort, int httpsPort, String caPem) throws DemoException {
    try {
      var tls = new SSLParameters();
      tls.setServerNames(List.of(new SNIHostName(host)));
      var client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(PATIENCE)
              .sslContext(trusting(caPem))
              .sslParameters(tls)
              .build();
      return new Visitor(host, httpPort, httpsPort, client);
    } catch (GeneralSecurityException | IOException e) {
      throw new DemoException(
          "the certificate of " + host + " cannot be used: " + e.getMessage(),
          "Delete the Secret guestbook/" + Application.TLS_SECRET + " and run podo demo again.");
    }
  }

  private static SSLContext trusting(String caPem) throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    var pem = new ByteArrayInputStream(caPem.getBytes(StandardCharsets.US_ASCII));
    store.setCertificateEntry(
        "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /// The same visitor at another host of the same Ingress, over HTTP.
  Visitor at(String otherHost) {
    return new Visitor(otherHost, httpPort, httpsPort, client);
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(request("http", httpPort, path).GET().build());
  }

  Answer post(String path, String body) throws IOException, InterruptedException {
    return send(request("http", httpPort, path).POST(BodyPublishers.ofString(body)).build());
  }

  /// Over TLS; the certificate must be for the host, and signed by who was told.
  Answer getOverTls(String path) throws IOException, InterruptedException {
    return send(request("https", httpsPort, path).GET().build());
  }

  private HttpRequest.Builder request(String scheme, int port, String path) {
    var url = URI.create(scheme + "://" + ADDRESS + ":" + port + path);
    return HttpRequest.newBuilder(url).timeout(PATIENCE).header("Host", host);
  }

  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    var response = client.send(request, BodyHandlers.ofString());
    return new Answer(
        response.statusCode(), response.body(), response.connectionLabel().orElse(""));
  }
}
