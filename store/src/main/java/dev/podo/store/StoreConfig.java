package dev.podo.store;

import dev.podo.foundation.Check;
import java.time.Duration;

/// The store's bounds.
///
/// @param compactEvery a revision is readable for at least so long after it was superseded, and for
///   at most twice as long while the store is written to
/// @param eventsPerKind so many events of a kind are kept for watchers, unless compaction takes
///   them first
/// @param eventBytesPerKind and so many bytes of their values, as the journal has them: large
///   objects that change often take no more memory than others
/// @param replayOnOpen so many of the last transactions are replayed on opening, so that watches go
///   on where they were before a restart; from further back, only lists do
/// @param queuedCommits so many commits wait for the loop; the next one waits for room
/// @param groupCommits so many commits share a sync at most
/// @param groupBytes a group gets no further commit once it holds so many bytes of values
public record StoreConfig(
    Duration compactEvery,
    int eventsPerKind,
    long eventBytesPerKind,
    int replayOnOpen,
    int queuedCommits,
    int groupCommits,
    int groupBytes) {
  /// The past images that are kept at hand for those who page through them.
  static final int PAST_IMAGES = 16;

  public static final StoreConfig DEFAULT =
      new StoreConfig(Duration.ofMinutes(5), 16_384, 64 << 20, 1_024, 1_024, 512, 8 << 20);

  public StoreConfig {
    Check.that(compactEvery.isPositive(), "compactEvery must be positive");
    Check.that(eventsPerKind > 0 && eventBytesPerKind > 0 && replayOnOpen >= 0, "bad event window");
    Check.that(queuedCommits > 0 && groupCommits > 0 && groupBytes > 0, "bad commit bounds");
  }

  public StoreConfig withCompactEvery(Duration duration) {
    return new StoreConfig(
        duration,
        eventsPerKind,
        eventBytesPerKind,
        replayOnOpen,
        queuedCommits,
        groupCommits,
        groupBytes);
  }

  public StoreConfig withEventsPerKind(int events) {
    return new StoreConfig(
        compactEvery,
        events,
        eventBytesPerKind,
        replayOnOpen,
        queuedCommits,
        groupCommits,
        groupBytes);
  }

  public StoreConfig withEventBytesPerKind(long bytes) {
    return new StoreConfig(
        compactEvery, eventsPerKind, bytes, replayOnOpen, queuedCommits, groupCommits, groupBytes);
  }

  public StoreConfig withReplayOnOpen(int transactions) {
    return new StoreConfig(
        compactEvery,
        eventsPerKind,
        eventBytesPerKind,
        transactions,
        queuedCommits,
        groupCommits,
        groupBytes);
  }
}
