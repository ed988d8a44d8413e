package dev.podo.apiserver.webhook;

import dev.podo.model.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The TLS contexts that trust each `caBundle`: kept, so that a webhook that is asked again resumes
/// its session.
final class TrustedAuthorities {
  private static final int KEPT = 128;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Bytes, SSLContext> contexts = new LinkedHashMap<>(16, 0.75f, true);

  SSLContext trusting(Bytes caBundle) throws GeneralSecurityException, IOException {
    lock.lock();
    try {
      var known = contexts.get(caBundle);
      if (known == null) {
        known = context(caBundle);
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

  private static SSLContext context(Bytes caBundle) throws GeneralSecurityException, IOException {
    var context = SSLContext.getInstance("TLS");
    if (caBundle.isEmpty()) {
      context.init(null, null, null);
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
      throw new GeneralSecurityException(
          "unable to load root certificates: unable to parse bytes as PEM block");
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
