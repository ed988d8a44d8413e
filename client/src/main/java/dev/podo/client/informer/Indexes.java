package dev.podo.client.informer;

import dev.podo.model.core.v1.Pod;
import java.util.List;

/// The indexes that several components of a process share.
public final class Indexes {
  /// Pods by the name of the node to which they are bound.
  public static final Index<Pod> PODS_BY_NODE =
      new Index<>(
          "node",
          pod -> pod.spec().nodeName().isEmpty() ? List.of() : List.of(pod.spec().nodeName()));

  private Indexes() {}
}
