package dev.podo.apiserver.http;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// What the server shows in a handshake; asked anew for each one, so that a renewed certificate is
/// in use at once.
public interface TlsIdentity {
  /// The server's certificate, leaf first.
  List<X509Certificate> chain();

  PrivateKey key();

  /// The authorities whose client certificates are of interest; told to clients, which choose by
  /// it.
  List<X509Certificate> clientAuthorities();
}
