package dev.podo.node.containerd.instance;

import dev.podo.node.containerd.image.ImageArchive;
import dev.podo.node.runtime.ImageRuntime;
import dev.podo.node.runtime.RuntimeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The image of the process that holds a pod's namespaces, made of what the host has.
final class PauseImage {
  private static final List<String> CATATONIT =
      List.of(
          "/usr/bin/catatonit",
          "/usr/libexec/catatonit/catatonit",
          "/usr/libexec/podman/catatonit");

  private PauseImage() {}

  static void ensure(ContainerdSettings settings, ImageRuntime images)
      throws IOException, InstanceException, InterruptedException {
    if (images.find(ContainerdSettings.PAUSE_IMAGE) != null) {
      return;
    }
    var archive = Files.createTempFile(settings.root(), "pause-", ".tar");
    try {
      make().write(archive);
      images.load(archive);
    } catch (RuntimeFailure e) {
      throw new InstanceException(
          "the pause image cannot be loaded: " + e.text(),
          "its log has more: " + settings.logFile());
    } finally {
      Files.deleteIfExists(archive);
    }
  }

  /// catatonit reaps what a pod's processes leave behind; busybox only sleeps, but serves.
  private static ImageArchive make() throws IOException, InstanceException {
    var image = new ImageArchive(ContainerdSettings.PAUSE_IMAGE);
    for (var binary : CATATONIT) {
      if (Files.isExecutable(Path.of(binary))) {
        return image.file("/pause", Path.of(binary)).entrypoint("/pause", "-P");
      }
    }
    var busybox = Path.of("/bin/busybox");
    if (Files.isExecutable(busybox)) {
      return image
          .file("/bin/busybox", busybox)
          .entrypoint("/bin/busybox", "sleep", String.valueOf(Integer.MAX_VALUE));
    }
    throw new InstanceException(
        "neither catatonit nor a static busybox is here to hold pods' namespaces",
        "install one; on Debian: apt-get install catatonit");
  }
}
