package dev.podo.program.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Which process serves a data directory. A number alone could belong to somebody else by now, so
/// the process is recognised by its command line as well.
public final class PidFile {
  private final Path file;

  public PidFile(Path dataDir) {
    this.file = dataDir.resolve("podo.pid");
  }

  public void write() throws IOException {
    Files.writeString(file, ProcessHandle.current().pid() + "\n", StandardCharsets.US_ASCII);
  }

  public void remove() throws IOException {
    Files.deleteIfExists(file);
  }

  /// The process that serves the directory now.
  public Optional<ProcessHandle> running() {
    try {
      var text = Files.readString(file, StandardCharsets.US_ASCII).strip();
      if (!text.matches("\\d{1,10}")) {
        return Optional.empty();
      }
      return ProcessHandle.of(Long.parseLong(text))
          .filter(ProcessHandle::isAlive)
          .filter(PidFile::isServer);
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  private static boolean isServer(ProcessHandle process) {
    try {
      var line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
      return line.contains("dev.podo.program.") && line.contains("serve");
    } catch (IOException gone) {
      return false;
    }
  }
}
