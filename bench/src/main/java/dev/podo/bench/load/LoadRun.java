package dev.podo.bench.load;

import java.time.Duration;

/// What the load client is to do.
///
/// @param clients so many requests are under way at most
/// @param time within which requests are begun
/// @param perSecond requests are begun at this pace, whether or not earlier ones are answered; 0:
///   each client goes on as soon as it has its answer
/// @param first number of a written object; the next ones follow
public record LoadRun(int clients, Duration time, int perSecond, long first) {
  /// As the load client reads it.
  String line() {
    return clients + " " + time.toMillis() + " " + perSecond + " " + first;
  }

  static LoadRun parse(String line) {
    var parts = line.split(" ", -1);
    return new LoadRun(
        Integer.parseInt(parts[0]),
        Duration.ofMillis(Long.parseLong(parts[1])),
        Integer.parseInt(parts[2]),
        Long.parseLong(parts[3]));
  }

  /// So many requests are due when this time has passed.
  long due(long elapsedNanos) {
    long within = Math.clamp(elapsedNanos, 0, time.toNanos());
    return within * perSecond / 1_000_000_000L;
  }

  /// When the request of a number, from 0, is due.
  long dueAtNanos(long number) {
    return (number + 1) * 1_000_000_000L / perSecond;
  }
}
