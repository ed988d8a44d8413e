package dev.podo.store.rocksdb;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Mailbox;
import dev.podo.foundation.Promise;
import dev.podo.foundation.Scope;
import dev.podo.store.JournalException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

/// A thread of the operating system for what waits for the disk inside native code, one call after
/// the other: a virtual thread would hold on to its carrier meanwhile.
final class NativeThread implements AutoCloseable {
  private static final int WAITING_MOST = 64;

  private final Clock clock;
  private final Scope scope;
  private final Mailbox<Call<?>> calls;

  NativeThread(String name, Environment environment) {
    clock = environment.clock();
    calls = new Mailbox<>(clock, WAITING_MOST);
    scope = Scope.root(name, environment.onPlatformThreads());
    scope.fork("io", this::run);
  }

  private record Call<T>(Callable<T> work, Promise<T> result) {
    void run() {
      try {
        result.complete(work.call());
      } catch (InterruptedException closing) {
        refuse();
        Thread.currentThread().interrupt();
      } catch (Exception | Error e) {
        result.fail(e);
      }
    }

    void refuse() {
      result.fail(new JournalException("the journal is closed"));
    }
  }

  private void run() throws InterruptedException {
    try {
      while (true) {
        var call = calls.take(Deadline.never());
        if (call != null) {
          call.run();
        }
      }
    } finally {
      refuseWaiting();
    }
  }

  /// Runs `work` on the thread and waits for it. An interrupted caller does not stop it.
  <T> T call(Callable<T> work) throws InterruptedException {
    var call = new Call<>(work, new Promise<T>(clock));
    calls.put(call, Deadline.never());
    if (scope.isClosed()) {
      refuseWaiting();
    }
    try {
      return call.result().await(Deadline.never());
    } catch (TimeoutException never) {
      throw new IllegalStateException(never);
    } catch (Promise.Failure failure) {
      throw failure.getCause() instanceof RuntimeException e ? e : failure;
    }
  }

  private void refuseWaiting() {
    for (var call = calls.poll(); call != null; call = calls.poll()) {
      call.refuse();
    }
  }

  /// Waits for the call that runs; those behind it are refused.
  @Override
  public void close() {
    scope.close();
  }
}
