package dev.podo.scheduler.state;

import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.Taint;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A node with the sums of what is on it. Changed only by [ClusterState].
public final class NodeState {
  private final String name;
  private Node node;
  private Resources allocatable;
  private long room;
  private final Resources requested = new Resources();
  private final Resources assumed = new Resources();
  private final Map<String, PodState> pods = new LinkedHashMap<>();
  private final Map<String, PodState> nominated = new LinkedHashMap<>();
  private int ports;

  NodeState(Node node) {
    this.name = node.metadata().name();
    this.node = node;
    this.allocatable = new Resources();
    show(node);
  }

  void show(Node now) {
    node = now;
    allocatable = Resources.of(now.status().allocatable());
    var pods = now.status().allocatable().get(Resources.PODS);
    room = pods == null ? 0 : pods.value();
  }

  void add(PodState pod) {
    pods.put(pod.uid(), pod);
    requested.add(pod.requests());
    assumed.add(pod.assumed());
    ports += pod.ports().size();
  }

  /// Takes a new version of a pod that weighs the same.
  void replace(PodState pod) {
    pods.put(pod.uid(), pod);
  }

  void remove(PodState pod) {
    if (pods.remove(pod.uid()) != null) {
      requested.subtract(pod.requests());
      assumed.subtract(pod.assumed());
      ports -= pod.ports().size();
    }
  }

  void nominate(PodState pod) {
    nominated.put(pod.uid(), pod);
  }

  void withdraw(String uid) {
    nominated.remove(uid);
  }

  public String name() {
    return name;
  }

  public Node node() {
    return node;
  }

  public Map<String, String> labels() {
    return node.metadata().labels();
  }

  public List<Taint> taints() {
    return node.spec().taints();
  }

  public boolean isUnschedulable() {
    return node.spec().unschedulable();
  }

  public Resources allocatable() {
    return allocatable;
  }

  /// How many pods it takes.
  public long room() {
    return room;
  }

  /// The sum of what its pods need.
  public Resources requested() {
    return requested;
  }

  /// The sum of what its pods count as when nodes are compared.
  public Resources assumed() {
    return assumed;
  }

  public Collection<PodState> pods() {
    return pods.values();
  }

  /// Pods that made room here by preemption and are not bound yet.
  public Collection<PodState> nominated() {
    return nominated.values();
  }

  /// Whether any pod here has a host port.
  public boolean usesPorts() {
    return ports > 0;
  }

  @Override
  public String toString() {
    return name;
  }
}
