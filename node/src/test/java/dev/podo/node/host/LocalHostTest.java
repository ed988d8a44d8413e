package dev.podo.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.model.Bytes;
import dev.podo.node.simulated.SimulatedHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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
  void whatIsMissingInsideIsMadeLikeTheDirectory() throws IOException {
    var volume = root.resolve("volume");
    host().makeDirectory(volume, 0777);
    var made = host().within(volume, "a/b");
    assertThat(made).isEqualTo(volume.toRealPath().resolve("a/b"));
    assertThat(LocalHost.modeOf(made)).isEqualTo(0777);
    Files.writeString(volume.resolve("f"), "");
    assertThat(host().within(volume, "f")).isEqualTo(volume.toRealPath().resolve("f"));
  }

  @Test
  void aLinkThatLeadsOutIsRefusedAndNothingIsMadeThere() throws IOException {
    var volume = Files.createDirectories(root.resolve("volume"));
    var outside = Files.createDirectories(root.resolve("outside"));
    Files.createSymbolicLink(volume.resolve("out"), outside);
    Files.createSymbolicLink(volume.resolve("dangling"), outside.resolve("new"));
    Files.createDirectories(volume.resolve("in"));
    Files.createSymbolicLink(volume.resolve("link"), Path.of("in"));
    assertThat(host().within(volume, "link")).isEqualTo(volume.toRealPath().resolve("in"));
    assertThatThrownBy(() -> host().within(volume, "out/new"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("outside of the volume");
    assertThatThrownBy(() -> host().within(volume, "dangling")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> host().within(volume, "../outside")).isInstanceOf(IOException.class);
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aTreesSizeIsThatOfItsFiles() throws IOException {
    Files.createDirectories(root.resolve("t/u"));
    Files.writeString(root.resolve("t/a"), "1234");
    Files.writeString(root.resolve("t/u/b"), "123");
    Files.createSymbolicLink(root.resolve("t/link"), Path.of("/usr"));
    assertThat(host().diskBytes(root.resolve("t"))).isEqualTo(7);
    assertThat(host().diskBytes(root.resolve("missing"))).isZero();
  }

  @Test
  void tellsWhatIsLeftOfTheMachine() throws IOException {
    var usage = host().usage();
    assertThat(usage.memory().available()).isPositive().isLessThan(usage.memory().capacity());
    assertThat(usage.disk().capacity()).isPositive();
    assertThat(usage.pids().available()).isPositive().isLessThan(usage.pids().capacity());
  }

  @Test
  void readsWhatLinuxTells() {
    assertThat(
            ProcFiles.memory(
                List.of(
                    "MemTotal:  1000 kB",
                    "MemFree: 300 kB",
                    "Inactive(file):  50 kB",
                    "Slab: 9 kB")))
        .isEqualTo(new HostUsage.Amount(350 * 1024, 1000 * 1024));
    assertThat(ProcFiles.pids("0.00 0.01 0.05 2/345 6789", "32768"))
        .isEqualTo(new HostUsage.Amount(32768 - 345, 32768));
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
