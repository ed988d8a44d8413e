package dev.podo.bench.load;

import java.time.Duration;

/// What the load client is to do.
///
/// @param clients so many requests are under way at most
/// @param time within which requests are begun
/// @param perSecond requests are begun at this pace, whether or not earlier ones are answered; 0:
///   each client goes on as soon as it has its answer
/// @param first number of the first object that is created or deleted, the next ones follow; of any
///   other operation the number of its first call
/// @param objects so many there are: those that are read and changed, each in its turn
public record LoadRun(
    Operation operation, int clients, Duration time, int perSecond, long first, long objects) {
  /// As the load client reads it.
  String line() {
    return String.join(
        " ",
        operation.name(),
        Integer.toString(clients),
        Long.toString(time.toMillis()),
        Integer.toString(perSecond),
        Long.toString(first),
        Long.toString(objects));
  }

  static LoadRun parse(String line) {
    var parts = line.split(" ", -1);
    return new LoadRun(
        Operation.valueOf(parts[0]),
        Integer.parseInt(parts[1]),
        Duration.ofMillis(Long.parseLong(parts[2])),
        Integer.parseInt(parts[3]),
        Long.parseLong(parts[4]),
        Long.parseLong(parts[5]));
  }

  /// Whether there is nothing left to be done: what is deleted is gone.
  boolean isExhausted(long sent) {
    return operation == Operation.DELETE && first + sent >= objects;
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
