package dev.podo.program.serve;

import dev.podo.program.config.Config;
import dev.podo.program.daemon.PidFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Which cluster has this host's network: its packets, its pods' addresses. One at a time; a second
/// one would take the first one's rules away.
final class HostClaim {
  private static final Path FILE = Path.of("/run/podo/owner");

  private HostClaim() {}

  /// @throws ServingException when another cluster runs here
  static void take(Config config) throws ServingException {
    try {
      var owner = owner();
      if (owner != null
          && !owner.equals(config.dataDir())
          && new PidFile(owner).running().isPresent()) {
        throw new ServingException(
            "another cluster, on " + owner + ", has this host's network",
            "stop it with: podo down --data-dir " + owner + ", or use --runtime simulated");
      }
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, config.dataDir() + "\n");
    } catch (IOException e) {
      throw new ServingException(FILE + " cannot be written: " + e.getMessage(), "check /run");
    }
  }

  /// Gives it back, if it is this cluster's.
  static void release(Config config) throws IOException {
    if (config.dataDir().equals(owner())) {
      Files.deleteIfExists(FILE);
      try {
        Files.deleteIfExists(FILE.getParent());
      } catch (DirectoryNotEmptyException another) {
        // as it should be
      }
    }
  }

  private static @Nullable Path owner() throws IOException {
    return Files.exists(FILE) ? Path.of(Files.readString(FILE).strip()) : null;
  }
}
