package dev.podo.machinery.kinds.event;

import dev.podo.model.core.v1.Event;
import dev.podo.model.core.v1.EventSeries;
import org.jspecify.annotations.Nullable;

/// The two views of one Event; neither loses anything of the other.
final class EventViews {
  private EventViews() {}

  static Event toCore(dev.podo.model.events.v1.Event event) {
    return Event.builder()
        .metadata(event.metadata())
        .involvedObject(event.regarding())
        .reason(event.reason())
        .message(event.note())
        .source(event.deprecatedSource())
        .firstTimestamp(event.deprecatedFirstTimestamp())
        .lastTimestamp(event.deprecatedLastTimestamp())
        .count(event.deprecatedCount())
        .type(event.type())
        .eventTime(event.eventTime())
        .series(toCore(event.series()))
        .action(event.action())
        .related(event.related())
        .reportingComponent(event.reportingController())
        .reportingInstance(event.reportingInstance())
        .build();
  }

  private static @Nullable EventSeries toCore(
      dev.podo.model.events.v1.@Nullable EventSeries series) {
    return series == null
        ? null
        : EventSeries.builder()
            .count(series.count())
            .lastObservedTime(series.lastObservedTime())
            .build();
  }

  static dev.podo.model.events.v1.Event fromCore(Event event) {
    return dev.podo.model.events.v1.Event.builder()
        .metadata(event.metadata())
        .regarding(event.involvedObject())
        .reason(event.reason())
        .note(event.message())
        .deprecatedSource(event.source())
        .deprecatedFirstTimestamp(event.firstTimestamp())
        .deprecatedLastTimestamp(event.lastTimestamp())
        .deprecatedCount(event.count())
        .type(event.type())
        .eventTime(event.eventTime())
        .series(fromCore(event.series()))
        .action(event.action())
        .related(event.related())
        .reportingController(event.reportingComponent())
        .reportingInstance(event.reportingInstance())
        .build();
  }

  private static dev.podo.model.events.v1.@Nullable EventSeries fromCore(
      @Nullable EventSeries series) {
    return series == null
        ? null
        : dev.podo.model.events.v1.EventSeries.builder()
            .count(series.count())
            .lastObservedTime(series.lastObservedTime())
            .build();
  }
}
