package dev.podo.bench.writes;

import dev.podo.bench.load.Clients;
import dev.podo.bench.machine.Cpu;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/// Something that writes, with any number of clients.
///
/// @param name for people
record Writer(String name, Work work) {
  private static final long MOST = 500_000;

  /// Writes as fast as so many clients can.
  @FunctionalInterface
  interface Work {
    Clients.Outcome run(int clients, Duration time) throws Exception;
  }

  /// Of clients within this process.
  static Writer of(String name, IntFunction<Clients> clients) {
    var numbering = new AtomicLong();
    return new Writer(name, (number, time) -> clients.apply(number).run(time, MOST, numbering));
  }

  /// What came of a run.
  ///
  /// @param cpu of this process
  record Measured(Clients.Outcome outcome, Duration cpu) {
    /// Several runs as one.
    static Measured sum(List<Measured> runs) {
      var cpu = runs.stream().map(Measured::cpu).reduce(Duration.ZERO, Duration::plus);
      return new Measured(Clients.Outcome.sum(runs.stream().map(Measured::outcome).toList()), cpu);
    }

    long count() {
      return outcome.latencies().count();
    }

    Duration cpuEach() {
      return cpu.dividedBy(Math.max(1, count()));
    }
  }

  Measured run(int clients, Duration time) throws Exception {
    var before = Cpu.used();
    var outcome = work.run(clients, time);
    return new Measured(outcome, Cpu.used().minus(before));
  }
}
