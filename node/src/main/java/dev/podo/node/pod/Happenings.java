package dev.podo.node.pod;

import dev.podo.client.events.EventRecorder;
import dev.podo.model.core.v1.Pod;

/// Tells Events about a pod and its containers.
final class Happenings {
  private final EventRecorder events;
  private final Pod pod;

  Happenings(EventRecorder events, Pod pod) {
    this.events = events;
    this.pod = pod;
  }

  void normal(String reason, String message) {
    events.event(pod, EventRecorder.NORMAL, reason, message);
  }

  void warn(String reason, String message) {
    events.event(pod, EventRecorder.WARNING, reason, message);
  }

  void normal(String container, String reason, String message) {
    tell(container, EventRecorder.NORMAL, reason, message);
  }

  void warn(String container, String reason, String message) {
    tell(container, EventRecorder.WARNING, reason, message);
  }

  private void tell(String container, String type, String reason, String message) {
    var path = "spec." + field(container) + "{" + container + "}";
    var regarding = EventRecorder.reference(pod).with(it -> it.fieldPath(path));
    events.event(regarding, type, reason, message);
  }

  private String field(String container) {
    var spec = pod.spec();
    if (spec.initContainers().stream().anyMatch(each -> each.name().equals(container))) {
      return "initContainers";
    }
    return spec.ephemeralContainers().stream().anyMatch(each -> each.name().equals(container))
        ? "ephemeralContainers"
        : "containers";
  }
}
