package dev.podo.controllers.nodelifecycle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How fast nodes may lose their Pods.
///
/// @param pause between two nodes of a zone that begin to lose them
/// @param longPause the same in a large zone that is partly disrupted
/// @param unhealthyShare from this share of unready nodes on a zone counts as partly disrupted
/// @param large a zone with more nodes than this is large; in a smaller one that is partly
///   disrupted no node loses any
public record EvictionLimits(Duration pause, Duration longPause, double unhealthyShare, int large) {
  /// Upstream's: one node in ten seconds, in a hundred seconds; 55 %; 50 nodes.
  public static final EvictionLimits DEFAULT =
      new EvictionLimits(Duration.ofSeconds(10), Duration.ofSeconds(100), 0.55, 50);

  /// Few nodes are no disruption, whatever their share.
  private static final int UNREADY_MIN = 3;

  /// The pause in a zone of so many nodes that are ready and so many that are not; null for no
  /// evictions. Where all nodes of a zone are silent, others may be well: they go on at the usual
  /// pace.
  @Nullable Duration pauseAt(int ready, int unready) {
    var all = ready + unready;
    var disrupted = ready > 0 && unready >= UNREADY_MIN && unready >= unhealthyShare * all;
    if (!disrupted) {
      return pause;
    }
    return all > large ? longPause : null;
  }
}
