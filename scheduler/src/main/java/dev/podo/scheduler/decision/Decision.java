package dev.podo.scheduler.decision;

import dev.podo.scheduler.state.NodeState;

/// What became of a pod.
public sealed interface Decision {
  /// @param of how many nodes were looked at, for people
  record Fits(NodeState node, int of) implements Decision {}

  record Unfit(FitError error) implements Decision {}
}
