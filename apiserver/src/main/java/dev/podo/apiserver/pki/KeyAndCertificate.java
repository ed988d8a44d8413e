package dev.podo.apiserver.pki;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/// A certificate and the key to it. Prints without the key.
public record KeyAndCertificate(PrivateKey key, X509Certificate certificate) {
  /// Whether less than a third of the certificate's life is left: then it is renewed.
  public boolean isDue(Instant now) {
    return !now.isBefore(dueAt());
  }

  public Instant dueAt() {
    var begin = certificate.getNotBefore().toInstant();
    var end = certificate.getNotAfter().toInstant();
    return end.minus(Duration.between(begin, end).dividedBy(3));
  }

  @Override
  public String toString() {
    return certificate.getSubjectX500Principal()
        + " until "
        + certificate.getNotAfter().toInstant();
  }
}
