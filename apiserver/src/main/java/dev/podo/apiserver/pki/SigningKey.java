package dev.podo.apiserver.pki;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;

/// The key that signs service account tokens (ES256).
///
/// @param id tells keys apart in tokens and in the published key set; derived from the public key
public record SigningKey(String id, ECPrivateKey privateKey, ECPublicKey publicKey) {
  static SigningKey of(ECPrivateKey privateKey, ECPublicKey publicKey) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(publicKey.getEncoded());
      var id = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
      return new SigningKey(id, privateKey, publicKey);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "signing key " + id;
  }
}
