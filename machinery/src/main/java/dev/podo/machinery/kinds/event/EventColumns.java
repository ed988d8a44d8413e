package dev.podo.machinery.kinds.event;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.table.Cells;
import dev.podo.model.ApiObject;
import dev.podo.model.core.v1.Event;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// The columns of both views of an Event, which show the same.
final class EventColumns {
  private EventColumns() {}

  static <T extends ApiObject> List<Column<T>> all(Function<T, Event> stored) {
    return List.of(
        Column.timed(
            "Last Seen",
            "How long ago it happened last.",
            (event, now) -> lastSeen(stored.apply(event), now)),
        Column.text("Type", "Whether it is as it should be.", event -> stored.apply(event).type()),
        Column.text("Reason", "What happened, in one word.", event -> stored.apply(event).reason()),
        Column.text("Object", "To what it happened.", event -> target(stored.apply(event))),
        Column.<T>text(
                "Subobject",
                "To which part of the object it happened.",
                event -> stored.apply(event).involvedObject().fieldPath())
            .wide(),
        Column.<T>text(
                "Source", "Who reports it, and from where.", event -> source(stored.apply(event)))
            .wide(),
        Column.text(
            "Message",
            "What happened, for people.",
            event -> stored.apply(event).message().strip()),
        Column.<T>timed(
                "First Seen",
                "How long ago it happened first.",
                (event, now) -> firstSeen(stored.apply(event), now))
            .wide(),
        new Column<T>(
            "Count",
            "string",
            "",
            "How often it happened.",
            1,
            (event, now) -> count(stored.apply(event))),
        Column.<T>named().wide());
  }

  private static String firstSeen(Event event, Instant now) {
    var first = event.firstTimestamp();
    return Cells.since(first == null ? event.eventTime() : first, now);
  }

  private static String lastSeen(Event event, Instant now) {
    var series = event.series();
    if (series != null) {
      return Cells.since(series.lastObservedTime(), now);
    }
    var last = event.lastTimestamp();
    return last == null ? firstSeen(event, now) : Cells.since(last, now);
  }

  private static long count(Event event) {
    var series = event.series();
    if (series != null) {
      return series.count();
    }
    return Math.max(1, event.count());
  }

  private static String target(Event event) {
    var object = event.involvedObject();
    var kind = object.kind().toLowerCase(Locale.ROOT);
    return object.name().isEmpty() ? kind : kind + "/" + object.name();
  }

  private static String source(Event event) {
    var component = event.source().component();
    var host = event.source().host();
    var who = component.isEmpty() ? event.reportingComponent() : component;
    var where = host.isEmpty() ? event.reportingInstance() : host;
    return where.isEmpty() ? who : who + ", " + where;
  }
}
