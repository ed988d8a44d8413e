package dev.podo.node.host;

import java.io.IOException;
import java.nio.file.Path;

/// The calls to Linux that Java has no words for. Implemented where foreign functions may be used.
public interface Mounts {
  /// Mounts a tmpfs on a directory that exists; does nothing when one is mounted there already.
  ///
  /// @param sizeBytes its limit; 0 for the kernel's default
  void mountTmpfs(Path directory, long sizeBytes) throws IOException;

  /// Unmounts every mount at or below `directory`, deepest first. None there: succeeds.
  void unmountBelow(Path directory) throws IOException;

  /// How many files the file system of a path may still hold.
  HostUsage.Amount inodes(Path path) throws IOException;

  /// For hosts without the right to mount: in-memory volumes are then refused.
  static Mounts unsupported() {
    return new Mounts() {
      @Override
      public void mountTmpfs(Path directory, long sizeBytes) throws IOException {
        throw new IOException("cannot mount a tmpfs on " + directory + ": not supported here");
      }

      @Override
      public void unmountBelow(Path directory) {
        // nothing can have been mounted
      }

      @Override
      public HostUsage.Amount inodes(Path path) {
        return HostUsage.Amount.UNKNOWN;
      }
    };
  }
}
