package dev.podo.node.containerd.host;

import dev.podo.node.host.HostUsage;
import dev.podo.node.host.Mounts;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Mounts by the C library's `mount` and `umount2`.
public final class LinuxMounts implements Mounts {
  private static final long MS_NOSUID = 2;
  private static final long MS_NODEV = 4;
  private static final int MNT_DETACH = 2;
  private static final int MOUNT_POINT_FIELD = 4;

  private static final MethodHandle MOUNT =
      function(
          "mount",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.ADDRESS));

  private static final MethodHandle UMOUNT =
      function(
          "umount2",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));

  /// The structure that `statvfs` fills, as it is on 64-bit Linux: eight-byte numbers, those of
  /// inodes from the sixth one on.
  private static final int STATVFS_SIZE = 256;

  private static final int INODES_AT = 40;
  private static final int INODES_FREE_AT = 56;

  private static final MethodHandle STATVFS =
      function(
          "statvfs",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));

  @Override
  public HostUsage.Amount inodes(Path path) throws IOException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(STATVFS_SIZE, Long.BYTES);
      var result = (int) STATVFS.invokeExact(arena.allocateFrom(path.toString()), buffer);
      require(result, "asking for the free inodes of " + path);
      return new HostUsage.Amount(
          buffer.get(ValueLayout.JAVA_LONG, INODES_FREE_AT),
          buffer.get(ValueLayout.JAVA_LONG, INODES_AT));
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException("asking for the free inodes of " + path + " failed", e);
    }
  }

  @Override
  public void mountTmpfs(Path directory, long sizeBytes) throws IOException {
    if (mountPoints().contains(directory.toRealPath())) {
      return;
    }
    var options = sizeBytes > 0 ? "size=" + sizeBytes : "";
    try (var arena = Arena.ofConfined()) {
      var tmpfs = arena.allocateFrom("tmpfs");
      var target = arena.allocateFrom(directory.toString());
      var data = arena.allocateFrom(options);
      var result = (int) MOUNT.invokeExact(tmpfs, target, tmpfs, MS_NOSUID | MS_NODEV, data);
      require(result, "mounting a tmpfs on " + directory);
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException("mounting a tmpfs on " + directory + " failed", e);
    }
  }

  @Override
  public void unmountBelow(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    var real = directory.toRealPath();
    var below = new ArrayList<>(mountPoints());
    below.removeIf(point -> !point.startsWith(real));
    below.sort(Comparator.comparingInt(Path::getNameCount).reversed());
    for (var point : below) {
      unmount(point);
    }
  }

  private static void unmount(Path point) throws IOException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment target = arena.allocateFrom(point.toString());
      var result = (int) UMOUNT.invokeExact(target, MNT_DETACH);
      require(result, "unmounting " + point);
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException("unmounting " + point + " failed", e);
    }
  }

  private static void require(int result, String what) throws IOException {
    if (result != 0) {
      throw new IOException(what + " failed; does the process run as root?");
    }
  }

  /// In the order in which they were mounted.
  private static List<Path> mountPoints() throws IOException {
    var points = new ArrayList<Path>();
    for (var line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
      var fields = line.split(" ");
      if (fields.length > MOUNT_POINT_FIELD) {
        points.add(Path.of(unescaped(fields[MOUNT_POINT_FIELD])));
      }
    }
    return points;
  }

  /// The kernel writes blanks and the like as three octal digits.
  private static String unescaped(String text) {
    return text.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }

  @SuppressWarnings("restricted") // native access is what this module is for
  private static MethodHandle function(String name, FunctionDescriptor descriptor) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
  }
}
