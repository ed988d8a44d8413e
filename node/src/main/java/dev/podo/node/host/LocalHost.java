package dev.podo.node.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;

/// The machine that the agent runs on.
public final class LocalHost implements Host {
  private static final int SETGID = 02000;

  /// From the owner's read bit down to the others' execute bit.
  private static final List<PosixFilePermission> PERMISSIONS =
      List.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private static final int TYPE_MASK = 0170000;

  private final Path root;
  private final Mounts mounts;
  private final Supplier<HostFacts> facts;

  /// @param root the agent's directory; made when first needed
  public LocalHost(Path root, Mounts mounts, Supplier<HostFacts> facts) {
    this.root = root;
    this.mounts = mounts;
    this.facts = facts;
  }

  @Override
  public HostFacts facts() {
    return facts.get();
  }

  @Override
  public HostUsage usage() throws IOException {
    Files.createDirectories(root);
    var disk = Files.getFileStore(root);
    return new HostUsage(
        ProcFiles.memory(ProcFiles.lines("/proc/meminfo")),
        new HostUsage.Amount(disk.getUsableSpace(), disk.getTotalSpace()),
        mounts.inodes(root),
        ProcFiles.pids(
            ProcFiles.first("/proc/loadavg"), ProcFiles.first("/proc/sys/kernel/pid_max")));
  }

  @Override
  public long diskBytes(Path directory) throws IOException {
    return Trees.diskBytes(directory);
  }

  @Override
  public Path root() {
    return root;
  }

  @Override
  public boolean storesFiles() {
    return true;
  }

  @Override
  public void makeDirectory(Path directory, int mode) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Files.createDirectories(directory);
    setMode(directory, mode);
  }

  @Override
  public boolean publish(Path directory, SortedMap<String, FileContent> files, long group)
      throws IOException {
    return new AtomicFiles(directory, group).publish(files);
  }

  @Override
  public void writeFile(Path file, FileContent content) throws IOException {
    Files.write(file, content.bytes().toArray());
    setMode(file, content.mode());
  }

  @Override
  public void giveToGroup(Path directory, long group) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
              throws IOException {
            setGroup(dir, group);
            setMode(dir, modeOf(dir) | 0770 | SETGID);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            setGroup(file, group);
            if (!attributes.isSymbolicLink()) {
              setMode(file, modeOf(file) | 0660);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void mountTmpfs(Path directory, long sizeBytes) throws IOException {
    mounts.mountTmpfs(directory, sizeBytes);
  }

  @Override
  public FileKind kind(Path path) throws IOException {
    if (!Files.exists(path)) {
      return FileKind.MISSING;
    }
    return switch ((int) Files.getAttribute(path, "unix:mode") & TYPE_MASK) {
      case 0040000 -> FileKind.DIRECTORY;
      case 0100000 -> FileKind.FILE;
      case 0140000 -> FileKind.SOCKET;
      case 0020000 -> FileKind.CHAR_DEVICE;
      case 0060000 -> FileKind.BLOCK_DEVICE;
      default -> FileKind.OTHER;
    };
  }

  @Override
  public Path within(Path directory, String relative) throws IOException {
    var top = directory.toRealPath();
    var at = top;
    for (var name : Path.of(relative)) {
      if (name.toString().equals("..")) {
        throw new IOException("\"" + relative + "\" must not contain \"..\"");
      }
      var next = at.resolve(name);
      if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(next);
        setMode(next, modeOf(top));
      }
      at = next.toRealPath();
      if (!at.startsWith(top)) {
        throw new IOException("\"" + relative + "\" is outside of the volume");
      }
    }
    return at;
  }

  @Override
  public byte[] readTail(Path file, int max) throws IOException {
    if (!Files.isRegularFile(file)) {
      return new byte[0];
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var size = channel.size();
      var buffer = ByteBuffer.allocate((int) Math.min(max, size));
      var at = size - buffer.capacity();
      while (buffer.hasRemaining()) {
        var read = channel.read(buffer, at + buffer.position());
        if (read < 0) {
          break;
        }
      }
      return Arrays.copyOf(buffer.array(), buffer.position());
    }
  }

  @Override
  public void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    mounts.unmountBelow(directory);
    Trees.delete(directory);
  }

  static void setMode(Path path, int mode) throws IOException {
    if ((mode & ~0777) == 0) {
      Files.setPosixFilePermissions(path, permissions(mode));
    } else {
      Files.setAttribute(path, "unix:mode", mode);
    }
  }

  static int modeOf(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
  }

  static void setGroup(Path path, long group) throws IOException {
    Files.setAttribute(path, "unix:gid", Math.toIntExact(group), LinkOption.NOFOLLOW_LINKS);
  }

  static void setOwner(Path path, long user) throws IOException {
    Files.setAttribute(path, "unix:uid", Math.toIntExact(user), LinkOption.NOFOLLOW_LINKS);
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    var out = EnumSet.noneOf(PosixFilePermission.class);
    for (var bit = 0; bit < PERMISSIONS.size(); bit++) {
      if ((mode & (0400 >> bit)) != 0) {
        out.add(PERMISSIONS.get(bit));
      }
    }
    return out;
  }
}
