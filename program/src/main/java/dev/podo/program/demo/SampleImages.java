package dev.podo.program.demo;

import dev.podo.node.containerd.instance.ContainerdTool;
import dev.podo.node.containerd.instance.InstanceException;
import dev.podo.program.demo.sample.Guestbook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// The sample's images of all versions: built once, then kept as archives until the sample or the
/// Java changes.
final class SampleImages {
  private static final String NAME = "localhost/podo/guestbook";
  private static final List<String> VERSIONS = List.of("v1", "v2");

  private final Path directory;

  /// @param directory for the archives; it is this object's own
  SampleImages(Path directory) {
    this.directory = directory;
  }

  static String reference(String version) {
    return NAME + ":" + version;
  }

  /// Builds what is not built yet.
  ///
  /// @return whether anything had to be built
  boolean build() throws DemoException, InterruptedException {
    var stampFile = directory.resolve("stamp");
    try {
      var stamp = stamp();
      if (isBuilt(stampFile, stamp)) {
        return false;
      }
      deleteTree(directory);
      Files.createDirectories(directory);
      var image = new SampleImage(directory);
      for (var version : VERSIONS) {
        image.write(NAME, version);
      }
      Files.writeString(stampFile, stamp);
      return true;
    } catch (IOException e) {
      throw new DemoException(
          "the sample's images cannot be built in " + directory + ": " + e.getMessage(),
          "Mend that, or make room if the disk is full (df "
              + directory.getParent()
              + "), then run podo demo again.");
    }
  }

  /// Hands the archives to the cluster's containerd.
  void load(ContainerdTool containerd) throws InstanceException, InterruptedException {
    for (var version : VERSIONS) {
      containerd.load(archive(version));
    }
  }

  private Path archive(String version) {
    return directory.resolve("guestbook-" + version + ".tar");
  }

  private boolean isBuilt(Path stampFile, String stamp) throws IOException {
    return Files.exists(stampFile)
        && Files.readString(stampFile).equals(stamp)
        && VERSIONS.stream().allMatch(v -> Files.exists(archive(v)));
  }

  /// What the images are made of: the Java run time, and the jar or folder that holds the sample's
  /// classes.
  private static String stamp() throws IOException {
    var place =
        Path.of(Guestbook.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    return String.join(
            "\n",
            Runtime.version().toString(),
            System.getProperty("java.home", ""),
            place.toString(),
            Files.getLastModifiedTime(place).toString(),
            String.valueOf(Files.size(place)))
        + "\n";
  }

  private static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (var files = Files.walk(directory)) {
      for (var file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(file);
      }
    }
  }
}
