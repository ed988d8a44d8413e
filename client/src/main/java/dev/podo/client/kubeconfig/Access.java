package dev.podo.client.kubeconfig;

import org.jspecify.annotations.Nullable;

/// How to reach a cluster and as whom, from one context of a kubeconfig.
///
/// @param server base address, as in `https://127.0.0.1:6443`
/// @param caPem what the server's certificate is checked against; null for the JDK's own
///   authorities
/// @param certificatePem the client's certificate; null for none
/// @param keyPem its private key (PKCS #8); null for none
/// @param token a bearer token; null for none
public record Access(
    String server,
    @Nullable String caPem,
    @Nullable String certificatePem,
    @Nullable String keyPem,
    @Nullable String token) {
  /// Says where, never the secrets.
  @Override
  public String toString() {
    return server;
  }
}
