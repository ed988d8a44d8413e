package dev.podo.foundation;

import java.security.SecureRandom;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;

/// Everything that a component takes from outside that could differ between two runs.
///
/// @param clock time
/// @param random randomness, also of identifiers; thread-safe
/// @param threads starts the threads of scopes: virtual ones
public record Environment(Clock clock, RandomGenerator random, ThreadFactory threads) {
  /// The machine's clock, a cryptographic random source, virtual threads.
  public static Environment system() {
    return new Environment(Clock.system(), new SecureRandom(), Thread.ofVirtual().factory());
  }

  /// The same clock and randomness with threads of the operating system: for adapters whose calls
  /// into native code block, because such a call would hold on to one of the few carriers of
  /// virtual threads.
  public Environment onPlatformThreads() {
    return new Environment(clock, random, Thread.ofPlatform().daemon().factory());
  }
}
