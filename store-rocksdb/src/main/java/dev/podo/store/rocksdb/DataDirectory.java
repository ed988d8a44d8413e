package dev.podo.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podo.store.JournalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The directory of one store: for one user, used by one process at a time, of a known format.
///
/// `lock` is locked while it is in use and names the process; `format` holds the version of the
/// format; `db` is RocksDB's.
final class DataDirectory implements AutoCloseable {
  /// The format that this version writes. A later one that differs counts on, and migrates this.
  static final int FORMAT = 1;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  // A lock belongs to the process, and closing any channel on the file gives it up: so a second use
  // within this process must be noticed before the file is touched.
  private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;
  private final FileStore disk;

  private DataDirectory(Path path, FileChannel channel, FileStore disk) {
    this.path = path;
    this.channel = channel;
    this.disk = disk;
  }

  /// Makes the directory if need be, takes it into use, and checks its format.
  ///
  /// @throws JournalException when it cannot be used; the message says what to do
  static DataDirectory open(Path directory) {
    try {
      var path = make(directory);
      if (!IN_USE.add(path)) {
        throw inUse(path, "this process");
      }
      try {
        return lock(path);
      } catch (IOException | RuntimeException e) {
        IN_USE.remove(path);
        throw e;
      }
    } catch (IOException e) {
      throw new JournalException(
          "cannot use the data directory "
              + directory
              + ": "
              + e
              + "; mend it or choose another one",
          e);
    }
  }

  private static Path make(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }
    var path = directory.toRealPath();
    if (!Files.getPosixFilePermissions(path).equals(OWNER_ONLY)) {
      Files.setPosixFilePermissions(path, OWNER_ONLY);
    }
    return path;
  }

  private static DataDirectory lock(Path path) throws IOException {
    var file = path.resolve("lock");
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        var pid = Files.readString(file).strip();
        throw inUse(path, pid.isEmpty() ? "another process" : "process " + pid);
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(UTF_8)));
      checkFormat(path);
      return new DataDirectory(path, channel, Files.getFileStore(path));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static JournalException inUse(Path path, String by) {
    return new JournalException(
        "the data directory " + path + " is in use by " + by + "; stop it or choose another one");
  }

  private static void checkFormat(Path path) throws IOException {
    String text;
    try {
      text = Files.readString(path.resolve("format")).strip();
    } catch (NoSuchFileException absent) {
      requireEmpty(path);
      writeFormat(path);
      return;
    }
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw new JournalException(
          path.resolve("format")
              + " holds no version of a format but '"
              + text
              + "'; is "
              + path
              + " a data directory of Podo?");
    }
    int format = Integer.parseInt(text);
    if (format > FORMAT) {
      throw new JournalException(
          "the data directory "
              + path
              + " has format "
              + format
              + ", from a newer Podo; this one"
              + " knows formats up to "
              + FORMAT
              + ": start the newer version, or restore a backup made with this one");
    }
  }

  private static void requireEmpty(Path path) throws IOException {
    try (var files = Files.list(path)) {
      var other =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.equals("lock") && !name.equals("format.new"))
              .sorted()
              .findFirst();
      if (other.isPresent()) {
        throw new JournalException(
            path
                + " is no data directory of Podo, and it is not empty: it holds "
                + other.get()
                + "; choose another one");
      }
    }
  }

  /// Makes a directory that is to be filled with a copy of a database, see [#writeFormat].
  static Path makeForCopy(Path directory) throws IOException {
    Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    return directory.resolve("db");
  }

  /// Says that what lies there is a store. For a copy that is the last step: an unfinished one is
  /// none.
  static void writeFormat(Path path) throws IOException {
    var draft = path.resolve("format.new");
    try (var out =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap((FORMAT + "\n").getBytes(UTF_8)));
      out.force(true);
    }
    Files.move(draft, path.resolve("format"), StandardCopyOption.ATOMIC_MOVE);
    try (var directory = FileChannel.open(path, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  Path path() {
    return path;
  }

  Path database() {
    return path.resolve("db");
  }

  /// The room that the disk has left for this user, in bytes.
  long room() {
    try {
      return disk.getUsableSpace();
    } catch (IOException e) {
      throw new JournalException("cannot ask for the room left for " + path + ": " + e, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new JournalException("cannot give up the lock of " + path, e);
    } finally {
      IN_USE.remove(path);
    }
  }
}
