package dev.podo.client.events;

import dev.podo.client.Api;
import dev.podo.foundation.Scope;
import dev.podo.model.ApiObject;
import dev.podo.model.core.v1.EventSource;
import dev.podo.model.core.v1.ObjectReference;

/// Writes Events on behalf of one component. Recording never blocks and never fails: what repeats
/// is counted on the Event that is there, what floods is dropped, and so is what cannot be written.
public final class EventRecorder {
  public static final String NORMAL = "Normal";
  public static final String WARNING = "Warning";

  private static final int MESSAGE_MAX = 1_024; // what validation of an Event's note allows

  private final Api api;
  private final EventSource source;
  private final EventWriter writer;

  EventRecorder(Api api, EventSource source, EventWriter writer) {
    this.api = api;
    this.source = source;
    this.writer = writer;
  }

  /// A recorder with a writer of its own.
  ///
  /// @param component who tells, such as `deployment-controller`
  /// @param host on which node; "" where that says nothing
  public static EventRecorder start(Api api, String component, String host, Scope scope) {
    return EventWriter.start("events of " + component, scope).recorder(api, component, host);
  }

  /// Records that something happened to an object.
  ///
  /// @param type [#NORMAL] or [#WARNING]
  /// @param reason one word in upper camel case
  public void event(ApiObject regarding, String type, String reason, String message) {
    event(reference(regarding), type, reason, message);
  }

  /// Records that something happened to an object or to a part of it.
  public void event(ObjectReference regarding, String type, String reason, String message) {
    var fits = message.length() <= MESSAGE_MAX ? message : message.substring(0, MESSAGE_MAX);
    writer.tell(api, new Occurrence(source, regarding, type, reason, fits, writer.now()));
  }

  /// How Events name an object.
  public static ObjectReference reference(ApiObject object) {
    var metadata = object.metadata();
    return ObjectReference.builder()
        .apiVersion(object.apiVersion())
        .kind(object.kind())
        .namespace(metadata.namespace())
        .name(metadata.name())
        .uid(metadata.uid())
        .resourceVersion(metadata.resourceVersion())
        .build();
  }
}
