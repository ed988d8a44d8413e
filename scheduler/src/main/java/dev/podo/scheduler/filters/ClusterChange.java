package dev.podo.scheduler.filters;

/// What happens in a cluster that may let a pod fit that did not.
public enum ClusterChange {
  NODE_ADDED,
  NODE_RELABELLED,
  /// Its taints or spec.unschedulable changed.
  NODE_OPENED,
  NODE_ALLOCATABLE,
  /// A pod left its node, ended, or asks for less.
  POD_GONE,
  /// A pod came to a node: others may want to be near it.
  POD_PLACED,
  /// A pod on a node changed its labels.
  POD_RELABELLED
}
