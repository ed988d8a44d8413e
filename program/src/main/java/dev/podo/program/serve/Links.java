package dev.podo.program.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Network links of the host.
final class Links {
  private Links() {}

  /// Removes a link; one that is not there is as good.
  static void remove(String name) throws IOException, InterruptedException {
    if (!Files.exists(Path.of("/sys/class/net", name))) {
      return;
    }
    var process = new ProcessBuilder("ip", "link", "delete", name).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException("the link " + name + " cannot be removed; try: ip link delete " + name);
    }
  }
}
