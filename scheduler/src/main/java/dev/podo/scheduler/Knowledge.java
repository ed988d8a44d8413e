package dev.podo.scheduler;

import dev.podo.client.informer.Key;
import dev.podo.model.core.v1.Namespace;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.Pod;
import dev.podo.scheduler.filters.ClusterChange;
import dev.podo.scheduler.queue.SchedulingQueue;
import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.PodState;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the scheduler knows: the cluster and the queue, brought up to date object by object.
/// Whatever may help a pod that fitted nowhere is told to the queue.
final class Knowledge {
  private final String schedulerName;
  private final ClusterState cluster = new ClusterState();
  private final SchedulingQueue queue = new SchedulingQueue();
  private final Map<Key, String> uids = new HashMap<>();

  Knowledge(String schedulerName) {
    this.schedulerName = schedulerName;
  }

  ClusterState cluster() {
    return cluster;
  }

  SchedulingQueue queue() {
    return queue;
  }

  void namespace(String name, @Nullable Namespace namespace) {
    cluster.putNamespace(name, namespace == null ? null : namespace.metadata().labels());
  }

  void node(String name, @Nullable Node node, long now) {
    if (node == null) {
      cluster.removeNode(name);
      return;
    }
    switch (cluster.put(node)) {
      case ADDED -> queue.moved(ClusterChange.NODE_ADDED, now);
      case RELABELLED -> {
        queue.moved(ClusterChange.NODE_RELABELLED, now);
        queue.moved(ClusterChange.NODE_OPENED, now);
      }
      case OPENED -> {
        queue.moved(ClusterChange.NODE_OPENED, now);
        queue.moved(ClusterChange.NODE_ALLOCATABLE, now);
      }
      case ALLOCATABLE -> queue.moved(ClusterChange.NODE_ALLOCATABLE, now);
      case NOTHING -> {
        // nobody waits for that
      }
    }
  }

  void pod(Key key, @Nullable Pod pod, long now) {
    var known = pod == null ? uids.remove(key) : uids.put(key, pod.metadata().uid());
    if (known != null && (pod == null || !known.equals(pod.metadata().uid()))) {
      forget(known, now);
    }
    if (pod == null) {
      return;
    }
    var uid = pod.metadata().uid();
    if (isEnded(pod)) {
      forget(uid, now);
    } else if (!pod.spec().nodeName().isEmpty()) {
      queue.remove(uid);
      place(pod, now);
    } else {
      await(pod);
    }
  }

  private static boolean isEnded(Pod pod) {
    return pod.status().phase().equals("Succeeded") || pod.status().phase().equals("Failed");
  }

  private void forget(String uid, long now) {
    queue.remove(uid);
    cluster.withdraw(uid);
    if (cluster.remove(uid) != null) {
      queue.moved(ClusterChange.POD_GONE, now);
    }
  }

  private void place(Pod pod, long now) {
    var known = cluster.placed(pod.metadata().uid());
    var state = known == null ? PodState.of(pod) : known.refreshed(pod);
    cluster.place(state);
    if (known == null) {
      queue.moved(ClusterChange.POD_PLACED, now);
    } else if (!known.labels().equals(state.labels())) {
      queue.moved(ClusterChange.POD_RELABELLED, now);
    }
  }

  /// A pod without a node: it waits for one, unless it is assumed on one already.
  private void await(Pod pod) {
    var uid = pod.metadata().uid();
    if (cluster.placed(uid) != null) {
      return;
    }
    var ours = pod.spec().schedulerName().equals(schedulerName);
    var ready =
        pod.metadata().deletionTimestamp() == null && pod.spec().schedulingGates().isEmpty();
    if (!ours || !ready) {
      queue.remove(uid);
      cluster.withdraw(uid);
      return;
    }
    var state = PodState.of(pod);
    queue.put(state);
    var nominated = pod.status().nominatedNodeName();
    if (!nominated.isEmpty()) {
      cluster.nominate(state, nominated);
    }
  }

  /// Counts a pod on the node that was decided, before the API shows it there.
  void assume(PodState pod, long now) {
    queue.remove(pod.uid());
    cluster.place(pod);
    queue.moved(ClusterChange.POD_PLACED, now);
  }

  /// A pod could not be bound after all: the cache is looked at again.
  void takeBack(PodState assumed, @Nullable Pod current, int attempts, long now) {
    cluster.remove(assumed.uid());
    queue.moved(ClusterChange.POD_GONE, now);
    if (current != null
        && current.metadata().uid().equals(assumed.uid())
        && current.spec().nodeName().isEmpty()) {
      queue.retry(PodState.of(current), attempts, now);
    } else {
      pod(new Key(assumed.namespace(), assumed.name()), current, now);
    }
  }
}
