package dev.podo.network.linux;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A network namespace of its own: what runs on its thread, child processes included, lives in it.
/// It ends with the thread and the sockets opened there.
@SuppressWarnings("restricted")
final class TestNamespace implements AutoCloseable {
  private static final int CLONE_NEWNET = 0x40000000;

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().daemon().name("namespace").unstarted(task));
  private final long threadId;

  private TestNamespace() {
    threadId = run(TestNamespace::enter);
    run(() -> sh("ip link set lo up"));
  }

  static TestNamespace create() {
    return new TestNamespace();
  }

  private static Long enter() {
    var linker = Linker.nativeLinker();
    var lookup = linker.defaultLookup();
    var unshare =
        linker.downcallHandle(
            lookup.findOrThrow("unshare"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    var gettid =
        linker.downcallHandle(
            lookup.findOrThrow("gettid"), FunctionDescriptor.of(ValueLayout.JAVA_INT));
    try {
      if ((int) unshare.invokeExact(CLONE_NEWNET) != 0) {
        throw new IllegalStateException("a network namespace needs root");
      }
      return (long) (int) gettid.invokeExact();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /// What `ip link set … netns` takes.
  long id() {
    return threadId;
  }

  <T> T run(Callable<T> task) {
    try {
      return thread.submit(task).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static String sh(String script) {
    var result = Commands.tryRun("sh", "-ec", script);
    if (result.exitCode() != 0) {
      throw new IllegalStateException(script + ": " + result.output());
    }
    return result.output();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
