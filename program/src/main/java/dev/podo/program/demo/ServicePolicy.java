package dev.podo.program.demo;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;

/// Keeps packages from starting their own services while they are installed: Debian's containerd
/// would run beside Podo's. Debian asks the program `/usr/sbin/policy-rc.d` before it starts one,
/// and 101 means no.
///
/// A policy that is there already comes back when this one is closed. If that never happens, the
/// next one puts it right.
final class ServicePolicy implements AutoCloseable {
  static final Path FILE = Path.of("/usr/sbin/policy-rc.d");

  private static final String DENY_ALL =
      """
      #!/bin/sh
      # Written by podo demo while it installs packages; nothing is started meanwhile.
      exit 101
      """;

  private final Path file;
  private final Path kept;

  private ServicePolicy(Path file) {
    this.file = file;
    this.kept = file.resolveSibling(file.getFileName() + ".before-podo");
  }

  /// @param file [#FILE], outside of tests
  static ServicePolicy denyAll(Path file) throws IOException {
    var policy = new ServicePolicy(file);
    // One of ours is left of a run that was cut short, which may have kept another.
    if (Files.exists(file, NOFOLLOW_LINKS) && !policy.isOurs()) {
      Files.move(file, policy.kept, StandardCopyOption.ATOMIC_MOVE);
    }
    var unfinished = file.resolveSibling(file.getFileName() + ".podo-new");
    Files.writeString(unfinished, DENY_ALL);
    Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    return policy;
  }

  private boolean isOurs() throws IOException {
    return Files.isRegularFile(file, NOFOLLOW_LINKS)
        && Arrays.equals(Files.readAllBytes(file), DENY_ALL.getBytes(StandardCharsets.UTF_8));
  }

  /// Closing it again does nothing.
  @Override
  public void close() throws IOException {
    if (Files.exists(kept, NOFOLLOW_LINKS)) {
      Files.move(kept, file, StandardCopyOption.ATOMIC_MOVE);
    } else if (isOurs()) {
      Files.delete(file);
    }
  }
}
