package dev.podo.apiserver.aggregation;

import dev.podo.apiserver.pki.CertificateAuthority;
import dev.podo.apiserver.pki.Pem;
import dev.podo.apiserver.pki.Subject;
import dev.podo.model.Bytes;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// What a server behind this one shows and trusts.
///
/// @param caBundle whom its own certificate is from
record SampleTls(SSLContext context, Bytes caBundle) {

  /// @param proxies PEM of the authority whose certificates are good here
  static SampleTls of(String host, String proxies) {
    try {
      var random = new SecureRandom();
      var authority = CertificateAuthority.create(random, Instant.now());
      var own = authority.issue(Subject.server("sample", List.of(host)), Instant.now());
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      keys.setKeyEntry("key", own.key(), new char[0], new Certificate[] {own.certificate()});
      var keyFactory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keyFactory.init(keys, new char[0]);
      var trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", Pem.certificates(proxies).getFirst());
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      var context = SSLContext.getInstance("TLS");
      context.init(keyFactory.getKeyManagers(), trust.getTrustManagers(), random);
      return new SampleTls(context, Bytes.utf8(Pem.encode(List.of(authority.certificate()))));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
