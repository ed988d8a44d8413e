package dev.podo.client.http;

import dev.podo.client.kubeconfig.Access;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// TLS as a kubeconfig asks for it: which server to trust, which certificate to show.
public final class ClientTls {
  /// Of a key store that never leaves memory.
  private static final char[] PASSWORD = new char[0];

  private ClientTls() {}

  /// @throws GeneralSecurityException when a certificate or the key is none
  public static SSLContext context(Access access) throws GeneralSecurityException, IOException {
    var context = SSLContext.getInstance("TLS");
    context.init(keyManagers(access), trustManagers(access.caPem()), null);
    return context;
  }

  private static TrustManager @Nullable [] trustManagers(@Nullable String caPem)
      throws GeneralSecurityException, IOException {
    if (caPem == null) {
      return null;
    }
    var store = emptyStore();
    var number = 0;
    for (var authority : certificates(caPem)) {
      store.setCertificateEntry("ca-" + number++, authority);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager @Nullable [] keyManagers(Access access)
      throws GeneralSecurityException, IOException {
    if (access.certificatePem() == null || access.keyPem() == null) {
      return null;
    }
    var store = emptyStore();
    var chain = certificates(access.certificatePem()).toArray(Certificate[]::new);
    store.setKeyEntry("client", PemKeys.read(access.keyPem()), PASSWORD, chain);
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    return store;
  }

  private static Collection<? extends Certificate> certificates(String pem)
      throws GeneralSecurityException {
    var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    return CertificateFactory.getInstance("X.509").generateCertificates(in);
  }
}
