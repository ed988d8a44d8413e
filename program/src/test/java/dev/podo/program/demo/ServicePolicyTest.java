package dev.podo.program.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicePolicyTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("policy-rc.d");
  }

  @Test
  void deniesAllWhileItIsOpen() throws Exception {
    try (var _ = ServicePolicy.denyAll(file)) {
      assertThat(new ProcessBuilder(file.toString(), "containerd", "start").start().waitFor())
          .isEqualTo(101);
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void putsTheHostsOwnPolicyBack() throws IOException {
    Files.write(file, new byte[] {(byte) 0x7f, 'E', 'L', 'F', (byte) 0xff});
    try (var _ = ServicePolicy.denyAll(file)) {
      assertThat(file).content().contains("exit 101");
    }
    assertThat(file).hasBinaryContent(new byte[] {(byte) 0x7f, 'E', 'L', 'F', (byte) 0xff});
    assertThat(files()).containsExactly("policy-rc.d");
  }

  @Test
  void putsItBackWhenTheInstallationFails() throws IOException {
    Files.writeString(file, "#!/bin/sh\nexit 104\n");
    try {
      try (var _ = ServicePolicy.denyAll(file)) {
        throw new IllegalStateException("no mirror");
      }
    } catch (IllegalStateException expected) {
      assertThat(file).hasContent("#!/bin/sh\nexit 104\n");
    }
  }

  @Test
  void keepsALinkAsALink() throws IOException {
    Files.createSymbolicLink(file, Path.of("/etc/alternatives/policy-rc.d"));
    ServicePolicy.denyAll(file).close();

    assertThat(Files.readSymbolicLink(file)).isEqualTo(Path.of("/etc/alternatives/policy-rc.d"));
  }

  @Test
  void rightsWhatARunThatWasCutShortLeft() throws IOException {
    Files.writeString(file, "#!/bin/sh\nexit 104\n");
    var _ = ServicePolicy.denyAll(file); // and then the power fails
    ServicePolicy.denyAll(file).close();

    assertThat(file).hasContent("#!/bin/sh\nexit 104\n");
    assertThat(files()).containsExactly("policy-rc.d");
  }

  private List<String> files() throws IOException {
    try (var list = Files.list(folder)) {
      return list.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
