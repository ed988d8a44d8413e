package dev.podo.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemKeysTest {
  private static String pem(String form, byte[] der) {
    var text = Base64.getMimeEncoder().encodeToString(der);
    return "-----BEGIN " + form + "-----\n" + text + "\n-----END " + form + "-----\n";
  }

  private static PrivateKey rsa() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair().getPrivate();
  }

  private static PrivateKey ec(String curve) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair().getPrivate();
  }

  /// The key in its own form: what is left of PKCS#8 without the wrapper.
  private static byte[] unwrapped(byte[] pkcs8, int wrapper) {
    return Arrays.copyOfRange(pkcs8, wrapper, pkcs8.length);
  }

  @Test
  void readsPkcs8() throws GeneralSecurityException {
    var rsa = rsa();
    var ec = ec("secp256r1");
    assertThat(PemKeys.read(pem("PRIVATE KEY", rsa.getEncoded()))).isEqualTo(rsa);
    assertThat(PemKeys.read(pem("PRIVATE KEY", ec.getEncoded()))).isEqualTo(ec);
  }

  @Test
  void readsPkcs1() throws GeneralSecurityException {
    var rsa = rsa();
    assertThat(PemKeys.read(pem("RSA PRIVATE KEY", unwrapped(rsa.getEncoded(), 26))))
        .isEqualTo(rsa);
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1"})
  void readsSec1(String curve) throws GeneralSecurityException {
    var ec = ec(curve);
    var encoded = ec.getEncoded();
    var text = HexFormat.of().formatHex(encoded);
    var start = text.indexOf("02010104", 6) / 2 - 2; // the version, the key; before them the header
    assertThat(PemKeys.read(pem("EC PRIVATE KEY", unwrapped(encoded, start)))).isEqualTo(ec);
  }

  @Test
  void saysWhatItCannotRead() {
    assertThatThrownBy(() -> PemKeys.read("nothing")).hasMessageContaining("no private key");
    assertThatThrownBy(() -> PemKeys.read(pem("ENCRYPTED PRIVATE KEY", new byte[3])))
        .hasMessageContaining("ENCRYPTED PRIVATE KEY");
  }
}
