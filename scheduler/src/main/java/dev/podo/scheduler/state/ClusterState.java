package dev.podo.scheduler.state;

import dev.podo.foundation.Check;
import dev.podo.model.core.v1.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The cluster as the scheduler believes it to be: what the API shows, plus the pods that it has
/// decided on and that the API does not show bound yet. Not thread-safe: one thread owns it.
public final class ClusterState {
  private static final String ZONE = "topology.kubernetes.io/zone";

  private final Map<String, NodeState> nodes = new LinkedHashMap<>();
  private final Map<String, PodState> placed = new LinkedHashMap<>();

  /// Pods on nodes that are not known (yet), by node.
  private final Map<String, Map<String, PodState>> homeless = new HashMap<>();

  private final Map<String, PodState> nominated = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> namespaces = new TreeMap<>();
  private final Map<String, TopologyCounts> owners = new LinkedHashMap<>();
  private final Images images = new Images();
  private final Topology topology = new Topology(this::namespaceLabels);
  private final Map<String, NavigableMap<String, List<NodeState>>> byLabel = new HashMap<>();
  private List<NodeState> rotation = List.of();
  private boolean rotationIsOld;

  /// Takes a node as it is now.
  ///
  /// @return what about it matters to pods that did not fit before
  public NodeChange put(Node node) {
    var name = node.metadata().name();
    var state = nodes.get(name);
    images.put(name, node.status().images());
    if (state == null) {
      addNode(new NodeState(node));
      return NodeChange.ADDED;
    }
    var old = state.node();
    var relabelled = !old.metadata().labels().equals(node.metadata().labels());
    state.show(node);
    if (relabelled) {
      recount();
      byLabel.clear();
      rotationIsOld = true;
      return NodeChange.RELABELLED;
    }
    return NodeChange.between(old, node);
  }

  private void addNode(NodeState state) {
    nodes.put(state.name(), state);
    byLabel.clear();
    rotationIsOld = true;
    var waiting = homeless.remove(state.name());
    if (waiting != null) {
      waiting.values().forEach(pod -> enter(pod, state));
    }
    nominated.values().stream()
        .filter(pod -> state.name().equals(pod.pod().status().nominatedNodeName()))
        .forEach(state::nominate);
  }

  public void removeNode(String name) {
    var state = nodes.remove(name);
    images.remove(name);
    if (state != null) {
      byLabel.clear();
      rotationIsOld = true;
      for (var pod : List.copyOf(state.pods())) {
        leave(pod, state);
        awaitNode(pod);
      }
    }
  }

  /// Takes a pod that is on a node, or is assumed to be; in place of what was known of it.
  public void place(PodState pod) {
    var known = placed.get(pod.uid());
    if (known != null) {
      var node = nodeOf(pod);
      if (pod.weighsLike(known)) {
        placed.put(pod.uid(), pod);
        if (node != null) {
          node.replace(pod);
        } else {
          awaitNode(pod);
        }
        return;
      }
      remove(pod.uid());
    }
    withdraw(pod.uid());
    placed.put(pod.uid(), pod);
    var node = nodeOf(pod);
    if (node != null) {
      enter(pod, node);
    } else {
      awaitNode(pod);
    }
  }

  private void awaitNode(PodState pod) {
    var name = Check.notNull(pod.nodeName(), "the node of a placed pod");
    homeless.computeIfAbsent(name, any -> new LinkedHashMap<>()).put(pod.uid(), pod);
  }

  /// Forgets a pod that was on a node.
  ///
  /// @return what was known of it, null when nothing was
  public @Nullable PodState remove(String uid) {
    var pod = placed.remove(uid);
    if (pod == null) {
      return null;
    }
    var node = nodeOf(pod);
    if (node != null) {
      leave(pod, node);
    } else {
      leaveHomeless(pod);
    }
    return pod;
  }

  private void leaveHomeless(PodState pod) {
    var name = Check.notNull(pod.nodeName(), "the node of a placed pod");
    var waiting = homeless.get(name);
    if (waiting != null) {
      waiting.remove(pod.uid());
      if (waiting.isEmpty()) {
        homeless.remove(name);
      }
    }
  }

  public @Nullable PodState placed(String uid) {
    return placed.get(uid);
  }

  /// Keeps room on a node for a pod that has preempted others there.
  public void nominate(PodState pod, String nodeName) {
    withdraw(pod.uid());
    nominated.put(pod.uid(), pod);
    var node = nodes.get(nodeName);
    if (node != null) {
      node.nominate(pod);
    }
  }

  public void withdraw(String uid) {
    if (nominated.remove(uid) != null) {
      nodes.values().forEach(node -> node.withdraw(uid));
    }
  }

  /// Takes a namespace's labels; null when the namespace is gone.
  public void putNamespace(String name, @Nullable Map<String, String> labels) {
    var old = labels == null ? namespaces.remove(name) : namespaces.put(name, labels);
    if (labels != null && !labels.equals(old)) {
      recount();
    }
  }

  public Map<String, String> namespaceLabels(String name) {
    return namespaces.getOrDefault(name, Map.of());
  }

  public Collection<NodeState> nodes() {
    return nodes.values();
  }

  public @Nullable NodeState node(String name) {
    return nodes.get(name);
  }

  /// All nodes in the order in which they take turns: zone by zone, one each.
  public List<NodeState> rotation() {
    if (rotationIsOld) {
      rotation = zoneByZone();
      rotationIsOld = false;
    }
    return rotation;
  }

  /// The values that a label has on nodes.
  SortedSet<String> valuesOf(String label) {
    return labelled(label).navigableKeySet();
  }

  /// The nodes on which a label has one of these values, in an order in which they may take turns.
  public List<NodeState> nodesWith(String label, Collection<String> values) {
    var labelled = labelled(label);
    if (values.size() == 1) {
      return labelled.getOrDefault(values.iterator().next(), List.of());
    }
    return takeTurns(values.stream().map(each -> labelled.getOrDefault(each, List.of())).toList());
  }

  private NavigableMap<String, List<NodeState>> labelled(String label) {
    return byLabel.computeIfAbsent(
        label,
        any -> {
          var out = new TreeMap<String, List<NodeState>>();
          for (var node : rotation()) {
            var value = node.labels().get(label);
            if (value != null) {
              out.computeIfAbsent(value, first -> new ArrayList<>()).add(node);
            }
          }
          return out;
        });
  }

  public Images images() {
    return images;
  }

  /// How many pods a term matches, per value of its topology key.
  public TopologyCounts matching(PodTerm term) {
    return topology.matching(term, nodes.values());
  }

  /// The required anti-affinity terms of pods on nodes.
  public HeldTerms apart() {
    return topology.apart();
  }

  /// The preferred terms of pods on nodes, by weight; required affinity counts one.
  public HeldTerms wishes() {
    return topology.wishes();
  }

  /// Where the pods of one controller are; per node, and per zone.
  public @Nullable TopologyCounts ofOwner(String uid) {
    return owners.get(uid);
  }

  private @Nullable NodeState nodeOf(PodState pod) {
    var name = pod.nodeName();
    return name == null ? null : nodes.get(name);
  }

  private void enter(PodState pod, NodeState node) {
    node.add(pod);
    topology.add(pod, node);
    countOwner(pod, node, 1);
  }

  private void leave(PodState pod, NodeState node) {
    node.remove(pod);
    topology.remove(pod, node);
    countOwner(pod, node, -1);
  }

  private void countOwner(PodState pod, NodeState node, int sign) {
    if (pod.owner().isEmpty()) {
      return;
    }
    var counts = owners.computeIfAbsent(pod.owner(), any -> new TopologyCounts());
    counts.add(zone(node), node.name(), sign);
    if (counts.isEmpty()) {
      owners.remove(pod.owner());
    }
  }

  public static String zone(NodeState node) {
    return node.labels().getOrDefault(ZONE, "");
  }

  private void recount() {
    topology.recount(nodes.values());
    owners.clear();
    for (var node : nodes.values()) {
      node.pods().forEach(pod -> countOwner(pod, node, 1));
    }
  }

  private List<NodeState> zoneByZone() {
    var zones = new TreeMap<String, List<NodeState>>();
    for (var node : nodes.values()) {
      zones.computeIfAbsent(zone(node), any -> new ArrayList<>()).add(node);
    }
    return takeTurns(zones.values());
  }

  /// One of each, then the next of each.
  private static List<NodeState> takeTurns(Collection<List<NodeState>> groups) {
    var out = new ArrayList<NodeState>();
    var longest = groups.stream().mapToInt(List::size).max().orElse(0);
    for (var round = 0; round < longest; round++) {
      for (var group : groups) {
        if (round < group.size()) {
          out.add(group.get(round));
        }
      }
    }
    return List.copyOf(out);
  }
}
