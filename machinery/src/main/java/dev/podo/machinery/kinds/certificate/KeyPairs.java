package dev.podo.machinery.kinds.certificate;

import dev.podo.model.Bytes;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Certificates and the private keys that belong to them, both as PEM.
public final class KeyPairs {
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String PRIVATE_KEY = "PRIVATE KEY";
  private static final String RSA = "1.2.840.113549.1.1.1";
  private static final String EC = "1.2.840.10045.2.1";
  private static final String ED25519 = "1.3.101.112";
  private static final byte[] PROBE = {1, 2, 3, 4};

  private KeyPairs() {}

  /// A private key.
  ///
  /// @param algorithm the identifier of its algorithm
  /// @param value the modulus, the scalar or the seed, whichever the algorithm has
  private record Key(String algorithm, Bytes value) {}

  /// What is wrong with a certificate, its key or the two together, in the words that Go's
  /// `tls.X509KeyPair` has for it; null if nothing is.
  public static @Nullable String problem(Bytes certificate, Bytes key) {
    var certificates = PemBlock.all(certificate);
    var leaf = first(certificates, it -> it.equals(CERTIFICATE));
    if (leaf == null) {
      return "tls: " + withoutCertificate(certificates);
    }
    var keys = PemBlock.all(key);
    var block = first(keys, KeyPairs::isKey);
    if (block == null) {
      return "tls: " + withoutKey(keys);
    }
    try {
      var factory = CertificateFactory.getInstance("X.509");
      var bytes = new ByteArrayInputStream(leaf.content().toArray());
      return mismatch(factory.generateCertificate(bytes).getPublicKey(), block);
    } catch (CertificateException malformed) {
      return "x509: malformed certificate";
    }
  }

  private static @Nullable PemBlock first(List<PemBlock> blocks, Predicate<String> isWanted) {
    return blocks.stream().filter(it -> isWanted.test(it.type())).findFirst().orElse(null);
  }

  private static boolean isKey(String type) {
    return type.equals(PRIVATE_KEY) || type.endsWith(" " + PRIVATE_KEY);
  }

  private static String withoutCertificate(List<PemBlock> blocks) {
    if (blocks.isEmpty()) {
      return "failed to find any PEM data in certificate input";
    }
    return blocks.size() == 1 && blocks.getFirst().type().endsWith(PRIVATE_KEY)
        ? "failed to find certificate PEM data in certificate input, but did find a private key;"
            + " PEM inputs may have been switched"
        : "failed to find \"CERTIFICATE\" PEM block in certificate input after skipping PEM blocks"
            + " of the following types: "
            + types(blocks);
  }

  private static String withoutKey(List<PemBlock> blocks) {
    if (blocks.isEmpty()) {
      return "failed to find any PEM data in key input";
    }
    return blocks.size() == 1 && blocks.getFirst().type().equals(CERTIFICATE)
        ? "found a certificate rather than a key in the PEM for the private key"
        : "failed to find PEM block with type ending in \"PRIVATE KEY\" in key input after skipping"
            + " PEM blocks of the following types: "
            + types(blocks);
  }

  private static String types(List<PemBlock> blocks) {
    return "[" + String.join(" ", blocks.stream().map(PemBlock::type).toList()) + "]";
  }

  private static @Nullable String mismatch(PublicKey certified, PemBlock block) {
    Key key;
    try {
      key = read(block.content().toArray());
    } catch (IllegalArgumentException malformed) {
      return "tls: failed to parse private key";
    }
    var algorithm =
        switch (certified) {
          case RSAPublicKey rsa -> RSA;
          case ECPublicKey ec -> EC;
          case EdECPublicKey ed -> ED25519;
          default -> "";
        };
    if (algorithm.isEmpty()) {
      return "tls: unknown public key algorithm";
    }
    if (!key.algorithm().equals(algorithm)) {
      return "tls: private key type does not match public key type";
    }
    return fits(certified, key.value().toArray())
        ? null
        : "tls: private key does not match public key";
  }

  private static boolean fits(PublicKey certified, byte[] value) {
    try {
      return switch (certified) {
        case RSAPublicKey rsa -> rsa.getModulus().equals(new BigInteger(value));
        case ECPublicKey ec -> {
          var spec = new ECPrivateKeySpec(new BigInteger(1, value), ec.getParams());
          var key = KeyFactory.getInstance("EC").generatePrivate(spec);
          yield verifies(certified, key, "SHA256withECDSA");
        }
        default -> {
          var spec = new EdECPrivateKeySpec(NamedParameterSpec.ED25519, value);
          var key = KeyFactory.getInstance("Ed25519").generatePrivate(spec);
          yield verifies(certified, key, "Ed25519");
        }
      };
    } catch (GeneralSecurityException notOfThisKind) {
      return false;
    }
  }

  private static boolean verifies(PublicKey certified, PrivateKey key, String algorithm)
      throws GeneralSecurityException {
    var signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(PROBE);
    var signed = signature.sign();
    signature.initVerify(certified);
    signature.update(PROBE);
    return signature.verify(signed);
  }

  /// A key in any of the forms that PEM has for it: PKCS #1 (RFC 8017), SEC 1 (RFC 5915) and PKCS
  /// #8 (RFC 5208), which tell themselves apart by what follows the version.
  ///
  /// @throws IllegalArgumentException if it is none
  private static Key read(byte[] der) {
    var parts = new DerReader(der).next(DerReader.SEQUENCE).children();
    parts.next(DerReader.INTEGER);
    var second = parts.next();
    return switch (second.tag()) {
      case DerReader.INTEGER -> new Key(RSA, Bytes.of(second.value()));
      case DerReader.OCTET_STRING -> new Key(EC, Bytes.of(second.value()));
      default -> {
        var algorithm = DerReader.oid(second.children().next(DerReader.OID).value());
        var inner = parts.next(DerReader.OCTET_STRING).value();
        yield algorithm.equals(ED25519)
            ? new Key(
                algorithm, Bytes.of(new DerReader(inner).next(DerReader.OCTET_STRING).value()))
            : read(inner);
      }
    };
  }
}
