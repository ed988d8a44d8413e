package dev.podo.bench.load;

import dev.podo.bench.report.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// A number of clients that each do the same thing again and again, without pause.
///
/// @param calls one call's number, from 0, unique among all clients
public record Clients(int number, boolean onPlatformThreads, Call calls) {
  /// One thing that a client does.
  @FunctionalInterface
  public interface Call {
    void make(long number) throws Exception;
  }

  /// @param took from the first call to the end of the last
  /// @param latencies of each call
  public record Outcome(Duration took, Samples latencies) {
    /// Several runs as one.
    public static Outcome sum(List<Outcome> runs) {
      var took = Duration.ZERO;
      var latencies = new Samples();
      for (var run : runs) {
        took = took.plus(run.took());
        latencies.addAll(run.latencies());
      }
      return new Outcome(took, latencies);
    }

    public double perSecond() {
      return latencies.count() * 1e9 / Math.max(1, took.toNanos());
    }
  }

  public static Clients virtual(int number, Call calls) {
    return new Clients(number, false, calls);
  }

  /// For calls into native code.
  public static Clients platform(int number, Call calls) {
    return new Clients(number, true, calls);
  }

  /// Stops after a time, or after so many calls.
  ///
  /// @param numbering gives the calls their numbers; it goes on from run to run
  public Outcome run(Duration time, long atMost, AtomicLong numbering) throws Exception {
    var begin = System.nanoTime();
    var last = numbering.get() + atMost;
    try (var threads = threads()) {
      var futures = new ArrayList<Future<Samples>>();
      for (int i = 0; i < number; i++) {
        futures.add(threads.submit(() -> one(begin + time.toNanos(), last, numbering)));
      }
      var all = new Samples();
      for (var future : futures) {
        all.addAll(result(future));
      }
      return new Outcome(Duration.ofNanos(System.nanoTime() - begin), all);
    }
  }

  private ExecutorService threads() {
    return onPlatformThreads
        ? Executors.newFixedThreadPool(number)
        : Executors.newVirtualThreadPerTaskExecutor();
  }

  private static Samples result(Future<Samples> future) throws Exception {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private Samples one(long until, long last, AtomicLong numbering) throws Exception {
    var samples = new Samples();
    for (var now = System.nanoTime(); now - until < 0; ) {
      var call = numbering.getAndIncrement();
      if (call >= last) {
        break;
      }
      calls.make(call);
      var after = System.nanoTime();
      samples.add(after - now);
      now = after;
    }
    return samples;
  }
}
