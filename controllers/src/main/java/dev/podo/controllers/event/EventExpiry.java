package dev.podo.controllers.event;

import dev.podo.controllers.engine.Announce;
import dev.podo.controllers.engine.Plan;
import dev.podo.controllers.engine.Reconciler;
import dev.podo.controllers.engine.View;
import dev.podo.controllers.engine.Watches;
import dev.podo.machinery.kinds.event.Events;
import dev.podo.model.core.v1.Event;
import dev.podo.model.core.v1.EventSeries;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.Preconditions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

/// Deletes each Event a while after what it tells of happened last.
public final class EventExpiry implements Reconciler<Event> {
  /// Upstream's `--event-ttl`.
  public static final Duration TTL = Duration.ofHours(1);

  private final Duration ttl;

  public EventExpiry(Duration ttl) {
    this.ttl = ttl;
  }

  @Override
  public Watches watches(Watches.Of<Event> on) {
    return on.primary(
        Events.KIND,
        (before, after, view) -> before == null || !lastTold(before).equals(lastTold(after)));
  }

  @Override
  public Plan reconcile(Event event, View view, Instant now) {
    var until = lastTold(event).plus(ttl);
    return until.isAfter(now) ? Plan.nothing().recheckAt(until) : delete(event);
  }

  /// The latest of the times that the two versions of Events know. One without any is old.
  private static Instant lastTold(Event event) {
    var series = event.series();
    return Stream.of(
            event.lastTimestamp(),
            event.firstTimestamp(),
            event.eventTime(),
            (series == null ? EventSeries.EMPTY : series).lastObservedTime(),
            event.metadata().creationTimestamp())
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }

  /// Only as it is: it may have been counted up meanwhile.
  private static Plan delete(Event event) {
    var asIs =
        Preconditions.builder()
            .uid(event.metadata().uid())
            .resourceVersion(event.metadata().resourceVersion())
            .build();
    var options = DeleteOptions.builder().preconditions(asIs).build();
    return Plan.delete(Events.KIND, event, options, Announce.silent());
  }
}
