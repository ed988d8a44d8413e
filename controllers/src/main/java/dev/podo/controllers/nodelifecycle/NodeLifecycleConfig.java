package dev.podo.controllers.nodelifecycle;

import java.time.Duration;
import java.time.Instant;

/// How long a node may be silent, and what follows.
///
/// @param grace after its last sign of life a node counts as healthy for so long
/// @param startupGrace the same for a node that has never reported
/// @param startedAt silence before this is not counted: nobody was there to hear
/// @param limits how fast the Pods of silent nodes are moved
public record NodeLifecycleConfig(
    Duration grace, Duration startupGrace, Instant startedAt, EvictionLimits limits) {
  /// With upstream's times: 50 and 60 seconds.
  public static NodeLifecycleConfig startingAt(Instant now) {
    return new NodeLifecycleConfig(
        Duration.ofSeconds(50), Duration.ofSeconds(60), now, EvictionLimits.DEFAULT);
  }

  public NodeLifecycleConfig withGrace(Duration value) {
    return new NodeLifecycleConfig(value, startupGrace, startedAt, limits);
  }
}
