package dev.podo.node.eviction;

import java.time.Duration;
import java.util.List;

/// When a node counts as short of something.
///
/// @param thresholds below which pods go at once
/// @param period how often is looked
/// @param transition for how long a condition stays after it was last seen to hold
public record EvictionSettings(List<Threshold> thresholds, Duration period, Duration transition) {
  /// Upstream's own.
  public static final EvictionSettings DEFAULTS =
      new EvictionSettings(
          List.of(
              Threshold.of(Signal.MEMORY_AVAILABLE, 100L << 20),
              Threshold.percent(Signal.NODEFS_AVAILABLE, 10),
              Threshold.percent(Signal.NODEFS_INODES_FREE, 5),
              Threshold.percent(Signal.IMAGEFS_AVAILABLE, 15)),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5));

  public EvictionSettings {
    thresholds = List.copyOf(thresholds);
  }
}
