package dev.podo.network.proxy;

import dev.podo.network.ingress.Backend;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A backend bound to live endpoints.
///
/// @param upstreams in the order of the backend
/// @param counters kept from one table to the next
record Pool(Backend backend, List<Upstream> upstreams, Counters counters) {
  /// Above this, two endpoints drawn at random are compared instead of all: as even, at no cost.
  private static final int COMPARE_ALL_MAX = 8;

  /// @param requests requests routed here
  /// @param failures requests answered by the proxy because no endpoint did
  record Counters(LongAdder requests, LongAdder failures) {
    Counters() {
      this(new LongAdder(), new LongAdder());
    }
  }

  /// The endpoint with the fewest requests in flight, of those not tried yet; null when all were.
  @Nullable Upstream pick(SplittableRandom random, List<Upstream> tried) {
    var count = upstreams.size();
    if (count == 0) {
      return null;
    }
    if (count > COMPARE_ALL_MAX && tried.isEmpty()) {
      var one = upstreams.get(random.nextInt(count));
      var other = upstreams.get(random.nextInt(count));
      return one.inFlight() <= other.inFlight() ? one : other;
    }
    // Equals are met in turn: the start is drawn.
    var start = count == 1 ? 0 : random.nextInt(count);
    Upstream best = null;
    for (int i = 0; i < count; i++) {
      var candidate = upstreams.get((start + i) % count);
      var better = best == null || candidate.inFlight() < best.inFlight();
      if (better && !tried.contains(candidate)) {
        best = candidate;
      }
    }
    return best;
  }
}
