package dev.podo.e2e.cluster;

import dev.podo.node.containerd.image.ImageArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// An image of the host's static busybox: tests ask no registry.
public final class BusyboxImage {
  public static final String NAME = "localhost/test/busybox:1";
  private static final String COMMANDS =
      "sh ls cat echo sleep wget nslookup httpd id env ps touch head tail yes kill nc mkdir dd date grep true false tar test";

  private BusyboxImage() {}

  public static void write(Path archive) {
    try {
      var image = new ImageArchive(NAME).file("/bin/busybox", Path.of("/bin/busybox"));
      for (var command : COMMANDS.split(" ")) {
        image.link("/bin/" + command, "/bin/busybox");
      }
      image.env("PATH=/bin").entrypoint("/bin/sh").write(archive);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
