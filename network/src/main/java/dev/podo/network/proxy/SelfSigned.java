package dev.podo.network.proxy;

import dev.podo.foundation.Check;
import dev.podo.foundation.Environment;
import dev.podo.network.ingress.PemCertificate;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The certificate of those hosts for which nobody gave one.
final class SelfSigned {
  private static final X500Name NAME = new X500Name("CN=podo ingress default certificate");
  private static final int VALID_DAYS = 365;

  private SelfSigned() {}

  static PemCertificate create(Environment environment) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var keys = generator.generateKeyPair();
      var now = environment.clock().now();
      var certificate =
          new JcaX509v3CertificateBuilder(
                  NAME,
                  BigInteger.valueOf(environment.random().nextLong() >>> 1).add(BigInteger.ONE),
                  Date.from(now.minus(1, ChronoUnit.HOURS)),
                  Date.from(now.plus(VALID_DAYS, ChronoUnit.DAYS)),
                  NAME,
                  keys.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
      return new PemCertificate(
          "the ingress itself",
          pem("CERTIFICATE", certificate.getEncoded()),
          pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new Check.InvariantViolation("this JVM cannot sign a certificate: " + e);
    }
  }

  private static String pem(String type, byte[] der) {
    var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }
}
