package dev.podo.apiserver.authn;

import dev.podo.apiserver.http.HttpRequest;
import dev.podo.foundation.Clock;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;

/// Client certificates issued by the cluster's authority: the common name is the user, the
/// organizations are the groups.
public final class CertificateAuthenticator implements Authenticator {
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final int REMEMBERED = 1024;

  private final Supplier<List<X509Certificate>> authorities;
  private final Clock clock;
  // A signature is checked once per certificate, its validity with every request.
  private final Map<X509Certificate, UserInfo> verified = new ConcurrentHashMap<>();

  public CertificateAuthenticator(Supplier<List<X509Certificate>> authorities, Clock clock) {
    this.authorities = authorities;
    this.clock = clock;
  }

  @Override
  public @Nullable UserInfo authenticate(HttpRequest request) throws InvalidCredentialsException {
    var chain = request.peer().certificates();
    if (chain.isEmpty()) {
      return null;
    }
    var leaf = chain.getFirst();
    var now = clock.now();
    if (now.isBefore(leaf.getNotBefore().toInstant())
        || now.isAfter(leaf.getNotAfter().toInstant())) {
      throw new InvalidCredentialsException(
          "the certificate of " + leaf.getSubjectX500Principal() + " is expired or not yet valid");
    }
    var known = verified.get(leaf);
    if (known != null) {
      return known;
    }
    verify(leaf);
    var user = user(leaf);
    if (verified.size() >= REMEMBERED) {
      verified.clear();
    }
    verified.put(leaf, user);
    return user;
  }

  private void verify(X509Certificate leaf) throws InvalidCredentialsException {
    try {
      var purposes = leaf.getExtendedKeyUsage();
      if (purposes == null || !purposes.contains(CLIENT_AUTH)) {
        throw new InvalidCredentialsException("the certificate is not for clients");
      }
      for (var authority : authorities.get()) {
        if (authority.getSubjectX500Principal().equals(leaf.getIssuerX500Principal())) {
          leaf.verify(authority.getPublicKey());
          return;
        }
      }
    } catch (GeneralSecurityException e) {
      throw new InvalidCredentialsException("the certificate is not of this cluster", e);
    }
    throw new InvalidCredentialsException("the certificate's issuer is not known");
  }

  private static UserInfo user(X509Certificate leaf) throws InvalidCredentialsException {
    var name = "";
    var groups = new ArrayList<String>();
    try {
      for (var part : new LdapName(leaf.getSubjectX500Principal().getName()).getRdns()) {
        var value = part.getValue().toString();
        switch (part.getType()) {
          case "CN" -> name = value;
          case "O" -> groups.add(value);
          default -> {
            // Other parts of a name mean nothing to Kubernetes.
          }
        }
      }
    } catch (InvalidNameException e) {
      throw new InvalidCredentialsException("the certificate's subject cannot be read", e);
    }
    if (name.isEmpty()) {
      throw new InvalidCredentialsException("the certificate names no user");
    }
    groups.add(UserInfo.AUTHENTICATED);
    return new UserInfo(name, "", groups, new TreeMap<>());
  }
}
