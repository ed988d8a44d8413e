package dev.podo.apiserver.pki;

import dev.podo.client.certificate.Der;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Issues certificates. All keys are P-256: every client knows them, and one is made in a
/// millisecond.
public final class CertificateAuthority {
  private static final String COMMON_NAME = "2.5.4.3";
  private static final String ORGANIZATION = "2.5.4.10";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));

  static final Duration OWN_LIFE = Duration.ofDays(3650);
  static final Duration LEAF_LIFE = Duration.ofDays(365);
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

  private final KeyAndCertificate own;
  private final SecureRandom random;

  CertificateAuthority(KeyAndCertificate own, SecureRandom random) {
    this.own = own;
    this.random = random;
  }

  /// A new authority with a key of its own.
  public static CertificateAuthority create(RandomGenerator source, Instant now) {
    return create("kubernetes", source, now);
  }

  static CertificateAuthority create(String commonName, RandomGenerator source, Instant now) {
    var random = InjectedRandom.of(source);
    var keys = newKeys(random);
    var name = Der.sequence(attribute(COMMON_NAME, commonName));
    return new CertificateAuthority(
        selfSigned(name, keys.getPrivate(), keys.getPublic(), random, now), random);
  }

  /// The same authority with a new certificate on its old key: whatever it has issued stays valid.
  CertificateAuthority renewed(Instant now) {
    return new CertificateAuthority(
        selfSigned(
            own.certificate().getSubjectX500Principal().getEncoded(),
            own.key(),
            own.certificate().getPublicKey(),
            random,
            now),
        random);
  }

  KeyAndCertificate own() {
    return own;
  }

  public X509Certificate certificate() {
    return own.certificate();
  }

  static KeyPair newKeys(SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no P-256", e);
    }
  }

  private static KeyAndCertificate selfSigned(
      byte[] name, PrivateKey key, PublicKey publicKey, SecureRandom random, Instant now) {
    var certificate =
        new Certificate(
            name,
            name,
            now.plus(OWN_LIFE),
            publicKey,
            List.of(
                critical("2.5.29.19", Der.sequence(Der.truth())),
                // digitalSignature, keyEncipherment, keyCertSign
                critical("2.5.29.15", Der.bits(2, new byte[] {(byte) 0xa4})),
                extension("2.5.29.14", Der.octets(keyIdentifier(publicKey)))));
    return new KeyAndCertificate(key, sign(certificate, now, key, random));
  }

  /// A new key with a certificate for a year.
  public KeyAndCertificate issue(Subject subject, Instant now) {
    var keys = newKeys(random);
    var purpose = subject.hosts().isEmpty() ? CLIENT_AUTH : SERVER_AUTH;
    var authority = keyIdentifier(own.certificate().getPublicKey());
    var extensions = new ArrayList<byte[]>();
    extensions.add(critical("2.5.29.19", Der.sequence()));
    // digitalSignature
    extensions.add(critical("2.5.29.15", Der.bits(7, new byte[] {(byte) 0x80})));
    extensions.add(extension("2.5.29.37", Der.sequence(Der.oid(purpose))));
    extensions.add(extension("2.5.29.35", Der.sequence(Der.implicit(0, authority))));
    if (!subject.hosts().isEmpty()) {
      extensions.add(extension("2.5.29.17", hosts(subject)));
    }
    var issuer = own.certificate().getSubjectX500Principal().getEncoded();
    var certificate =
        new Certificate(issuer, name(subject), now.plus(LEAF_LIFE), keys.getPublic(), extensions);
    return new KeyAndCertificate(keys.getPrivate(), sign(certificate, now, own.key(), random));
  }

  /// What is signed, encoded part by part.
  @SuppressWarnings("ArrayRecordComponent") // Encoded parts on their way.
  private record Certificate(
      byte[] issuer, byte[] subject, Instant until, PublicKey key, List<byte[]> extensions) {

    byte[] encoded(BigInteger serial, Instant from) {
      return Der.sequence(
          Der.explicit(0, Der.integer(BigInteger.TWO)),
          Der.integer(serial),
          ECDSA_WITH_SHA256,
          issuer,
          Der.sequence(Der.time(from), Der.time(until)),
          subject,
          key.getEncoded(),
          Der.explicit(3, Der.sequence(extensions.toArray(byte[][]::new))));
    }
  }

  private static X509Certificate sign(
      Certificate certificate, Instant now, PrivateKey key, SecureRandom random) {
    try {
      var content = certificate.encoded(serial(random), now.minus(CLOCK_SKEW));
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key, random);
      signature.update(content);
      var signed = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(0, signature.sign()));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(signed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate cannot be made", e);
    }
  }

  private static byte[] extension(String oid, byte[] value) {
    return Der.sequence(Der.oid(oid), Der.octets(value));
  }

  private static byte[] critical(String oid, byte[] value) {
    return Der.sequence(Der.oid(oid), Der.truth(), Der.octets(value));
  }

  /// The hash of the key's bits (RFC 5280, 4.2.1.2): of an elliptic curve, those of the point.
  private static byte[] keyIdentifier(PublicKey key) {
    var encoded = key.getEncoded();
    var field = ((ECPublicKey) key).getParams().getCurve().getField().getFieldSize();
    var point = 1 + 2 * ((field + 7) / 8);
    try {
      return MessageDigest.getInstance("SHA-1")
          .digest(Arrays.copyOfRange(encoded, encoded.length - point, encoded.length));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] name(Subject subject) {
    var attributes = new ArrayList<byte[]>();
    subject.organizations().forEach(o -> attributes.add(attribute(ORGANIZATION, o)));
    attributes.add(attribute(COMMON_NAME, subject.commonName()));
    return Der.sequence(attributes.toArray(byte[][]::new));
  }

  private static byte[] attribute(String oid, String value) {
    return Der.set(Der.sequence(Der.oid(oid), Der.text(value)));
  }

  private static byte[] hosts(Subject subject) {
    return Der.sequence(
        subject.hosts().stream().map(CertificateAuthority::host).toArray(byte[][]::new));
  }

  private static byte[] host(String host) {
    if (!ADDRESS.matcher(host).matches()) {
      return Der.implicit(2, Der.ascii(host));
    }
    try {
      // It is an address already: nobody is asked for it.
      return Der.implicit(7, InetAddress.getByName(host).getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an IP address: " + host, e);
    }
  }

  private static BigInteger serial(SecureRandom random) {
    return new BigInteger(120, random).add(BigInteger.ONE);
  }
}
