package dev.podo.scheduler.filters;

import dev.podo.scheduler.state.NodeState;
import org.jspecify.annotations.Nullable;

/// Tests nodes for one pod.
@FunctionalInterface
public interface NodeTest {
  /// Null when the node will do.
  @Nullable Rejection test(NodeState node);
}
