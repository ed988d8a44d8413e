package dev.podo.bench.cluster;

import dev.podo.apiserver.pki.Pki;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The JDK's client as the administrator, on one connection of HTTP/2.
public final class HttpsClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int NOT_FOUND = 404;
  private static final char[] PASSWORD = new char[0];

  private final HttpClient client;
  private final int port;

  private HttpsClient(HttpClient client, int port) {
    this.client = client;
    this.port = port;
  }

  static HttpsClient of(Pki pki, int port) throws GeneralSecurityException, IOException {
    var client =
        HttpClient.newBuilder().sslContext(tls(pki)).version(HttpClient.Version.HTTP_2).build();
    return new HttpsClient(client, port);
  }

  private static SSLContext tls(Pki pki) throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    store.setCertificateEntry("ca", pki.caCertificate());
    var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(store);
    var admin = pki.admin();
    store.setKeyEntry("client", admin.key(), PASSWORD, new Certificate[] {admin.certificate()});
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    var tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
    return tls;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + port + path)).timeout(PATIENCE);
  }

  /// Posts JSON and forgets the reply.
  public void post(String path, byte[] json) throws IOException, InterruptedException {
    var request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json))
            .build();
    var response = client.send(request, BodyHandlers.discarding());
    check(path, response.statusCode());
  }

  /// Reads a reply without keeping it.
  ///
  /// @return how many bytes it had
  public long size(String path, String accept) throws IOException, InterruptedException {
    var bytes = new AtomicLong();
    var response =
        client.send(
            request(path).header("Accept", accept).build(),
            BodyHandlers.ofByteArrayConsumer(
                part -> part.ifPresent(b -> bytes.addAndGet(b.length))));
    check(path, response.statusCode());
    return bytes.get();
  }

  /// As [#size], of what need not be there.
  public long sizeIfThere(String path, String accept) throws IOException, InterruptedException {
    var response =
        client.send(request(path).header("Accept", accept).build(), BodyHandlers.discarding());
    if (response.statusCode() == NOT_FOUND) {
      return 0;
    }
    check(path, response.statusCode());
    return size(path, accept);
  }

  /// Opens a reply that goes on.
  public InputStream open(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + path)).build();
    var response = client.send(request, BodyHandlers.ofInputStream());
    check(path, response.statusCode());
    return response.body();
  }

  private static void check(String path, int status) throws IOException {
    if (status >= 300) {
      throw new IOException(path + " was answered with " + status);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
