package dev.podo.program.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/// Counts what clients saw, from any number of threads.
final class Tally {
  private static final int TOLD = 5;
  private static final double NANOS_PER_SECOND = 1e9;

  private final ReentrantLock lock = new ReentrantLock();
  private final List<String> failures = new ArrayList<>();
  private final List<String> signed = new ArrayList<>();
  private final SortedSet<String> connections = new TreeSet<>();
  private int answered;
  private int failed;

  void answered(String connection) {
    lock.lock();
    try {
      answered++;
      connections.add(connection);
    } finally {
      lock.unlock();
    }
  }

  /// An entry that the guestbook has confirmed.
  void signed(String entry) {
    lock.lock();
    try {
      signed.add(entry);
    } finally {
      lock.unlock();
    }
  }

  void failed(String what) {
    lock.lock();
    try {
      failed++;
      if (failures.size() < TOLD) {
        failures.add(what);
      }
    } finally {
      lock.unlock();
    }
  }

  int requests() {
    lock.lock();
    try {
      return answered + failed;
    } finally {
      lock.unlock();
    }
  }

  int failures() {
    lock.lock();
    try {
      return failed;
    } finally {
      lock.unlock();
    }
  }

  /// The confirmed entries, in the order of their confirmation.
  List<String> entries() {
    lock.lock();
    try {
      return List.copyOf(signed);
    } finally {
      lock.unlock();
    }
  }

  double perSecond(long nanos) {
    return nanos <= 0 ? 0 : requests() * NANOS_PER_SECOND / nanos;
  }

  /// As in `1234 requests (308 of them POST) on 16 kept-alive connections, 100 a second, 0 failed`.
  String summary(long nanos) {
    lock.lock();
    try {
      return String.format(
          Locale.ROOT,
          "%d requests (%d of them POST) on %d kept-alive connections, %.0f a second, %d failed",
          requests(),
          signed.size(),
          connections.size(),
          perSecond(nanos),
          failed);
    } finally {
      lock.unlock();
    }
  }

  /// The first failures, a line each.
  String told() {
    lock.lock();
    try {
      return String.join("\n", failures);
    } finally {
      lock.unlock();
    }
  }

  /// What is wrong with the guestbook after this: entries that it confirmed but does not show, or
  /// shows more than once.
  ///
  /// @param shown the entries it shows
  /// @param newest how many of the confirmed entries, counted from the end, it still keeps
  List<String> misprints(List<String> shown, int newest) {
    var wrong = new ArrayList<String>();
    var all = entries();
    for (var entry : all.subList(Math.max(0, all.size() - newest), all.size())) {
      var times = shown.stream().filter(entry::equals).count();
      if (times != 1) {
        wrong.add("\"" + entry + "\" stands there " + times + " times");
      }
    }
    return wrong;
  }
}
