package dev.podo.foundation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The life of a component: its threads, its children and what it must give back. Closing ends them
/// all; a thread that dies of an unexpected error takes its scope with it, loudly.
///
/// Closing goes in the opposite order of opening, and a thread is asked to stop by interruption.
public final class Scope implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Scope.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String name;
  private final Environment environment;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<AutoCloseable> closeables = new ArrayDeque<>();
  private final Set<Thread> threads = new LinkedHashSet<>();
  private final Set<Thread> inside = ConcurrentHashMap.newKeySet();
  private final @Nullable Scope parent;
  private final Signal ended;
  private final Promise<Boolean> over;
  private final Promise<Throwable> failure;
  private boolean closed;

  private Scope(String name, Environment environment, @Nullable Scope parent) {
    this.name = name;
    this.parent = parent;
    this.environment = environment;
    this.ended = new Signal(environment.clock());
    this.over = new Promise<>(environment.clock());
    this.failure = new Promise<>(environment.clock());
  }

  public static Scope root(String name, Environment environment) {
    return new Scope(name, environment, null);
  }

  /// A scope that ends with this one, at the latest.
  public Scope child(String childName) {
    var child = new Scope(name + "/" + childName, environment, this);
    onClose(child);
    child.onClose(() -> forget(child));
    return child;
  }

  public String name() {
    return name;
  }

  public Environment environment() {
    return environment;
  }

  /// Starts a thread that ends with this scope.
  ///
  /// @throws IllegalStateException when the scope is closed
  public void fork(String threadName, Task task) {
    start(environment, threadName, task);
  }

  /// Starts a thread of the operating system that ends with this scope, see
  /// [Environment#onPlatformThreads].
  ///
  /// @throws IllegalStateException when the scope is closed
  public void forkPlatform(String threadName, Task task) {
    start(environment.onPlatformThreads(), threadName, task);
  }

  /// Starts a computation on a thread that ends with this scope.
  ///
  /// @return its result or its failure
  /// @throws IllegalStateException when the scope is closed
  public <T> Promise<T> compute(String threadName, Callable<T> computation) {
    var result = new Promise<T>(environment.clock());
    fork(
        threadName,
        () -> {
          try {
            result.complete(computation.call());
          } catch (InterruptedException e) {
            result.fail(e);
            throw e;
          } catch (Exception e) {
            result.fail(e);
          }
        });
    return result;
  }

  private void start(Environment on, String threadName, Task task) {
    lock.lock();
    try {
      requireOpen();
      var thread = on.threads().newThread(() -> run(threadName, task));
      thread.setName(name + "/" + threadName);
      threads.add(thread);
      enter(thread);
      thread.start();
    } finally {
      lock.unlock();
    }
  }

  /// Registers what must be closed when the scope closes, last first.
  public <C extends AutoCloseable> C onClose(C closeable) {
    lock.lock();
    try {
      requireOpen();
      closeables.push(closeable);
      return closeable;
    } finally {
      lock.unlock();
    }
  }

  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /// Completed with the error that killed the scope, if one does.
  public Promise<Throwable> failure() {
    return failure;
  }

  /// Interrupts the threads, closes what was registered, and waits for the threads to end. Where
  /// another thread is closing already, waits for that, unless that one in turn waits for the
  /// caller.
  @Override
  public void close() {
    var toClose = beginClosing();
    if (toClose == null) {
      awaitOtherCloser();
      return;
    }
    toClose.forEach(this::closeQuietly);
    awaitThreads();
    over.complete(true);
  }

  /// What to close, last first; null when somebody closes already.
  private @Nullable List<AutoCloseable> beginClosing() {
    lock.lock();
    try {
      if (closed) {
        return null;
      }
      closed = true;
      var toClose = new ArrayList<>(closeables);
      closeables.clear();
      threads.forEach(Thread::interrupt);
      return toClose;
    } finally {
      lock.unlock();
    }
  }

  private void awaitOtherCloser() {
    if (inside.contains(Thread.currentThread())) {
      return;
    }
    try {
      over.await(Deadline.after(environment.clock(), PATIENCE));
    } catch (TimeoutException e) {
      LOG.log(System.Logger.Level.WARNING, "{0}: another thread is still closing it", name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Scopes further out wait for this thread as well.
  private void enter(Thread thread) {
    for (var scope = this; scope != null; scope = scope.parent) {
      scope.inside.add(thread);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the scope " + name + " is closed");
    }
  }

  private void run(String threadName, Task task) {
    Throwable died = null;
    try {
      task.run();
    } catch (InterruptedException stop) {
      died = isClosed() ? null : stop;
    } catch (Throwable e) {
      died = isClosed() && isCausedByInterruption(e) ? null : e;
    } finally {
      leave();
    }
    if (died != null) {
      LOG.log(System.Logger.Level.ERROR, name + "/" + threadName + " died; its scope ends", died);
      failure.complete(died);
      close();
    }
  }

  private static boolean isCausedByInterruption(Throwable e) {
    for (var cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException) {
        return true;
      }
    }
    return false;
  }

  private void leave() {
    var thread = Thread.currentThread();
    lock.lock();
    try {
      threads.remove(thread);
    } finally {
      lock.unlock();
    }
    for (var scope = this; scope != null; scope = scope.parent) {
      scope.inside.remove(thread);
    }
    ended.raise();
  }

  private void forget(AutoCloseable child) {
    lock.lock();
    try {
      closeables.remove(child);
    } finally {
      lock.unlock();
    }
  }

  private void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.WARNING, name + ": closing " + closeable + " failed", e);
    }
  }

  private void awaitThreads() {
    try {
      var clock = environment.clock();
      if (!ended.awaitUntil(this::onlySelfLeft, Deadline.after(clock, PATIENCE))) {
        LOG.log(System.Logger.Level.WARNING, "{0}: threads did not end: {1}", name, stragglers());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean onlySelfLeft() {
    return stragglers().isEmpty();
  }

  private List<Thread> stragglers() {
    lock.lock();
    try {
      return threads.stream().filter(t -> !t.equals(Thread.currentThread())).toList();
    } finally {
      lock.unlock();
    }
  }

  /// What a thread of a scope does. It ends by returning, or by the interruption that closing
  /// sends.
  @FunctionalInterface
  public interface Task {
    void run() throws InterruptedException, TimeoutException;
  }
}
