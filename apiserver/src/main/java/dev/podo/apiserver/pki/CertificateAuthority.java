package dev.podo.apiserver.pki;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Issues certificates. All keys are P-256: every client knows them, and one is made in a
/// millisecond.
public final class CertificateAuthority {
  static final Duration OWN_LIFE = Duration.ofDays(3650);
  static final Duration LEAF_LIFE = Duration.ofDays(365);
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
  private static final X500Name NAME = new X500Name("CN=kubernetes");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

  private final KeyAndCertificate own;
  private final SecureRandom random;

  CertificateAuthority(KeyAndCertificate own, SecureRandom random) {
    this.own = own;
    this.random = random;
  }

  /// A new authority with a key of its own.
  public static CertificateAuthority create(RandomGenerator source, Instant now) {
    var random = InjectedRandom.of(source);
    var keys = newKeys(random);
    return new CertificateAuthority(
        selfSigned(keys.getPrivate(), keys.getPublic(), random, now), random);
  }

  /// The same authority with a new certificate on its old key: whatever it has issued stays valid.
  CertificateAuthority renewed(Instant now) {
    return new CertificateAuthority(
        selfSigned(own.key(), own.certificate().getPublicKey(), random, now), random);
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
      PrivateKey key, PublicKey publicKey, SecureRandom random, Instant now) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              NAME,
              serial(random),
              Date.from(now.minus(CLOCK_SKEW)),
              Date.from(now.plus(OWN_LIFE)),
              NAME,
              publicKey);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(
          Extension.keyUsage,
          true,
          new KeyUsage(
              KeyUsage.digitalSignature | KeyUsage.keyEncipherment | KeyUsage.keyCertSign));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(publicKey));
      return new KeyAndCertificate(key, sign(builder, key, random));
    } catch (GeneralSecurityException | CertIOException e) {
      throw new IllegalStateException("the authority's certificate cannot be made", e);
    }
  }

  /// A new key with a certificate for a year.
  public KeyAndCertificate issue(Subject subject, Instant now) {
    var keys = newKeys(random);
    try {
      var issuer = new JcaX509CertificateHolder(own.certificate());
      var builder =
          new JcaX509v3CertificateBuilder(
              issuer.getSubject(),
              serial(random),
              Date.from(now.minus(CLOCK_SKEW)),
              Date.from(now.plus(LEAF_LIFE)),
              name(subject),
              keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      var purpose =
          subject.hosts().isEmpty() ? KeyPurposeId.id_kp_clientAuth : KeyPurposeId.id_kp_serverAuth;
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils()
              .createAuthorityKeyIdentifier(own.certificate().getPublicKey()));
      if (!subject.hosts().isEmpty()) {
        builder.addExtension(Extension.subjectAlternativeName, false, hosts(subject));
      }
      return new KeyAndCertificate(keys.getPrivate(), sign(builder, own.key(), random));
    } catch (GeneralSecurityException | CertIOException e) {
      throw new IllegalStateException(
          "a certificate for " + subject.commonName() + " cannot be made", e);
    }
  }

  private static X509Certificate sign(
      X509v3CertificateBuilder builder, PrivateKey key, SecureRandom random)
      throws GeneralSecurityException {
    try {
      var signer =
          new JcaContentSignerBuilder("SHA256withECDSA").setSecureRandom(random).build(key);
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static X500Name name(Subject subject) {
    var builder = new X500NameBuilder(BCStyle.INSTANCE);
    subject.organizations().forEach(o -> builder.addRDN(BCStyle.O, o));
    return builder.addRDN(BCStyle.CN, subject.commonName()).build();
  }

  private static GeneralNames hosts(Subject subject) {
    return new GeneralNames(
        subject.hosts().stream()
            .map(host ->
                new GeneralName(
                    ADDRESS.matcher(host).matches() ? GeneralName.iPAddress : GeneralName.dNSName,
                    host))
            .toArray(GeneralName[]::new));
  }

  private static BigInteger serial(SecureRandom random) {
    return new BigInteger(120, random).add(BigInteger.ONE);
  }
}
