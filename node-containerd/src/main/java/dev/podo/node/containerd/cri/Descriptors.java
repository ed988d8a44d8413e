package dev.podo.node.containerd.cri;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/// The few calls of Linux on open files that never wait, which Java has no words for. Each one says
/// what it could not do as the negative of the number of its error.
final class Descriptors {
  static final int AGAIN = -11;
  static final int INTERRUPTED = -4;
  static final int NO_READER = -6;

  private static final int CLOEXEC_NONBLOCK = 0x80800;
  private static final int WRITE_ONLY = 1;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final VarHandle ERROR =
      Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));
  private static final MethodHandle OPEN =
      find("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle READ =
      find("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle WRITE =
      find("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle CLOSE =
      find("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle EVENTFD =
      find("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle EPOLL_CREATE =
      find("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle EPOLL_CTL =
      find("epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle EPOLL_WAIT =
      find("epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));

  private Descriptors() {}

  static int open(Path path, boolean writing) {
    try (var arena = Arena.ofConfined()) {
      var name = arena.allocateFrom(path.toString());
      var error = error(arena);
      var flags = CLOEXEC_NONBLOCK | (writing ? WRITE_ONLY : 0);
      var result = (int) OPEN.invokeExact(error, name, flags);
      return result < 0 ? code(error) : result;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static int read(int fd, MemorySegment into) {
    try (var arena = Arena.ofConfined()) {
      var error = error(arena);
      var result = (long) READ.invokeExact(error, fd, into, into.byteSize());
      return result < 0 ? code(error) : (int) result;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static int write(int fd, MemorySegment from) {
    try (var arena = Arena.ofConfined()) {
      var error = error(arena);
      var result = (long) WRITE.invokeExact(error, fd, from, from.byteSize());
      return result < 0 ? code(error) : (int) result;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static void close(int fd) {
    try (var arena = Arena.ofConfined()) {
      var _ = (int) CLOSE.invokeExact(error(arena), fd);
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// What wakes whoever waits for it once it is written to.
  static int event() throws IOException {
    try (var arena = Arena.ofConfined()) {
      var error = error(arena);
      var result = (int) EVENTFD.invokeExact(error, 0, CLOEXEC_NONBLOCK);
      return checked(result, error, "eventfd");
    } catch (IOException e) {
      throw e;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static int epoll() throws IOException {
    try (var arena = Arena.ofConfined()) {
      var error = error(arena);
      var result = (int) EPOLL_CREATE.invokeExact(error, CLOEXEC_NONBLOCK & 0x80000);
      return checked(result, error, "epoll_create1");
    } catch (IOException e) {
      throw e;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static void control(int epoll, int operation, int fd, MemorySegment event) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var error = error(arena);
      var result = (int) EPOLL_CTL.invokeExact(error, epoll, operation, fd, event);
      checked(result, error, "epoll_ctl");
    } catch (IOException e) {
      throw e;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Waits, on a thread of the operating system.
  ///
  /// @return how many events there are
  static int await(int epoll, MemorySegment events, int max) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var error = error(arena);
      var result = (int) EPOLL_WAIT.invokeExact(error, epoll, events, max, -1);
      if (result < 0 && code(error) == INTERRUPTED) {
        return 0;
      }
      return checked(result, error, "epoll_wait");
    } catch (IOException e) {
      throw e;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static MemorySegment error(Arena arena) {
    return arena.allocate(Linker.Option.captureStateLayout());
  }

  private static int code(MemorySegment error) {
    return -(int) ERROR.get(error, 0L);
  }

  private static int checked(int result, MemorySegment error, String call) throws IOException {
    if (result < 0) {
      throw new IOException(call + " failed with error " + -code(error));
    }
    return result;
  }

  @SuppressWarnings("restricted") // Java has no word for it
  private static MethodHandle find(String function, FunctionDescriptor type) {
    var address = LINKER.defaultLookup().findOrThrow(function);
    // open takes further arguments for files to be made: it must be called as what it is.
    return function.equals("open")
        ? LINKER.downcallHandle(address, type, ERRNO, Linker.Option.firstVariadicArg(2))
        : LINKER.downcallHandle(address, type, ERRNO);
  }
}
