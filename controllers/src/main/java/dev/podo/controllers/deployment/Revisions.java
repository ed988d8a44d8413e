package dev.podo.controllers.deployment;

import dev.podo.machinery.kinds.deployment.Deployments;
import dev.podo.machinery.kinds.metadata.OwnerReferences;
import dev.podo.machinery.kinds.replicaset.ReplicaSets;
import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.apps.v1.ReplicaSet;
import dev.podo.model.apps.v1.ReplicaSetSpec;
import dev.podo.model.meta.v1.LabelSelector;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The book-keeping of a Deployment's history: the annotations that `kubectl rollout` reads, and
/// the ReplicaSet of a new template.
final class Revisions {
  private static final int HISTORY_MAX = 2_000; // characters

  /// Annotations of a Deployment that are not about its template.
  private static final Set<String> OWN =
      Set.of(
          "kubectl.kubernetes.io/last-applied-configuration",
          "deprecated.deployment.rollback.to",
          Deployments.REVISION,
          Deployments.REVISION_HISTORY,
          Deployments.DESIRED_REPLICAS,
          Deployments.MAX_REPLICAS);

  private Revisions() {}

  /// The revision of a ReplicaSet; 0 when it has none.
  static long of(ReplicaSet set) {
    return Deployments.revision(set.metadata());
  }

  static int desiredReplicas(ReplicaSet set) {
    return (int) number(set.metadata().annotations().get(Deployments.DESIRED_REPLICAS));
  }

  /// 0 when it does not say.
  static int maxReplicas(ReplicaSet set) {
    return (int) number(set.metadata().annotations().get(Deployments.MAX_REPLICAS));
  }

  private static long number(@Nullable String text) {
    try {
      return text == null ? 0 : Long.parseLong(text);
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }

  /// The revision that the present template has, or gets.
  private static long next(Rollout rollout) {
    return 1 + rollout.oldSets().stream().mapToLong(Revisions::of).max().orElse(0);
  }

  /// The new ReplicaSet with the book-keeping that it should have: the highest revision, and the
  /// Deployment's annotations (the reason for the change among them).
  static ReplicaSet kept(Rollout rollout, ReplicaSet newSet) {
    var deployment = rollout.deployment();
    var annotations = inherited(deployment, newSet.metadata().annotations());
    var before = of(newSet);
    if (before < next(rollout)) {
      annotations.put(Deployments.REVISION, Long.toString(next(rollout)));
      if (before > 0) {
        annotations.merge(Deployments.REVISION_HISTORY, Long.toString(before), Revisions::appended);
      }
    }
    var metadata = newSet.metadata().withAnnotations(annotations);
    var minReady = deployment.spec().minReadySeconds();
    return newSet.with(
        b -> b.metadata(metadata).spec(newSet.spec().with(s -> s.minReadySeconds(minReady))));
  }

  private static Map<String, String> inherited(Deployment deployment, Map<String, String> present) {
    var out = new TreeMap<>(present);
    deployment
        .metadata()
        .annotations()
        .forEach((key, value) -> {
          if (!OWN.contains(key)) {
            out.put(key, value);
          }
        });
    return out;
  }

  private static String appended(String history, String revision) {
    var all = new ArrayList<>(List.of(history.split(",")));
    all.add(revision);
    while (String.join(",", all).length() > HISTORY_MAX) {
      all.remove(0);
    }
    return String.join(",", all);
  }

  /// The Deployment naming the revision of its present template.
  static Deployment named(Deployment deployment, ReplicaSet newSet) {
    var revision = newSet.metadata().annotations().get(Deployments.REVISION);
    var annotations = new TreeMap<>(deployment.metadata().annotations());
    if (revision == null || revision.equals(annotations.put(Deployments.REVISION, revision))) {
      return deployment;
    }
    return deployment.withMetadata(deployment.metadata().withAnnotations(annotations));
  }

  /// The ReplicaSet at another size, with what a later scaling will be proportional to.
  static ReplicaSet sized(Rollout rollout, ReplicaSet set, int size) {
    var annotations = new TreeMap<>(set.metadata().annotations());
    annotations.put(Deployments.DESIRED_REPLICAS, Integer.toString(rollout.desired()));
    annotations.put(
        Deployments.MAX_REPLICAS, Integer.toString(rollout.desired() + rollout.maxSurge()));
    return set.with(b ->
        b.metadata(set.metadata().withAnnotations(annotations))
            .spec(set.spec().with(s -> s.replicas(size))));
  }

  /// The ReplicaSet to create for the present template.
  static ReplicaSet forTemplate(Rollout rollout) {
    var deployment = rollout.deployment();
    var spec = deployment.spec();
    var hash = TemplateHash.of(spec.template(), deployment.status().collisionCount());
    var labels = new TreeMap<>(spec.template().metadata().labels());
    labels.put(ReplicaSets.POD_TEMPLATE_HASH, hash);
    var metadata =
        ObjectMeta.builder()
            .namespace(deployment.metadata().namespace())
            .name(deployment.metadata().name() + "-" + hash)
            .labels(labels)
            .ownerReferences(List.of(OwnerReferences.toController(deployment)))
            .build();
    var template =
        spec.template().with(b -> b.metadata(spec.template().metadata().withLabels(labels)));
    var bare =
        ReplicaSet.builder()
            .metadata(metadata)
            .spec(
                ReplicaSetSpec.builder()
                    .selector(selector(spec.selector(), hash))
                    .template(template)
                    .build())
            .build();
    return kept(rollout, sized(rollout, bare, rollout.newSetSize()));
  }

  private static LabelSelector selector(@Nullable LabelSelector of, String hash) {
    var selector = of == null ? LabelSelector.EMPTY : of;
    var labels = new TreeMap<>(selector.matchLabels());
    labels.put(ReplicaSets.POD_TEMPLATE_HASH, hash);
    return selector.with(b -> b.matchLabels(labels));
  }

  /// The old ReplicaSets beyond the history that the Deployment keeps, oldest revisions first; none
  /// that still has Pods.
  static List<ReplicaSet> expired(Rollout rollout) {
    var limit = rollout.deployment().spec().revisionHistoryLimit();
    if (limit == null || limit == Integer.MAX_VALUE) {
      return List.of();
    }
    var kept = new ArrayList<>(rollout.oldSets());
    kept.removeIf(set -> set.metadata().deletionTimestamp() != null);
    kept.sort(Comparator.comparingLong(Revisions::of).thenComparing(Rollout.OLDEST_FIRST));
    var surplus = Math.max(0, kept.size() - limit);
    return kept.subList(0, surplus).stream().filter(Revisions::isIdle).toList();
  }

  private static boolean isIdle(ReplicaSet set) {
    return Rollout.replicas(set) == 0
        && set.status().replicas() == 0
        && set.metadata().generation() <= set.status().observedGeneration();
  }
}
