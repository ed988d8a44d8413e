package dev.podo.apiserver.pki;

import dev.podo.client.certificate.Der;
import dev.podo.client.http.PemKeys;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// Certificates and keys as PEM text (RFC 7468).
public final class Pem {
  private static final int KEY_BYTES = 32;
  private static final int POINT_BYTES = 1 + 2 * KEY_BYTES;
  private static final String P_256 = "1.2.840.10045.3.1.7";
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Pem() {}

  public static String encode(List<X509Certificate> chain) {
    var out = new StringBuilder();
    for (var certificate : chain) {
      try {
        out.append(block("CERTIFICATE", certificate.getEncoded()));
      } catch (CertificateEncodingException e) {
        throw new IllegalArgumentException("a certificate that cannot be written", e);
      }
    }
    return out.toString();
  }

  /// The key of a pair as SEC 1 has it (RFC 5915), with its curve and its public half: the one form
  /// of elliptic curve keys that all clients take. The fabric8 client holds PKCS#8 for RSA, the
  /// official Java client asks for the public half.
  ///
  /// @param pair on the curve P-256, as all that this package makes are
  public static String encodeKey(KeyAndCertificate pair) {
    if (!(pair.key() instanceof ECPrivateKey key)) {
      throw new IllegalArgumentException("not an elliptic curve key: " + pair);
    }
    var scalar = new byte[KEY_BYTES];
    var number = key.getS().toByteArray();
    // Without the sign's byte, and filled up from the left.
    var length = Math.min(number.length, KEY_BYTES);
    System.arraycopy(number, number.length - length, scalar, KEY_BYTES - length, length);
    var info = pair.certificate().getPublicKey().getEncoded();
    var point = Arrays.copyOfRange(info, info.length - POINT_BYTES, info.length);
    return block(
        "EC PRIVATE KEY",
        Der.sequence(
            Der.integer(BigInteger.ONE),
            Der.octets(scalar),
            Der.explicit(0, Der.oid(P_256)),
            Der.explicit(1, Der.bits(0, point))));
  }

  public static String encode(PublicKey key) {
    return block("PUBLIC KEY", key.getEncoded());
  }

  private static String block(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + LINES.encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  /// @throws GeneralSecurityException when the text is not of certificates
  public static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
    var bytes = pem.getBytes(StandardCharsets.US_ASCII);
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(bytes))
        .stream()
        .map((Certificate c) -> (X509Certificate) c)
        .toList();
  }

  /// @throws GeneralSecurityException when the text is not of an unencrypted private key
  public static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    try {
      return PemKeys.read(pem);
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("not a PEM file: " + e.getMessage(), e);
    }
  }
}
