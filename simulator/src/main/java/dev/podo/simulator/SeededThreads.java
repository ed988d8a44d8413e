package dev.podo.simulator;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// Virtual threads that run one at a time on the thread that calls [#runOne], in an order that the
/// seed decides.
///
/// The JDK lets a virtual thread be given a scheduler of one's own only through a constructor that
/// it does not export, hence `--add-opens java.base/java.lang=ALL-UNNAMED`. What would escape to
/// the JDK's own threads in real time – timed waits, contended `synchronized` – the components do
/// not use (invariant 6).
final class SeededThreads implements ThreadFactory {
  private final List<Runnable> runnable = new ArrayList<>();
  private final SplittableRandom random;
  private final Executor scheduler = this::enqueue;
  private final Method constructor = findConstructor();
  private long steps;

  SeededThreads(SplittableRandom random) {
    this.random = random;
  }

  @Override
  public Thread newThread(Runnable task) {
    try {
      return (Thread) constructor.invoke(null, scheduler, "", 0, task);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("this JDK starts virtual threads differently; use JDK 25", e);
    }
  }

  /// Runs one of the runnable threads until it waits.
  ///
  /// @return false when none was runnable
  boolean runOne() {
    var next = takeAny();
    if (next == null) {
      return false;
    }
    steps++;
    next.run();
    return true;
  }

  /// How often a thread has been given the processor.
  long steps() {
    return steps;
  }

  private void enqueue(Runnable continuation) {
    runnable.add(continuation);
  }

  /// The last takes the place of the one taken: the order is the seed's anyway.
  private @Nullable Runnable takeAny() {
    if (runnable.isEmpty()) {
      return null;
    }
    var index = random.nextInt(runnable.size());
    var chosen = runnable.get(index);
    var last = runnable.removeLast();
    if (index < runnable.size()) {
      runnable.set(index, last);
    }
    return chosen;
  }

  private static Method findConstructor() {
    try {
      var builders = Class.forName("java.lang.ThreadBuilders");
      var method =
          builders.getDeclaredMethod(
              "newVirtualThread", Executor.class, String.class, int.class, Runnable.class);
      method.setAccessible(true);
      return method;
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException(
          "a simulation needs JDK 25 started with --add-opens java.base/java.lang=ALL-UNNAMED", e);
    }
  }
}
