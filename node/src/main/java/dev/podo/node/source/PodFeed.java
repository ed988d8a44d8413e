package dev.podo.node.source;

import dev.podo.client.informer.Changes;
import dev.podo.client.informer.Index;
import dev.podo.client.informer.Informer;
import dev.podo.client.informer.Informers;
import dev.podo.client.informer.Key;
import dev.podo.client.informer.Reach;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.core.v1.Pod;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells nodes of the pods that are bound to them. Any number of nodes share one feed, and through
/// it one cache: a change reaches only the node that it concerns.
public final class PodFeed {
  private static final Index<Pod> BY_NODE =
      new Index<>("spec.nodeName", pod -> List.of(pod.spec().nodeName()));

  private final Informer<Pod> informer;
  private final Map<String, Consumer<Key>> nodes = new ConcurrentHashMap<>();

  private PodFeed(Informer<Pod> informer) {
    this.informer = informer;
    informer.addIndex(BY_NODE);
    informer.listen(this::route);
  }

  /// For all nodes of a process that follows all pods anyway.
  public static PodFeed shared(Informers informers) {
    return new PodFeed(informers.of(Pods.KIND));
  }

  /// For one node, which sees no other's pods.
  public static PodFeed ofNode(Informers informers, String node) {
    return new PodFeed(informers.of(Pods.KIND, Reach.fields("spec.nodeName=" + node)));
  }

  /// Has `listener` told of each pod of the node that comes, changes or goes from now on: it must
  /// return at once.
  ///
  /// @return ends it when closed
  public AutoCloseable follow(String node, Consumer<Key> listener) {
    nodes.put(node, listener);
    return () -> nodes.remove(node, listener);
  }

  public boolean awaitSynced(Deadline deadline) throws InterruptedException {
    return informer.awaitSynced(deadline);
  }

  public @Nullable Pod pod(Key key) {
    return informer.snapshot().get(key);
  }

  public List<Pod> podsOn(String node) {
    return informer.snapshot().by(BY_NODE, node).toList();
  }

  private void route(Changes<Pod> changes) {
    for (var key : changes.keys()) {
      var before = changes.before().get(key);
      var after = changes.after().get(key);
      var was = before == null ? "" : before.spec().nodeName();
      var is = after == null ? "" : after.spec().nodeName();
      tell(is, key);
      if (!was.equals(is)) {
        tell(was, key);
      }
    }
  }

  private void tell(String node, Key key) {
    var listener = node.isEmpty() ? null : nodes.get(node);
    if (listener != null) {
      listener.accept(key);
    }
  }
}
