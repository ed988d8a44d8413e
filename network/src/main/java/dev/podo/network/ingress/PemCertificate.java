package dev.podo.network.ingress;

/// A certificate chain and its key as PEM text, as a Secret of type `kubernetes.io/tls` holds them.
///
/// @param source where it comes from, for messages: a Secret's namespace and name
public record PemCertificate(String source, String chain, String key) {
  @Override
  public String toString() {
    return "certificate of " + source; // the key is nobody's to see
  }
}
