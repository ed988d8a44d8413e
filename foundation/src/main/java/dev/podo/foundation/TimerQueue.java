package dev.podo.foundation;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Timers in the order in which they fall due; equal times in the order in which they were set. Not
/// thread-safe: its owner guards it.
final class TimerQueue {
  private static final Comparator<Entry> DUE_FIRST =
      Comparator.comparingLong(Entry::atNanos).thenComparingLong(Entry::sequence);

  private final TreeSet<Entry> entries = new TreeSet<>(DUE_FIRST);
  private long sequence;

  Entry add(long atNanos, Runnable action) {
    var entry = new Entry(atNanos, sequence++, action);
    entries.add(entry);
    return entry;
  }

  void remove(Entry entry) {
    entries.remove(entry);
  }

  @Nullable Entry first() {
    return entries.isEmpty() ? null : entries.first();
  }

  int size() {
    return entries.size();
  }

  record Entry(long atNanos, long sequence, Runnable action) {}
}
