package dev.podo.node.containerd.cri;

import dev.podo.foundation.Scope;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Tells pipes when there is something to read, or room to write: all of them on one thread of the
/// operating system, which is started with the first. Whoever reads or writes waits on a thread
/// that costs nothing.
final class Readiness implements AutoCloseable {
  static final int TO_READ = 0x001;
  static final int TO_WRITE = 0x004;

  private static final System.Logger LOG = System.getLogger(Readiness.class.getName());
  private static final int ONCE = 1 << 30;
  private static final int ADD = 1;
  private static final int REMOVE = 2;
  private static final int CHANGE = 3;
  private static final int EVENTS = 128;
  private static final long END = 0;
  // The kernel's structure is packed on x86 only.
  private static final boolean IS_PACKED = System.getProperty("os.arch").matches("amd64|x86_64");
  private static final int DATA = IS_PACKED ? 4 : 8;
  private static final int SIZE = DATA + 8;

  private final Scope scope;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, Runnable> told = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong(END);
  private @Nullable Descriptor open;
  private boolean closed;

  private record Descriptor(int epoll, int wake) {}

  /// @param scope with which it ends
  Readiness(Scope scope) {
    this.scope = scope;
    scope.onClose(this);
  }

  /// @param ready runs each time when what was asked for by [#ask] is so; it must not block
  /// @return the number by which the file is known here
  long add(int fd, Runnable ready) throws IOException {
    var number = numbers.incrementAndGet();
    told.put(number, ready);
    try {
      control(started().epoll(), ADD, fd, 0, number);
    } catch (IOException e) {
      told.remove(number);
      throw e;
    }
    return number;
  }

  /// Asks to be told once.
  void ask(int fd, long number, int what) throws IOException {
    control(started().epoll(), CHANGE, fd, what, number);
  }

  void remove(int fd, long number) {
    told.remove(number);
    lock.lock();
    try {
      var descriptor = open;
      if (descriptor != null) {
        control(descriptor.epoll(), REMOVE, fd, 0, number);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a pipe was not let go of: {0}", e.getMessage());
    } finally {
      lock.unlock();
    }
  }

  private static void control(int epoll, int operation, int fd, int what, long number)
      throws IOException {
    try (var arena = Arena.ofConfined()) {
      var event = arena.allocate(SIZE);
      event.set(ValueLayout.JAVA_INT_UNALIGNED, 0, what == 0 ? 0 : what | ONCE);
      event.set(ValueLayout.JAVA_LONG_UNALIGNED, DATA, number);
      Descriptors.control(epoll, operation, fd, event);
    }
  }

  private Descriptor started() throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new IOException("the runtime is being closed");
      }
      var descriptor = open;
      if (descriptor == null) {
        var made = new Descriptor(Descriptors.epoll(), Descriptors.event());
        try (var arena = Arena.ofConfined()) {
          var event = arena.allocate(SIZE);
          event.set(ValueLayout.JAVA_INT_UNALIGNED, 0, TO_READ);
          event.set(ValueLayout.JAVA_LONG_UNALIGNED, DATA, END);
          Descriptors.control(made.epoll(), ADD, made.wake(), event);
        }
        open = made;
        scope.forkPlatform("pipes", () -> run(made));
        descriptor = made;
      }
      return descriptor;
    } finally {
      lock.unlock();
    }
  }

  private void run(Descriptor descriptor) {
    try (var arena = Arena.ofConfined()) {
      var events = arena.allocate((long) EVENTS * SIZE);
      while (tell(events, Descriptors.await(descriptor.epoll(), events, EVENTS))) {
        // Until it is woken to end.
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.ERROR, "pipes are not looked after any more", e);
    } finally {
      lock.lock();
      try {
        open = null;
        closed = true;
        Descriptors.close(descriptor.epoll());
        Descriptors.close(descriptor.wake());
      } finally {
        lock.unlock();
      }
      told.values().forEach(Runnable::run);
    }
  }

  private boolean tell(MemorySegment events, int count) {
    for (var i = 0; i < count; i++) {
      var number = events.get(ValueLayout.JAVA_LONG_UNALIGNED, (long) i * SIZE + DATA);
      if (number == END) {
        return false;
      }
      var ready = told.get(number);
      if (ready != null) {
        ready.run();
      }
    }
    return true;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      var descriptor = open;
      if (descriptor != null) {
        try (var arena = Arena.ofConfined()) {
          var one = arena.allocate(Long.BYTES);
          one.set(ValueLayout.JAVA_LONG, 0, 1);
          Descriptors.write(descriptor.wake(), one);
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
