package dev.podo.node.containerd.cri;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Signal;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One end of a named pipe. Whoever waits for the other end holds on to no thread of the operating
/// system.
final class PipeEnd implements AutoCloseable {
  private static final int CHUNK = 32 * 1024;
  private static final Duration SOON = Duration.ofMillis(5);

  private final Readiness readiness;
  private final Signal signal;
  private final ReentrantLock lock = new ReentrantLock();
  private final int fd;
  private final long number;
  private volatile boolean ready;
  private boolean begun;
  private boolean closed;

  private PipeEnd(Readiness readiness, Clock clock, int fd) throws IOException {
    this.readiness = readiness;
    this.signal = new Signal(clock);
    this.fd = fd;
    try {
      this.number = readiness.add(fd, this::becomeReady);
    } catch (IOException e) {
      Descriptors.close(fd);
      throw e;
    }
  }

  static PipeEnd toRead(Readiness readiness, Clock clock, Path fifo) throws IOException {
    return new PipeEnd(readiness, clock, opened(Descriptors.open(fifo, false), fifo));
  }

  /// Waits until somebody reads.
  static PipeEnd toWrite(Readiness readiness, Clock clock, Path fifo)
      throws IOException, InterruptedException {
    var fd = Descriptors.open(fifo, true);
    while (fd == Descriptors.NO_READER) { // Of that alone the kernel tells nobody.
      clock.sleep(SOON);
      fd = Descriptors.open(fifo, true);
    }
    return new PipeEnd(readiness, clock, opened(fd, fifo));
  }

  private static int opened(int fd, Path fifo) throws IOException {
    if (fd < 0) {
      throw new IOException("cannot open " + fifo + ": error " + -fd);
    }
    return fd;
  }

  private void becomeReady() {
    ready = true;
    signal.raise();
  }

  private void await(int what) throws IOException, InterruptedException {
    ready = false;
    readiness.ask(fd, number, what);
    signal.awaitUntil(() -> ready, Deadline.never());
  }

  /// The next bytes, waiting for them.
  ///
  /// @return null when whoever wrote has closed the pipe
  byte @Nullable [] read() throws IOException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var buffer = arena.allocate(CHUNK);
      if (!begun) {
        await(
            Readiness.TO_READ); // Before anybody has opened it to write it looks as if at its end.
        begun = true;
      }
      while (true) {
        var n = read(buffer);
        if (n > 0) {
          return buffer.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE);
        }
        if (n == 0) {
          return null;
        }
        again(n, Readiness.TO_READ);
      }
    }
  }

  private int read(MemorySegment buffer) throws IOException {
    lock.lock();
    try {
      requireOpen();
      return Descriptors.read(fd, buffer);
    } finally {
      lock.unlock();
    }
  }

  private void again(int error, int what) throws IOException, InterruptedException {
    if (error == Descriptors.AGAIN) {
      await(what);
    } else if (error != Descriptors.INTERRUPTED) {
      throw new IOException("the pipe broke: error " + -error);
    }
  }

  /// Waits for room.
  ///
  /// @throws IOException when nobody reads any more
  void write(byte[] bytes) throws IOException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var rest = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      while (rest.byteSize() > 0) {
        var n = write(rest);
        if (n > 0) {
          rest = rest.asSlice(n);
        } else {
          again(n, Readiness.TO_WRITE);
        }
      }
    }
  }

  private int write(MemorySegment rest) throws IOException {
    lock.lock();
    try {
      requireOpen();
      return Descriptors.write(fd, rest);
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("the pipe is closed");
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        readiness.remove(fd, number);
        Descriptors.close(fd);
      }
    } finally {
      lock.unlock();
    }
    becomeReady();
  }
}
