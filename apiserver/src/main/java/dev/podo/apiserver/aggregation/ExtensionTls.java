package dev.podo.apiserver.aggregation;

import dev.podo.apiserver.pki.KeyAndCertificate;
import dev.podo.apiserver.pki.TrustedAuthorities;
import dev.podo.apiserver.relay.AnyCertificate;
import dev.podo.model.apiregistration.v1.APIServiceSpec;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// TLS to the servers behind this one: shows them the front proxy's certificate, and trusts whom
/// their APIService says. Contexts are kept, so that sessions are resumed.
final class ExtensionTls {
  private final SSLContext anybody;
  private final TrustedAuthorities authorities;

  /// @param own what is shown, asked for with each handshake: it may be renewed
  ExtensionTls(Supplier<KeyAndCertificate> own) {
    var keys = new KeyManager[] {new OwnKey(own)};
    this.anybody = AnyCertificate.with(keys);
    this.authorities = new TrustedAuthorities(keys);
  }

  /// @throws IOException when the authorities cannot be read
  SSLContext trusting(APIServiceSpec spec) throws IOException {
    if (spec.insecureSkipTLSVerify()) {
      return anybody;
    }
    try {
      return authorities.trusting(spec.caBundle());
    } catch (GeneralSecurityException e) {
      throw new IOException(e.getMessage(), e);
    }
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
