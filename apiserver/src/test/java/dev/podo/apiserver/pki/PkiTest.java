package dev.podo.apiserver.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.foundation.Environment;
import dev.podo.foundation.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PkiTest {
  private static final List<String> HOSTS = List.of("kubernetes.default.svc", "10.96.0.1");

  @TempDir Path directory;
  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Environment environment =
      new Environment(clock, new SplittableRandom(1), Thread.ofVirtual().factory());

  private Pki open() throws IOException {
    return Pki.open(directory.resolve("pki"), HOSTS, environment);
  }

  @Test
  void issuesWhatAClusterNeeds() throws Exception {
    var pki = open();

    assertThat(pki.caCertificate().getBasicConstraints()).isNotNegative();
    pki.chain().getFirst().verify(pki.caCertificate().getPublicKey());
    assertThat(pki.chain().getFirst().getSubjectAlternativeNames())
        .extracting(name -> name.get(1).toString())
        .containsExactlyElementsOf(HOSTS);
    assertThat(pki.admin().certificate().getSubjectX500Principal().getName())
        .isEqualTo("CN=kubernetes-admin,O=system:masters");
    assertThat(pki.admin().certificate().getExtendedKeyUsage())
        .containsExactly("1.3.6.1.5.5.7.3.2");
  }

  /// The fabric8 client takes PKCS#8 for RSA, and the official one asks for the public half.
  @Test
  void writesKeysAsSec1() throws Exception {
    var admin = open().admin();
    var pem = Pem.encodeKey(admin);

    assertThat(pem).startsWith("-----BEGIN EC PRIVATE KEY-----\n");
    assertThat(Pem.privateKey(pem)).isEqualTo(admin.key());
  }

  @Test
  void findsItAgain() throws IOException {
    var first = open();
    var second = open();

    assertThat(second.caCertificate()).isEqualTo(first.caCertificate());
    assertThat(second.chain()).isEqualTo(first.chain());
    assertThat(second.admin()).isEqualTo(first.admin());
    assertThat(second.signingKey().id()).isEqualTo(first.signingKey().id());
  }

  @Test
  void keepsFilesForTheirOwnerAlone() throws IOException {
    open();

    try (var files = Files.list(directory.resolve("pki"))) {
      assertThat(files)
          .hasSize(12)
          .allSatisfy(file ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .isEqualTo("rw-------"));
    }
  }

  @Test
  void renewsLeavesLongBeforeTheyExpire() throws IOException {
    var pki = open();
    var before = pki.chain().getFirst();

    clock.advance(Duration.ofDays(200));
    pki.renewWhatIsDue();
    assertThat(pki.chain().getFirst()).isEqualTo(before);

    clock.advance(Duration.ofDays(60));
    pki.renewWhatIsDue();
    assertThat(pki.chain().getFirst()).isNotEqualTo(before);
    assertThat(pki.admin().certificate().getNotAfter().toInstant())
        .isAfter(clock.now().plus(Duration.ofDays(360)));
    assertThat(open().chain()).isEqualTo(pki.chain());
  }

  @Test
  void renewsTheAuthorityOnItsOldKey() throws Exception {
    var pki = open();
    var issued = pki.issueClient("someone", List.of());
    var before = pki.caCertificate();

    clock.advance(Duration.ofDays(3000));
    pki.renewWhatIsDue();

    assertThat(pki.caCertificate()).isNotEqualTo(before);
    issued.certificate().verify(pki.caCertificate().getPublicKey());
  }

  @Test
  void issuesANewServerCertificateForANewHost() throws IOException {
    open();
    var more =
        Pki.open(directory.resolve("pki"), List.of("kubernetes.default.svc", "other"), environment);

    assertThat(altNames(more.chain().getFirst())).contains("other");
  }

  private static String altNames(X509Certificate certificate) {
    try {
      return certificate.getSubjectAlternativeNames().toString();
    } catch (CertificateParsingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void namesTheFileThatItCannotRead() throws IOException {
    open();
    Files.writeString(directory.resolve("pki/ca.key"), "rubbish");

    assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("ca.key");
  }

  @Test
  void neverPrintsKeys() throws IOException {
    assertThat(open().admin().toString()).doesNotContain("PRIVATE").contains("kubernetes-admin");
  }
}
