package dev.podo.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.Bytes;
import dev.podo.node.simulated.SimulatedHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalHostTest {
  @TempDir Path root;

  private LocalHost host() {
    return new LocalHost(root, Mounts.unsupported(), () -> SimulatedHost.numbered("h", 1).facts());
  }

  @Test
  void directoriesHaveTheModeAskedFor() throws IOException {
    host().makeDirectory(root.resolve("a/b"), 0777);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("a/b"))))
        .isEqualTo("rwxrwxrwx");
  }

  @Test
  void tailIsTheEndOfAFile() throws IOException {
    Files.writeString(root.resolve("f"), "0123456789");
    assertThat(new String(host().readTail(root.resolve("f"), 4), StandardCharsets.UTF_8))
        .isEqualTo("6789");
    assertThat(new String(host().readTail(root.resolve("f"), 40), StandardCharsets.UTF_8))
        .isEqualTo("0123456789");
    assertThat(host().readTail(root.resolve("missing"), 4)).isEmpty();
  }

  @Test
  void kindsAreToldApart() throws IOException {
    Files.writeString(root.resolve("f"), "");
    assertThat(host().kind(root)).isEqualTo(Host.FileKind.DIRECTORY);
    assertThat(host().kind(root.resolve("f"))).isEqualTo(Host.FileKind.FILE);
    assertThat(host().kind(root.resolve("missing"))).isEqualTo(Host.FileKind.MISSING);
    assertThat(host().kind(Path.of("/dev/null"))).isEqualTo(Host.FileKind.CHAR_DEVICE);
  }

  @Test
  void aLinkThatLeadsOutIsNotInside() throws IOException {
    Files.createDirectories(root.resolve("volume"));
    Files.createSymbolicLink(root.resolve("volume/out"), Path.of("/etc"));
    Files.createDirectories(root.resolve("volume/in"));
    assertThat(host().isInside(root.resolve("volume"), root.resolve("volume/in"))).isTrue();
    assertThat(host().isInside(root.resolve("volume"), root.resolve("volume/out"))).isFalse();
  }

  @Test
  void deletingATreeFollowsNoLinks() throws IOException {
    Files.createDirectories(root.resolve("pod/volume"));
    Files.writeString(root.resolve("kept"), "x");
    Files.createSymbolicLink(root.resolve("pod/volume/link"), root.resolve("kept"));
    host().deleteTree(root.resolve("pod"));
    host().deleteTree(root.resolve("pod"));
    assertThat(root.resolve("pod")).doesNotExist();
    assertThat(root.resolve("kept")).hasContent("x");
  }

  @Test
  void aFileIsWrittenInPlace() throws IOException {
    var file = root.resolve("hosts");
    host().writeFile(file, new FileContent(Bytes.utf8("one"), 0644, null));
    var inode = Files.getAttribute(file, "unix:ino");
    host().writeFile(file, new FileContent(Bytes.utf8("two"), 0644, null));
    assertThat(file).hasContent("two");
    assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(inode);
  }
}
