package dev.podo.node.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One container's log, read line by line through the file that is written and those that were
/// moved aside before it. Their names end with the time at which that was done, so that names in
/// order are lines in order.
final class LogChain implements AutoCloseable {
  private final Path path;
  private LogFile file;

  private LogChain(Path path, LogFile file) {
    this.path = path;
    this.file = file;
  }

  /// At the oldest line that is kept.
  ///
  /// @throws NoSuchFileException when there is no file at all
  static LogChain open(Path path) throws IOException {
    return new LogChain(path, openFirst(path, files(path)));
  }

  /// At the last so many lines.
  static LogChain open(Path path, long lines) throws IOException {
    var files = files(path);
    var missing = lines;
    for (var each : files.reversed()) {
      var file = openIfThere(each);
      if (file != null) {
        missing -= file.seekToLastLines(missing);
        if (missing <= 0 || each.equals(files.getFirst())) {
          return new LogChain(path, file);
        }
        file.close();
      }
    }
    return new LogChain(path, openFirst(path, files));
  }

  /// What there is, oldest first. A file may be moved or removed at any moment.
  private static List<Path> files(Path path) throws IOException {
    var out = new ArrayList<Path>();
    var directory = path.getParent();
    if (directory != null && Files.isDirectory(directory)) {
      try (var aside = Files.newDirectoryStream(directory, path.getFileName() + ".*")) {
        aside.forEach(out::add);
      }
    }
    out.sort(null);
    out.add(path);
    return out;
  }

  private static LogFile openFirst(Path path, List<Path> files) throws IOException {
    for (var each : files) {
      var file = openIfThere(each);
      if (file != null) {
        return file;
      }
    }
    throw new NoSuchFileException(path.toString());
  }

  private static @Nullable LogFile openIfThere(Path path) throws IOException {
    try {
      return new LogFile(path);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /// The next whole line without its end; null when there is none in this file.
  byte @Nullable [] nextLine() throws IOException {
    return file.nextLine();
  }

  /// Whether a newer file is there: then nobody writes to this one any more.
  boolean hasNewer() throws IOException {
    return newer() != null;
  }

  /// Goes to the next newer file.
  ///
  /// @return false when there is none
  boolean advance() throws IOException {
    var next = newer();
    var opened = next == null ? null : openIfThere(next);
    if (opened == null) {
      return false;
    }
    file.close();
    file = opened;
    return true;
  }

  private @Nullable Path newer() throws IOException {
    if (file.isAt(path) || !Files.exists(path)) {
      return null;
    }
    var files = files(path);
    for (var i = 0; i < files.size() - 1; i++) {
      if (file.isAt(files.get(i))) {
        return files.get(i + 1);
      }
    }
    return files.getFirst(); // ours was removed: all that are left are newer
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
