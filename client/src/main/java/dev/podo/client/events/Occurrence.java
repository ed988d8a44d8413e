package dev.podo.client.events;

import dev.podo.model.core.v1.EventSource;
import dev.podo.model.core.v1.ObjectReference;
import java.time.Instant;

/// Something that happened once.
record Occurrence(
    EventSource source,
    ObjectReference regarding,
    String type,
    String reason,
    String message,
    Instant at) {
  /// What is counted together: all but the time and the object's version.
  Identity identity() {
    return new Identity(subject(), type, reason, message);
  }

  /// What happens over and over with another text each time.
  Identity similar() {
    return new Identity(subject(), type, reason, "");
  }

  Subject subject() {
    return new Subject(
        source.component(),
        source.host(),
        regarding.kind(),
        regarding.namespace(),
        regarding.name(),
        regarding.uid(),
        regarding.fieldPath());
  }

  record Subject(
      String component,
      String host,
      String kind,
      String namespace,
      String name,
      String uid,
      String fieldPath) {}

  record Identity(Subject subject, String type, String reason, String message) {}
}
