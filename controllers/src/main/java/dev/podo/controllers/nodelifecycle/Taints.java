package dev.podo.controllers.nodelifecycle;

import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.Taint;
import dev.podo.model.core.v1.Toleration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The taints that follow from a node's conditions, and which Pods bear them.
final class Taints {
  static final String NO_SCHEDULE = "NoSchedule";
  static final String NO_EXECUTE = "NoExecute";
  static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";
  private static final String MEMORY = "node.kubernetes.io/memory-pressure";
  private static final String DISK = "node.kubernetes.io/disk-pressure";
  private static final String PIDS = "node.kubernetes.io/pid-pressure";
  private static final String NETWORK = "node.kubernetes.io/network-unavailable";

  /// Those that this controller gives and takes; all others are somebody else's.
  private static final Set<String> OURS =
      Set.of(
          Nodes.TAINT_NOT_READY,
          Nodes.TAINT_UNREACHABLE,
          Nodes.TAINT_UNSCHEDULABLE,
          MEMORY,
          DISK,
          PIDS,
          NETWORK);

  private Taints() {}

  /// All taints that the node should have: those that are there already stay as they are.
  ///
  /// @param evicts whether Pods may be driven away
  static List<Taint> of(Node node, boolean evicts, Instant now) {
    var wanted = wanted(node, evicts);
    var out = new ArrayList<Taint>();
    for (var taint : node.spec().taints()) {
      if (!OURS.contains(taint.key()) || wanted.removeIf(w -> isSame(w, taint))) {
        out.add(dated(taint, now));
      }
    }
    wanted.forEach(taint -> out.add(taint.with(b -> b.timeAdded(now))));
    return out;
  }

  private static List<Taint> wanted(Node node, boolean evicts) {
    var out = new ArrayList<Taint>();
    var ready = Nodes.condition(node, Nodes.READY);
    var status = ready == null ? "False" : ready.status();
    if (!status.equals("True")) {
      var key = status.equals("False") ? Nodes.TAINT_NOT_READY : Nodes.TAINT_UNREACHABLE;
      out.add(taint(key, NO_SCHEDULE));
      // A node that has not reported yet has no Pods to lose.
      if (evicts && ready != null) {
        out.add(taint(key, NO_EXECUTE));
      }
    }
    if (node.spec().unschedulable()) {
      out.add(taint(Nodes.TAINT_UNSCHEDULABLE, NO_SCHEDULE));
    }
    addIf(node, "MemoryPressure", MEMORY, out);
    addIf(node, "DiskPressure", DISK, out);
    addIf(node, "PIDPressure", PIDS, out);
    addIf(node, "NetworkUnavailable", NETWORK, out);
    return out;
  }

  private static void addIf(Node node, String type, String key, List<Taint> out) {
    var condition = Nodes.condition(node, type);
    if (condition != null && condition.status().equals("True")) {
      out.add(taint(key, NO_SCHEDULE));
    }
  }

  private static Taint taint(String key, String effect) {
    return Taint.builder().key(key).effect(effect).build();
  }

  private static boolean isSame(Taint a, Taint b) {
    return a.key().equals(b.key()) && a.effect().equals(b.effect());
  }

  /// How long Pods are tolerated counts from when the taint was added, whoever added it.
  private static Taint dated(Taint taint, Instant now) {
    return taint.effect().equals(NO_EXECUTE) && taint.timeAdded() == null
        ? taint.with(b -> b.timeAdded(now))
        : taint;
  }

  /// Whether a toleration is about a taint.
  static boolean tolerates(Toleration toleration, Taint taint) {
    if (!toleration.effect().isEmpty() && !toleration.effect().equals(taint.effect())) {
      return false;
    }
    if (!toleration.key().isEmpty() && !toleration.key().equals(taint.key())) {
      return false;
    }
    return switch (toleration.operator()) {
      case "", "Equal" -> !toleration.key().isEmpty() && toleration.value().equals(taint.value());
      case "Exists" -> true;
      default -> false;
    };
  }
}
