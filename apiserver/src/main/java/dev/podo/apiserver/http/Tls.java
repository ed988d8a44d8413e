package dev.podo.apiserver.http;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// TLS of the server: 1.2 and 1.3, HTTP/2 and HTTP/1.1 by ALPN, client certificates asked for but
/// not required. Whether a client certificate means anything is decided by authentication, which
/// can answer 401 with a reason; a handshake could only break off.
///
/// The JDK's own context: Netty's builds a key store of a sample key, to find out what the JDK can
/// do, which took half the CPU of a start.
final class Tls {
  private static final String ALIAS = "server";
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
  private static final List<String> PROTOCOLS =
      List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1);

  private final SSLContext context;
  private final String[] ciphers;

  private Tls(SSLContext context) {
    this.context = context;
    var supported = List.of(context.getSupportedSSLParameters().getCipherSuites());
    this.ciphers =
        Http2SecurityUtil.CIPHERS.stream().filter(supported::contains).toArray(String[]::new);
  }

  /// What [#of] begins with, and what takes the JDK longest.
  static SSLContext newContext() {
    try {
      return SSLContext.getInstance("TLS");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  static Tls of(SSLContext context, TlsIdentity identity) {
    try {
      context.init(
          new KeyManager[] {new Keys(identity)},
          new TrustManager[] {new AcceptForLater(identity)},
          null);
      return new Tls(context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java's TLS cannot be set up", e);
    }
  }

  SslHandler newHandler() {
    var engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(VERSIONS);
    engine.setEnabledCipherSuites(ciphers);
    engine.setWantClientAuth(true);
    // A client that offers neither goes on without: it means HTTP/1.1.
    engine.setHandshakeApplicationProtocolSelector(
        (e, offered) -> PROTOCOLS.stream().filter(offered::contains).findFirst().orElse(""));
    return new SslHandler(engine);
  }

  private static final class Keys extends X509ExtendedKeyManager {
    private final TlsIdentity identity;

    Keys(TlsIdentity identity) {
      this.identity = identity;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      return identity.key().getAlgorithm().equals(keyType) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return identity.key().getAlgorithm().equals(keyType) ? ALIAS : null;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return identity.key();
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }
  }

  private static final class AcceptForLater extends X509ExtendedTrustManager {
    private final TlsIdentity identity;

    AcceptForLater(TlsIdentity identity) {
      this.identity = identity;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return identity.clientAuthorities().toArray(X509Certificate[]::new);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      throw new UnsupportedOperationException("this end is the server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
      throw new UnsupportedOperationException("this end is the server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
      throw new UnsupportedOperationException("this end is the server");
    }
  }
}
