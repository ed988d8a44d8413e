package dev.podo.simulator;

import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.foundation.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/// One thread, virtual time, one seed. Whatever is started in its [#environment] moves only inside
/// [#run] and its like, and moves in the same way for the same seed, in any JVM.
public final class Simulation {
  private static final Instant ORIGIN = Instant.parse("2026-01-01T00:00:00Z");

  /// A loop that never waits would hang the simulation; so many steps at one instant are a bug.
  private static final int STEPS_AT_ONE_INSTANT_MAX = 5_000_000;

  private final VirtualClock clock = new VirtualClock(ORIGIN);
  private final SeededThreads threads;
  private final Environment environment;

  public Simulation(long seed) {
    var random = new SplittableRandom(seed);
    this.threads = new SeededThreads(random.split());
    this.environment = new Environment(clock, random.split(), threads);
  }

  public Environment environment() {
    return environment;
  }

  public VirtualClock clock() {
    return clock;
  }

  /// How often a thread has been given the processor so far.
  public long steps() {
    return threads.steps();
  }

  /// Starts a thread of the test's own inside the simulation.
  public void start(Runnable task) {
    Scope.root("task", environment).fork("run", task::run);
  }

  /// Lets time pass: everything that can happen in `duration` happens.
  public void run(Duration duration) {
    runUntil(() -> false, duration);
  }

  /// Runs until the condition holds.
  ///
  /// @param limit of virtual time
  /// @return whether it came to hold
  public boolean runUntil(BooleanSupplier condition, Duration limit) {
    var end = clock.nanos() + limit.toNanos();
    var instant = clock.nanos();
    var stepsHere = 0;
    while (true) {
      if (condition.getAsBoolean()) {
        return true;
      }
      if (threads.runOne()) {
        stepsHere = clock.nanos() == instant ? stepsHere + 1 : 0;
        instant = clock.nanos();
        if (stepsHere > STEPS_AT_ONE_INSTANT_MAX) {
          throw new IllegalStateException("something spins at " + clock.now() + " without waiting");
        }
      } else if (!clock.fireNext(end)) {
        clock.advance(Duration.ofNanos(Math.max(0, end - clock.nanos())));
        return condition.getAsBoolean();
      }
    }
  }
}
