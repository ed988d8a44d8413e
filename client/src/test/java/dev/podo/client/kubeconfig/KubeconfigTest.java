package dev.podo.client.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigTest {
  private static final Access PODO =
      new Access("https://127.0.0.1:6443", "CA", "CERT", "KEY", null);

  private static final String OTHERS =
      """
      apiVersion: v1
      kind: Config
      preferences: {colors: true}
      clusters:
      - name: work
        cluster: {server: "https://work:6443", certificate-authority: ca.pem}
      users:
      - name: me
        user: {tokenFile: token}
      contexts:
      - name: work
        context: {cluster: work, user: me, namespace: team}
      current-context: work
      """;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void prepare() {
    file = directory.resolve("config");
  }

  private Kubeconfig others() throws IOException, KubeconfigException {
    Files.writeString(file, OTHERS);
    return Kubeconfig.read(file);
  }

  @Test
  void writesAFileForItsOwnerAlone() throws Exception {
    Kubeconfig.of("podo", PODO).write(file);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Kubeconfig.read(file).access()).isEqualTo(PODO);
    assertThat(directory.toFile().list()).containsExactly("config");
  }

  @Test
  void readsFilesThatAFileNames() throws Exception {
    Files.writeString(directory.resolve("ca.pem"), "CA");
    Files.writeString(directory.resolve("token"), "secret\n");

    assertThat(others().access())
        .isEqualTo(new Access("https://work:6443", "CA", null, null, "secret"));
  }

  @Test
  void mergesIntoWhatIsThere() throws Exception {
    others().merge(Kubeconfig.of("podo", PODO)).write(file);

    assertThat(Kubeconfig.read(file).access()).isEqualTo(PODO);
    assertThat(Kubeconfig.read(file).leadsTo("work", "https://work:6443")).isTrue();
    assertThat(Files.readString(file)).contains("colors: true").contains("namespace: team");
  }

  @Test
  void mergesIntoAFileWithoutEntries() throws Exception {
    Files.writeString(file, "kind: Config\n");
    Kubeconfig.read(file).merge(Kubeconfig.of("podo", PODO)).write(file);

    assertThat(Kubeconfig.read(file).access()).isEqualTo(PODO);
  }

  @Test
  void takesItselfOutAgain() throws Exception {
    var without = others().merge(Kubeconfig.of("podo", PODO)).without("podo");

    assertThat(without.leadsTo("podo", PODO.server())).isFalse();
    assertThat(without.leadsTo("work", "https://work:6443")).isTrue();
  }

  @Test
  void staysALinkWhereItIsOne() throws Exception {
    var real = directory.resolve("real");
    Files.writeString(real, OTHERS);
    Files.createSymbolicLink(file, real);
    Kubeconfig.read(file).merge(Kubeconfig.of("podo", PODO)).write(file);

    assertThat(Files.isSymbolicLink(file)).isTrue();
    assertThat(Kubeconfig.read(real).access()).isEqualTo(PODO);
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    var others = others();
    assertThatThrownBy(others::access).hasMessageContaining("ca.pem");
    assertThatThrownBy(() -> others.without("work").access())
        .isInstanceOf(KubeconfigException.class);
    Files.writeString(file, "[1, 2]");
    assertThatThrownBy(() -> Kubeconfig.read(file)).hasMessageContaining("is no kubeconfig");
    assertThatThrownBy(() -> Kubeconfig.read(directory.resolve("none")))
        .hasMessageContaining("cannot be read");
  }

  @Test
  void printsNoSecrets() {
    assertThat(PODO.toString()).doesNotContain("KEY").doesNotContain("CERT");
  }
}
