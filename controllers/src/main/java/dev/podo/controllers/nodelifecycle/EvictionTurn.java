package dev.podo.controllers.nodelifecycle;

import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.Taint;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Whether a node's Pods may be driven away now. Nodes that are not ready take turns within their
/// zone, the one that failed first being the first, with pauses between them, so that a fault of
/// the network is not made worse. All is read from the nodes themselves: the last turn was when the
/// latest taint was added.
///
/// @param granted may be
/// @param askAgainAt null for: when something about the zone's nodes changes
record EvictionTurn(boolean granted, @Nullable Instant askAgainAt) {
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String REGION = "topology.kubernetes.io/region";
  private static final EvictionTurn GRANTED = new EvictionTurn(true, null);
  private static final EvictionTurn REFUSED = new EvictionTurn(false, null);

  /// Of a node that is ready: there is no question.
  static final EvictionTurn NONE = REFUSED;

  /// @param node as just judged: known or seen now to be not ready
  /// @param all nodes of the cluster
  /// @param isHealthy by its signs of life
  static EvictionTurn of(
      Node node, List<Node> all, Predicate<Node> isHealthy, EvictionLimits limits, Instant now) {
    if (isDrivenAway(node)) {
      return all.stream().anyMatch(isHealthy) ? GRANTED : REFUSED;
    }
    var zone = all.stream().filter(each -> zone(each).equals(zone(node))).toList();
    if (!isFirst(node, zone, isHealthy)) {
      return REFUSED;
    }
    var ready = (int) zone.stream().filter(isHealthy).count();
    var pause = limits.pauseAt(ready, zone.size() - ready);
    // With no healthy node left anywhere the fault is rather with the network or with us than with
    // them all: nobody is moved.
    if (pause == null || (ready == 0 && all.stream().noneMatch(isHealthy))) {
      return REFUSED;
    }
    var at = next(zone, pause);
    return at.isAfter(now) ? new EvictionTurn(false, at) : GRANTED;
  }

  private static String zone(Node node) {
    var labels = node.metadata().labels();
    return labels.getOrDefault(REGION, "") + ":" + labels.getOrDefault(ZONE, "");
  }

  /// Whether nobody in the zone has waited longer. Of others that have just fallen silent, and do
  /// not show it yet, the order is not known: they count as earlier.
  private static boolean isFirst(Node node, List<Node> zone, Predicate<Node> isHealthy) {
    var order = Comparator.comparing(EvictionTurn::unreadySince).thenComparing(EvictionTurn::name);
    return zone.stream()
        .filter(other -> !name(other).equals(name(node)) && waits(other) && !isHealthy.test(other))
        .allMatch(other -> !Nodes.isReady(other) && order.compare(node, other) < 0);
  }

  private static boolean waits(Node node) {
    return node.metadata().deletionTimestamp() == null
        && Nodes.condition(node, Nodes.READY) != null
        && !isDrivenAway(node);
  }

  private static Instant unreadySince(Node node) {
    var ready = Nodes.condition(node, Nodes.READY);
    var since = ready == null ? null : ready.lastTransitionTime();
    return since == null ? Instant.MIN : since;
  }

  private static String name(Node node) {
    return node.metadata().name();
  }

  private static Instant next(List<Node> zone, Duration pause) {
    return zone.stream()
        .flatMap(each -> each.spec().taints().stream())
        .filter(EvictionTurn::drivesAway)
        .map(Taint::timeAdded)
        .filter(added -> added != null)
        .max(Comparator.naturalOrder())
        .map(last -> last.plus(pause))
        .orElse(Instant.MIN);
  }

  /// Whether a node's Pods are being driven away because it is not ready.
  static boolean isDrivenAway(Node node) {
    return node.spec().taints().stream().anyMatch(EvictionTurn::drivesAway);
  }

  private static boolean drivesAway(Taint taint) {
    return taint.effect().equals(Taints.NO_EXECUTE)
        && (taint.key().equals(Nodes.TAINT_NOT_READY)
            || taint.key().equals(Nodes.TAINT_UNREACHABLE));
  }
}
