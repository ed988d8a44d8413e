package dev.podo.machinery.kinds.event;

import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.core.v1.Event;
import dev.podo.model.core.v1.EventList;
import dev.podo.model.core.v1.ObjectReference;
import java.util.function.Function;

/// What has happened to objects, as the core group shows it; stored in this form.
public final class Events {
  public static final String NORMAL = "Normal";
  public static final String WARNING = "Warning";

  public static final Kind<Event> KIND =
      Kind.declare(new GroupVersionKind("", "v1", "Event"), Event.SCHEMA)
          .namespaced()
          .shortNames("ev")
          .strategy(new EventStrategy())
          .columns(EventColumns.all(Function.identity()))
          .selectable("involvedObject.kind", about(ObjectReference::kind))
          .selectable("involvedObject.namespace", about(ObjectReference::namespace))
          .selectable("involvedObject.name", about(ObjectReference::name))
          .selectable("involvedObject.uid", about(ObjectReference::uid))
          .selectable("involvedObject.apiVersion", about(ObjectReference::apiVersion))
          .selectable("involvedObject.resourceVersion", about(ObjectReference::resourceVersion))
          .selectable("involvedObject.fieldPath", about(ObjectReference::fieldPath))
          .selectable("reason", Event::reason)
          .selectable("reportingComponent", Event::reportingComponent)
          .selectable("source", Events::source)
          .selectable("type", Event::type)
          .listedAs(
              EventList.SCHEMA,
              (meta, items) -> EventList.builder().metadata(meta).items(items).build())
          .build();

  private Events() {}

  private static Function<Event, String> about(Function<ObjectReference, String> part) {
    return event -> part.apply(event.involvedObject());
  }

  private static String source(Event event) {
    var component = event.source().component();
    return component.isEmpty() ? event.reportingComponent() : component;
  }
}
