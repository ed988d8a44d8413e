package dev.podo.machinery.kinds.event;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.model.core.v1.EventSource;
import dev.podo.model.events.v1.Event;
import java.util.Objects;

/// The strict rules of `events.k8s.io`: an Event is of the new form, and of an Event that is there
/// only the series changes.
final class EventV1Strategy extends ObjectStrategy<Event> {
  private static final String UNSET = "needs to be unset";

  EventV1Strategy() {
    super(inNamespace(), Event::withMetadata);
  }

  @Override
  public boolean createsOnUpdate() {
    return true;
  }

  @Override
  protected void check(Event event, Findings findings) {
    var core = EventViews.toCore(event);
    EventStrategy.checkNamespace(core, findings);
    EventStrategy.checkReported(core, "reportingController", findings);
    checkSeries(event, findings);
    if (event.eventTime() == null) {
      findings.required(FieldPath.root("eventTime"));
    }
    if (!event.type().equals(Events.NORMAL) && !event.type().equals(Events.WARNING)) {
      findings.invalid(FieldPath.root("type"), "", "has invalid value: " + event.type());
    }
    checkNothingOld(event, findings);
  }

  private static void checkNothingOld(Event event, Findings findings) {
    if (event.deprecatedFirstTimestamp() != null) {
      findings.invalid(FieldPath.root("firstTimestamp"), "", UNSET);
    }
    if (event.deprecatedLastTimestamp() != null) {
      findings.invalid(FieldPath.root("lastTimestamp"), "", UNSET);
    }
    if (event.deprecatedCount() != 0) {
      findings.invalid(FieldPath.root("count"), "", UNSET);
    }
    if (!event.deprecatedSource().equals(EventSource.EMPTY)) {
      findings.invalid(FieldPath.root("source"), "", UNSET);
    }
  }

  private static void checkSeries(Event event, Findings findings) {
    var series = event.series();
    if (series == null) {
      return;
    }
    if (series.count() < 2) {
      findings.invalid(FieldPath.root("series", "count"), "", "should be at least 2");
    }
    if (series.lastObservedTime() == null) {
      findings.required(FieldPath.root("series", "lastObservedTime"));
    }
  }

  @Override
  protected void checkUpdate(Event now, Event old, Findings findings) {
    var core = EventViews.toCore(now);
    EventStrategy.checkNamespace(core, findings);
    if (now.eventTime() != null) {
      EventStrategy.checkReported(core, "reportingController", findings);
    }
    if (!Objects.equals(now.series(), old.series())) {
      checkSeries(now, findings);
    }
    findings.immutable(FieldPath.root("involvedObject"), now.regarding(), old.regarding());
    findings.immutable(FieldPath.root("reason"), now.reason(), old.reason());
    findings.immutable(FieldPath.root("message"), now.note(), old.note());
    findings.immutable(FieldPath.root("source"), now.deprecatedSource(), old.deprecatedSource());
    findings.immutable(
        FieldPath.root("firstTimestamp"),
        now.deprecatedFirstTimestamp(),
        old.deprecatedFirstTimestamp());
    findings.immutable(
        FieldPath.root("lastTimestamp"),
        now.deprecatedLastTimestamp(),
        old.deprecatedLastTimestamp());
    findings.immutable(FieldPath.root("count"), now.deprecatedCount(), old.deprecatedCount());
    findings.immutable(FieldPath.root("type"), now.type(), old.type());
    findings.immutable(FieldPath.root("eventTime"), now.eventTime(), old.eventTime());
    findings.immutable(FieldPath.root("action"), now.action(), old.action());
    findings.immutable(FieldPath.root("related"), now.related(), old.related());
    findings.immutable(
        FieldPath.root("reportingController"),
        now.reportingController(),
        old.reportingController());
    findings.immutable(
        FieldPath.root("reportingInstance"), now.reportingInstance(), old.reportingInstance());
  }
}
