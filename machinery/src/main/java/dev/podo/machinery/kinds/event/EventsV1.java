package dev.podo.machinery.kinds.event;

import dev.podo.machinery.kind.Conversion;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.core.v1.ObjectReference;
import dev.podo.model.events.v1.Event;
import dev.podo.model.events.v1.EventList;
import java.util.function.Function;

/// What has happened to objects, as the group `events.k8s.io` shows it: a second view of what
/// [Events] stores.
public final class EventsV1 {
  public static final Kind<Event> KIND =
      Kind.declare(new GroupVersionKind("events.k8s.io", "v1", "Event"), Event.SCHEMA)
          .namespaced()
          .shortNames("ev")
          .strategy(new EventV1Strategy())
          .columns(EventColumns.all(EventViews::toCore))
          .storedAs(new Conversion<>(Events.KIND, EventViews::toCore, EventViews::fromCore))
          .selectable("regarding.kind", regarding(ObjectReference::kind))
          .selectable("regarding.namespace", regarding(ObjectReference::namespace))
          .selectable("regarding.name", regarding(ObjectReference::name))
          .selectable("regarding.uid", regarding(ObjectReference::uid))
          .selectable("regarding.apiVersion", regarding(ObjectReference::apiVersion))
          .selectable("regarding.resourceVersion", regarding(ObjectReference::resourceVersion))
          .selectable("regarding.fieldPath", regarding(ObjectReference::fieldPath))
          .selectable("reason", Event::reason)
          .selectable("reportingController", Event::reportingController)
          .selectable("type", Event::type)
          .listedAs(
              EventList.SCHEMA,
              (meta, items) -> EventList.builder().metadata(meta).items(items).build())
          .build();

  private EventsV1() {}

  private static Function<Event, String> regarding(Function<ObjectReference, String> part) {
    return event -> part.apply(event.regarding());
  }
}
