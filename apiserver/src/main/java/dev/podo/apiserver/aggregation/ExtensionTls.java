package dev.podo.apiserver.aggregation;

import dev.podo.apiserver.pki.KeyAndCertificate;
import dev.podo.apiserver.relay.AnyCertificate;
import dev.podo.model.Bytes;
import dev.podo.model.apiregistration.v1.APIServiceSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// TLS to the servers behind this one: shows them the front proxy's certificate, and trusts whom
/// their APIService says. Contexts are kept, so that sessions are resumed.
final class ExtensionTls {
  private static final int KEPT = 64;

  private final KeyManager[] keys;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Trust, SSLContext> contexts = new LinkedHashMap<>(16, 0.75f, true);

  private record Trust(Bytes caBundle, boolean anybody) {}

  /// @param own what is shown, asked for with each handshake: it may be renewed
  ExtensionTls(Supplier<KeyAndCertificate> own) {
    this.keys = new KeyManager[] {new OwnKey(own)};
  }

  /// @throws IOException when the authorities cannot be read
  SSLContext trusting(APIServiceSpec spec) throws IOException {
    var trust = new Trust(spec.caBundle(), spec.insecureSkipTLSVerify());
    lock.lock();
    try {
      var known = contexts.get(trust);
      if (known == null) {
        known = trust.anybody() ? AnyCertificate.with(keys) : context(trust.caBundle());
        contexts.put(trust, known);
        if (contexts.size() > KEPT) {
          contexts.remove(contexts.keySet().iterator().next());
        }
      }
      return known;
    } catch (GeneralSecurityException e) {
      throw new IOException("unable to load root certificates: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  private SSLContext context(Bytes caBundle) throws GeneralSecurityException, IOException {
    var context = SSLContext.getInstance("TLS");
    if (caBundle.isEmpty()) {
      context.init(keys, null, null);
      return context;
    }
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    var in = new ByteArrayInputStream(caBundle.toArray());
    var number = 0;
    for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
      store.setCertificateEntry("ca-" + number++, certificate);
    }
    if (number == 0) {
      throw new GeneralSecurityException("unable to parse bytes as PEM block");
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    context.init(keys, factory.getTrustManagers(), null);
    return context;
  }

  private static final class OwnKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "front-proxy";

    private final Supplier<KeyAndCertificate> own;

    OwnKey(Supplier<KeyAndCertificate> own) {
      this.own = own;
    }

    @Override
    public String chooseEngineClientAlias(
        String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      return ALIAS;
    }

    @Override
    public String chooseClientAlias(
        String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return ALIAS;
    }

    @Override
    public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[] {own.get().certificate()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return own.get().key();
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }
  }
}
