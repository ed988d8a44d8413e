package dev.podo.e2e.circumstances;

import dev.podo.clients.cluster.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/// A disk of its own, in memory, that can be filled: mounting one takes root.
final class SmallDisk implements AutoCloseable {
  private static final int CHUNK = 1 << 16;

  private final Path place;

  private SmallDisk(Path place) {
    this.place = place;
  }

  static SmallDisk mount(int mebibytes) {
    return mount("size=" + mebibytes + "m");
  }

  static SmallDisk mountReadOnly() {
    return mount("size=1m,ro");
  }

  private static SmallDisk mount(String options) {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "root: needed to mount a disk");
    try {
      var place = Files.createTempDirectory("podo-e2e-disk-");
      run("mount", "-t", "tmpfs", "-o", options, "tmpfs", place.toString());
      return new SmallDisk(place);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path place() {
    return place;
  }

  /// Fills it up but for so much.
  void fill(int mebibytesLeft) {
    try (var out = Files.newOutputStream(filler())) {
      var left = (long) mebibytesLeft << 20;
      while (Files.getFileStore(place).getUsableSpace() > left) {
        out.write(new byte[CHUNK]);
      }
    } catch (IOException full) {
      // as it should be
    }
  }

  void makeRoom() {
    try {
      Files.delete(filler());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path filler() {
    return place.resolve("filler");
  }

  @Override
  public void close() {
    run("umount", place.toString());
    run("rmdir", place.toString());
  }

  private static void run(String... command) {
    Commands.run(Map.of(), "", List.of(command)).requireSuccess();
  }
}
