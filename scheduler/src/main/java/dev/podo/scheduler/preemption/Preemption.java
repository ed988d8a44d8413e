package dev.podo.scheduler.preemption;

import dev.podo.scheduler.state.NodeState;
import dev.podo.scheduler.state.PodState;
import java.util.List;

/// What came of looking for room.
public sealed interface Preemption {
  /// These pods have to go so that the pod fits on the node.
  record Victims(NodeState node, List<PodState> pods) implements Preemption {
    public Victims {
      pods = List.copyOf(pods);
    }
  }

  /// No use; why, in upstream's words.
  record Useless(String message) implements Preemption {}
}
