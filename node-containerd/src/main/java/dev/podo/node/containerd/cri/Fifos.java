package dev.podo.node.containerd.cri;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Named pipes of one process, in a directory of their own that goes when they are closed.
final class Fifos implements AutoCloseable {
  private static final int OWNER_ONLY = 0600;
  private static final MethodHandle MKFIFO = find();

  private final Path directory;
  final @Nullable Path stdin;
  final @Nullable Path stdout;
  final @Nullable Path stderr;

  Fifos(Path parent, boolean stdin, boolean stdout, boolean stderr) throws IOException {
    Files.createDirectories(parent);
    this.directory = Files.createTempDirectory(parent, "io-");
    this.stdin = stdin ? make("stdin") : null;
    this.stdout = stdout ? make("stdout") : null;
    this.stderr = stderr ? make("stderr") : null;
  }

  /// As containerd wants it: "" for none.
  static String name(@Nullable Path fifo) {
    return fifo == null ? "" : fifo.toString();
  }

  private Path make(String name) throws IOException {
    var path = directory.resolve(name);
    try (var arena = Arena.ofConfined()) {
      var result = (int) MKFIFO.invokeExact(arena.allocateFrom(path.toString()), OWNER_ONLY);
      if (result != 0) {
        throw new IOException("mkfifo " + path + " failed");
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException("mkfifo " + path + " failed", e);
    }
    return path;
  }

  /// Lets go of whoever waits for the other end to open a pipe: it never will.
  void release() {
    for (var fifo : new Path[] {stdin, stdout, stderr}) {
      if (fifo != null && Files.exists(fifo)) {
        try (var both = new RandomAccessFile(fifo.toFile(), "rw")) {
          both.getFD();
        } catch (IOException gone) {
          // then nobody waits either
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    release();
    for (var fifo : new Path[] {stdin, stdout, stderr}) {
      if (fifo != null) {
        Files.deleteIfExists(fifo);
      }
    }
    Files.deleteIfExists(directory);
  }

  @SuppressWarnings("restricted") // there is no other way to make a pipe with a name
  private static MethodHandle find() {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("mkfifo"),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  }
}
