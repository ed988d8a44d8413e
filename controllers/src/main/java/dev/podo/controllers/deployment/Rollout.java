package dev.podo.controllers.deployment;

import dev.podo.machinery.kinds.deployment.Deployments;
import dev.podo.machinery.kinds.replicaset.ReplicaSets;
import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.apps.v1.ReplicaSet;
import dev.podo.model.core.v1.PodTemplateSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A Deployment and its ReplicaSets, with the bounds within which it changes.
///
/// @param newSet the ReplicaSet of the present template; null if there is none
/// @param oldSets the others, oldest first
record Rollout(Deployment deployment, @Nullable ReplicaSet newSet, List<ReplicaSet> oldSets) {
  static final Comparator<ReplicaSet> OLDEST_FIRST =
      Comparator.<ReplicaSet, Long>comparing(Rollout::createdAt)
          .thenComparing(rs -> rs.metadata().name());

  Rollout {
    oldSets = List.copyOf(oldSets);
  }

  static Rollout of(Deployment deployment, List<ReplicaSet> sets) {
    var sorted = new ArrayList<>(sets);
    sorted.sort(OLDEST_FIRST);
    ReplicaSet newSet = null;
    for (var set : sorted) {
      if (newSet == null && sameTemplate(deployment.spec().template(), set.spec().template())) {
        newSet = set;
      }
    }
    sorted.remove(newSet);
    return new Rollout(deployment, newSet, sorted);
  }

  /// Whether two templates make the same Pods: the hash that a Deployment adds aside.
  static boolean sameTemplate(PodTemplateSpec a, PodTemplateSpec b) {
    return a.spec().equals(b.spec()) && withoutHash(a).equals(withoutHash(b));
  }

  private static PodTemplateSpec withoutHash(PodTemplateSpec template) {
    var labels = new TreeMap<>(template.metadata().labels());
    return labels.remove(ReplicaSets.POD_TEMPLATE_HASH) == null
        ? template
        : template.with(b -> b.metadata(template.metadata().withLabels(labels)));
  }

  private static long createdAt(ReplicaSet set) {
    var at = set.metadata().creationTimestamp();
    return at == null ? 0 : at.getEpochSecond();
  }

  /// Old ones first.
  List<ReplicaSet> all() {
    var out = new ArrayList<>(oldSets);
    if (newSet != null) {
      out.add(newSet);
    }
    return out;
  }

  /// Those that want Pods.
  List<ReplicaSet> active() {
    return all().stream().filter(set -> replicas(set) > 0).toList();
  }

  List<ReplicaSet> activeOld() {
    return oldSets.stream().filter(set -> replicas(set) > 0).toList();
  }

  int desired() {
    return Deployments.replicas(deployment);
  }

  boolean isRecreate() {
    return deployment.spec().strategy().type().equals(Deployments.RECREATE);
  }

  /// So many Pods there may be beyond the desired ones.
  int maxSurge() {
    return Deployments.maxSurge(deployment);
  }

  /// So many of the desired Pods need not be available.
  int maxUnavailable() {
    return Deployments.maxUnavailable(deployment);
  }

  int minAvailable() {
    return desired() - maxUnavailable();
  }

  /// How many Pods the ReplicaSets want together.
  int wanted() {
    return all().stream().mapToInt(Rollout::replicas).sum();
  }

  static int replicas(ReplicaSet set) {
    return ReplicaSets.replicas(set);
  }

  /// The available Pods on which one may count: what a ReplicaSet has beyond its size is going
  /// away.
  static int available(ReplicaSet set) {
    return Math.min(replicas(set), set.status().availableReplicas());
  }

  /// Whether a ReplicaSet has not yet told what has become of its latest size. What it counts as
  /// available may be on its way out: after a rollback it can be any number.
  boolean isBehind() {
    return active().stream()
        .anyMatch(set -> set.status().observedGeneration() < set.metadata().generation());
  }

  /// How many Pods the new ReplicaSet may have right now.
  int newSetSize() {
    var now = newSet == null ? 0 : replicas(newSet);
    if (isRecreate()) {
      return desired();
    }
    var room = desired() + maxSurge() - wanted();
    return room <= 0 ? now : now + Math.min(room, Math.max(0, desired() - now));
  }

  /// Whether the new ReplicaSet does the whole work.
  boolean isSaturated() {
    return newSet != null
        && Revisions.desiredReplicas(newSet) == desired()
        && replicas(newSet) == desired()
        && newSet.status().availableReplicas() == desired();
  }
}
