package dev.podo.apiserver.pki;

import dev.podo.model.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// The TLS contexts that trust each `caBundle` of those whom the API server calls: webhooks,
/// extension servers. The latest are kept, so that who is asked again resumes its session.
public final class TrustedAuthorities {
  private static final int KEPT = 128;

  private final KeyManager @Nullable [] keys;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Bytes, SSLContext> contexts = new LinkedHashMap<>(16, 0.75f, true);

  /// @param keys what this end shows of itself; null for nothing
  public TrustedAuthorities(KeyManager @Nullable [] keys) {
    this.keys = keys;
  }

  /// @param caBundle certificates as PEM; empty for the authorities that this Java trusts
  /// @throws GeneralSecurityException when it holds no certificate that can be read
  public SSLContext trusting(Bytes caBundle) throws GeneralSecurityException, IOException {
    lock.lock();
    try {
      var known = contexts.get(caBundle);
      if (known == null) {
        known = SSLContext.getInstance("TLS");
        known.init(keys, caBundle.isEmpty() ? null : authorities(caBundle), null);
        contexts.put(caBundle, known);
        if (contexts.size() > KEPT) {
          contexts.remove(contexts.keySet().iterator().next());
        }
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private static TrustManager[] authorities(Bytes caBundle)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var in = new ByteArrayInputStream(caBundle.toArray())) {
      var number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      if (number == 0) {
        throw new CertificateException("unable to parse bytes as PEM block");
      }
    } catch (CertificateException e) {
      throw new CertificateException("unable to load root certificates: " + e.getMessage(), e);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}
