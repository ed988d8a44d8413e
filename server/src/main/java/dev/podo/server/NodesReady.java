package dev.podo.server;

import dev.podo.client.informer.Informers;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Signal;
import dev.podo.machinery.kinds.node.Nodes;
import java.time.Duration;
import java.util.Collection;

/// Waits for nodes to come up.
public final class NodesReady {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private NodesReady() {}

  /// @return whether all nodes of these names were Ready within a minute
  public static boolean await(Informers informers, Collection<String> names, Clock clock)
      throws InterruptedException {
    var informer = informers.of(Nodes.KIND);
    var changed = new Signal(clock);
    var listening = informer.listen(changes -> changed.raise());
    try {
      return changed.awaitUntil(
          () -> names.stream().allMatch(name -> isReady(informers, name)),
          Deadline.after(clock, PATIENCE));
    } finally {
      listening.close();
    }
  }

  private static boolean isReady(Informers informers, String name) {
    var node = informers.of(Nodes.KIND).snapshot().get("", name);
    return node != null && Nodes.isReady(node);
  }
}
