package dev.podo.apiserver;

import dev.podo.apiserver.pki.KeyAndCertificate;
import dev.podo.apiserver.pki.Pki;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/// A client over TLS.
public final class TestClient implements AutoCloseable {
  private final HttpClient client;
  private final int port;

  private TestClient(HttpClient client, int port) {
    this.client = client;
    this.port = port;
  }

  public static TestClient admin(TestServer server, HttpClient.Version version) {
    return of(server.pki(), server.server().address().getPort(), server.pki().admin(), version);
  }

  public static TestClient admin(TestServer server) {
    return admin(server, HttpClient.Version.HTTP_1_1);
  }

  public static TestClient nobody(TestServer server) {
    return of(server.pki(), server.server().address().getPort(), null, HttpClient.Version.HTTP_1_1);
  }

  public static TestClient of(
      Pki pki, int port, KeyAndCertificate identity, HttpClient.Version version) {
    var tls = tls(pki, identity);
    return new TestClient(HttpClient.newBuilder().sslContext(tls).version(version).build(), port);
  }

  /// A connection on which a test says whatever it likes.
  ///
  /// @param identity null for nobody
  /// @param protocol for ALPN
  /// @param receiveBuffer in bytes, 0 for the usual one
  /// @param patienceMillis what does not come in this time fails the test, and does not hang it
  public static SSLSocket connect(
      Pki pki,
      int port,
      KeyAndCertificate identity,
      String protocol,
      int receiveBuffer,
      int patienceMillis)
      throws IOException {
    var plain = new Socket();
    if (receiveBuffer > 0) {
      plain.setReceiveBufferSize(receiveBuffer);
    }
    plain.setSoTimeout(patienceMillis);
    plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    var factory = tls(pki, identity).getSocketFactory();
    var socket = (SSLSocket) factory.createSocket(plain, "localhost", port, true);
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {protocol});
    socket.setSSLParameters(parameters);
    return socket;
  }

  /// What trusts the server, and shows who one is.
  ///
  /// @param identity null for nobody
  public static SSLContext tls(Pki pki, KeyAndCertificate identity) {
    try {
      var trust = KeyStore.getInstance("PKCS12");
      trust.load(null, null);
      trust.setCertificateEntry("ca", pki.caCertificate());
      var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(trust);
      var keys = identity == null ? null : new KeyManager[] {new OneKey(identity)};
      var tls = SSLContext.getInstance("TLS");
      tls.init(keys, trusted.getTrustManagers(), null);
      return tls;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + port + path));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
    return client.sendAsync(request.build(), BodyHandlers.ofString());
  }

  public HttpResponse<byte[]> sendForBytes(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public HttpResponse<InputStream> open(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofInputStream());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public HttpResponse<String> get(String path) {
    return send(request(path));
  }

  public HttpResponse<String> post(String path, String json) {
    return send(body("POST", path, "application/json", json));
  }

  public HttpRequest.Builder body(String method, String path, String type, String text) {
    return request(path)
        .header("Content-Type", type)
        .method(method, BodyPublishers.ofByteArray(text.getBytes(StandardCharsets.UTF_8)));
  }

  public WebSocket webSocket(String path, WebSocket.Listener listener, String... subprotocols) {
    var builder = client.newWebSocketBuilder();
    if (subprotocols.length > 0) {
      builder.subprotocols(
          subprotocols[0],
          List.of(subprotocols).subList(1, subprotocols.length).toArray(String[]::new));
    }
    return builder.buildAsync(URI.create("wss://localhost:" + port + path), listener).join();
  }

  /// @param accept what the messages are to be
  public WebSocket webSocketAs(String accept, String path, WebSocket.Listener listener) {
    return client
        .newWebSocketBuilder()
        .header("Accept", accept)
        .buildAsync(URI.create("wss://localhost:" + port + path), listener)
        .join();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private static final class OneKey extends X509ExtendedKeyManager {
    private final KeyAndCertificate identity;

    OneKey(KeyAndCertificate identity) {
      this.identity = identity;
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
      return "key";
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return "key";
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {"key"};
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[] {identity.certificate()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return identity.key();
    }
  }
}
