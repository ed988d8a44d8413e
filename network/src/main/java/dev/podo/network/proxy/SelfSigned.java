package dev.podo.network.proxy;

import dev.podo.client.certificate.Der;
import dev.podo.foundation.Check;
import dev.podo.foundation.Environment;
import dev.podo.network.ingress.PemCertificate;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/// The certificate of those hosts for which nobody gave one.
final class SelfSigned {
  private static final String COMMON_NAME = "2.5.4.3";
  private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
  private static final byte[] NAME =
      Der.sequence(
          Der.set(
              Der.sequence(Der.oid(COMMON_NAME), Der.text("podo ingress default certificate"))));
  private static final int VALID_DAYS = 365;

  private SelfSigned() {}

  static PemCertificate create(Environment environment) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var keys = generator.generateKeyPair();
      var serial = BigInteger.valueOf(environment.random().nextLong() >>> 1).add(BigInteger.ONE);
      var content = content(serial, environment.clock().now(), keys.getPublic());
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(content);
      var certificate = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(0, signature.sign()));
      return new PemCertificate(
          "the ingress itself",
          pem("CERTIFICATE", certificate),
          pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new Check.InvariantViolation("this JVM cannot sign a certificate: " + e);
    }
  }

  /// What is signed (RFC 5280, 4.1.2).
  private static byte[] content(BigInteger serial, Instant now, PublicKey key) {
    return Der.sequence(
        Der.explicit(0, Der.integer(BigInteger.TWO)),
        Der.integer(serial),
        ECDSA_WITH_SHA256,
        NAME,
        Der.sequence(
            Der.time(now.minus(1, ChronoUnit.HOURS)),
            Der.time(now.plus(VALID_DAYS, ChronoUnit.DAYS))),
        NAME,
        key.getEncoded());
  }

  private static String pem(String type, byte[] der) {
    var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }
}
