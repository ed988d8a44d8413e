package dev.podo.machinery.kinds.certificate;

import dev.podo.model.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request for a certificate as PKCS #10 has it (RFC 2986): a name and a key, signed by that key.
///
/// @param organizations the `O` of the name: the groups of whoever gets the certificate
record CertificationRequest(List<String> organizations) {
  private static final String TYPE = "CERTIFICATE REQUEST";
  private static final String ORGANIZATION = "2.5.4.10";
  private static final String PSS = "1.2.840.113549.1.1.10";

  /// Reads a request and checks its signature.
  ///
  /// @throws IllegalArgumentException saying what is wrong with it
  static CertificationRequest parse(Bytes pem) {
    var blocks = PemBlock.all(pem);
    if (blocks.isEmpty() || !blocks.getFirst().type().equals(TYPE)) {
      throw new IllegalArgumentException("PEM block type must be " + TYPE);
    }
    try {
      return read(blocks.getFirst().content().toArray());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("x509: " + e.getMessage(), e);
    }
  }

  private static CertificationRequest read(byte[] der)
      throws GeneralSecurityException, IOException {
    var outer = new DerReader(der).next(DerReader.SEQUENCE).children();
    var info = outer.next(DerReader.SEQUENCE);
    var algorithm = outer.next(DerReader.SEQUENCE).children();
    var signature = outer.next(DerReader.BIT_STRING).value();
    var parts = info.children();
    parts.next(); // The version.
    var subject = parts.next(DerReader.SEQUENCE);
    var key = key(parts.next(DerReader.SEQUENCE));
    var name = DerReader.oid(algorithm.next(DerReader.OID).value());
    var parameters = algorithm.hasNext() ? algorithm.next().encoded() : null;
    var verifier = verifier(name, parameters);
    verifier.initVerify(key);
    verifier.update(info.encoded());
    // The first octet counts the unused bits of the last, which is none.
    var signed =
        signature.length > 1 ? Arrays.copyOfRange(signature, 1, signature.length) : signature;
    if (!verifier.verify(signed)) {
      throw new IllegalArgumentException("x509: verification error");
    }
    return new CertificationRequest(organizations(subject));
  }

  private static PublicKey key(DerReader.Element info) throws GeneralSecurityException {
    var algorithm = info.children().next(DerReader.SEQUENCE).children().next(DerReader.OID);
    return KeyFactory.getInstance(DerReader.oid(algorithm.value()))
        .generatePublic(new X509EncodedKeySpec(info.encoded()));
  }

  private static Signature verifier(String algorithm, byte @Nullable [] parameters)
      throws GeneralSecurityException, IOException {
    var verifier = Signature.getInstance(algorithm);
    if (algorithm.equals(PSS) && parameters != null) {
      var decoded = AlgorithmParameters.getInstance("RSASSA-PSS");
      decoded.init(parameters);
      AlgorithmParameterSpec spec = decoded.getParameterSpec(PSSParameterSpec.class);
      verifier.setParameter(spec);
    }
    return verifier;
  }

  private static List<String> organizations(DerReader.Element name) {
    var found = new ArrayList<String>();
    for (var sets = name.children(); sets.hasNext(); ) {
      for (var attributes = sets.next(DerReader.SET).children(); attributes.hasNext(); ) {
        var attribute = attributes.next(DerReader.SEQUENCE).children();
        var type = DerReader.oid(attribute.next(DerReader.OID).value());
        var value = attribute.next();
        if (type.equals(ORGANIZATION)) {
          found.add(new String(value.value(), StandardCharsets.UTF_8));
        }
      }
    }
    return found;
  }
}
