package dev.podo.client.http;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// Reads private keys in PEM: PKCS#8, and the two older forms that many tools write (PKCS#1 of RSA,
/// RFC 8017; SEC 1 of elliptic curves, RFC 5915), which become PKCS#8 by a wrapper.
public final class PemKeys {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]+)-----END");
  private static final byte[] VERSION_0 = hex("020100");
  private static final byte[] RSA = hex("300d06092a864886f70d0101010500");
  private static final byte[] EC_P256 = hex("301306072a8648ce3d020106082a8648ce3d030107");
  private static final byte[] EC_P384 = hex("301006072a8648ce3d020106052b81040022");
  private static final byte[] EC_P521 = hex("301006072a8648ce3d020106052b81040023");
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;

  private PemKeys() {}

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  /// @throws GeneralSecurityException if the text holds no private key of a known form
  public static PrivateKey read(String pem) throws GeneralSecurityException {
    var found = PEM.matcher(pem);
    if (!found.find()) {
      throw new GeneralSecurityException("there is no private key in PEM form");
    }
    var der = Base64.getMimeDecoder().decode(found.group(2));
    return switch (found.group(1)) {
      case "PRIVATE KEY" -> ofAnyKind(der);
      case "RSA PRIVATE KEY" -> key("RSA", wrap(RSA, der));
      case "EC PRIVATE KEY" -> ofAnyCurve(der);
      default ->
          throw new GeneralSecurityException(
              "private keys of the form " + found.group(1) + " cannot be read");
    };
  }

  private static PrivateKey ofAnyKind(byte[] pkcs8) throws GeneralSecurityException {
    GeneralSecurityException last = new GeneralSecurityException("no private key");
    for (var algorithm : List.of("EC", "RSA", "EdDSA")) {
      try {
        return key(algorithm, pkcs8);
      } catch (GeneralSecurityException another) {
        last = another;
      }
    }
    throw last;
  }

  /// The form does not have to name its curve; the length of the key tells it.
  private static PrivateKey ofAnyCurve(byte[] sec1) throws GeneralSecurityException {
    var header = (sec1[1] & 0x80) == 0 ? 2 : 2 + (sec1[1] & 0x7f);
    var length = sec1.length < header + 5 ? 0 : sec1[header + 4];
    return switch (length) {
      case 32 -> onCurve(EC_P256, sec1);
      case 48 -> onCurve(EC_P384, sec1);
      case 66 -> onCurve(EC_P521, sec1);
      default -> throw new GeneralSecurityException("the curve of the private key is not known");
    };
  }

  /// Keys are equal when their encodings are, so what SEC 1 may say besides is left out.
  private static PrivateKey onCurve(byte[] curve, byte[] sec1) throws GeneralSecurityException {
    var read = (ECPrivateKey) key("EC", wrap(curve, sec1));
    return KeyFactory.getInstance("EC")
        .generatePrivate(new ECPrivateKeySpec(read.getS(), read.getParams()));
  }

  private static PrivateKey key(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  /// PrivateKeyInfo of RFC 5208: version, algorithm, the key in its own form.
  private static byte[] wrap(byte[] algorithm, byte[] key) {
    var inner = new ByteArrayOutputStream();
    inner.writeBytes(VERSION_0);
    inner.writeBytes(algorithm);
    inner.writeBytes(tagged(OCTET_STRING, key));
    return tagged(SEQUENCE, inner.toByteArray());
  }

  private static byte[] tagged(int tag, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
