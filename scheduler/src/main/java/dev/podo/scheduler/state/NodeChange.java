package dev.podo.scheduler.state;

import dev.podo.model.core.v1.Node;

/// What about a node has changed, as far as it can make a pod fit that did not.
public enum NodeChange {
  ADDED,
  RELABELLED,
  /// Taints or spec.unschedulable.
  OPENED,
  ALLOCATABLE,
  /// A heartbeat, conditions, images.
  NOTHING;

  static NodeChange between(Node old, Node now) {
    if (!old.spec().taints().equals(now.spec().taints())
        || old.spec().unschedulable() != now.spec().unschedulable()) {
      return OPENED;
    }
    return old.status().allocatable().equals(now.status().allocatable()) ? NOTHING : ALLOCATABLE;
  }
}
