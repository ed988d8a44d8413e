package dev.podo.machinery.kinds.deployment;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.ScaleMapping;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.machinery.kinds.metadata.PodFeatures;
import dev.podo.machinery.kinds.metadata.Workloads;
import dev.podo.machinery.table.Cells;
import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.apps.v1.DeploymentCondition;
import dev.podo.model.apps.v1.DeploymentList;
import dev.podo.model.meta.v1.LabelSelector;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.selector.LabelPredicate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Replicated Pods that are replaced step by step when their template changes.
public final class Deployments {
  public static final String ROLLING_UPDATE = "RollingUpdate";
  public static final String RECREATE = "Recreate";

  /// The annotation that numbers the revisions, on the Deployment and on its ReplicaSets.
  public static final String REVISION = "deployment.kubernetes.io/revision";

  /// The earlier revisions at which the same template was in use, separated by commas.
  public static final String REVISION_HISTORY = "deployment.kubernetes.io/revision-history";

  /// On a ReplicaSet: how many replicas its Deployment wants in all.
  public static final String DESIRED_REPLICAS = "deployment.kubernetes.io/desired-replicas";

  /// On a ReplicaSet: how many replicas its Deployment allows in all.
  public static final String MAX_REPLICAS = "deployment.kubernetes.io/max-replicas";

  private static final List<Column<Deployment>> COLUMNS =
      List.of(
          Column.named(),
          Column.text("Ready", "How many Pods are ready, of how many wanted.", Deployments::ready),
          Column.count(
              "Up-to-date",
              "How many Pods are of the current template.",
              deployment -> deployment.status().updatedReplicas()),
          Column.count(
              "Available",
              "How many Pods have been ready for long enough.",
              deployment -> deployment.status().availableReplicas()),
          Cells.age(),
          Column.<Deployment>text(
                  "Containers",
                  "The containers of the template, by name.",
                  deployment -> Workloads.containers(deployment.spec().template()))
              .wide(),
          Column.<Deployment>text(
                  "Images",
                  "The images of the template's containers.",
                  deployment -> Workloads.images(deployment.spec().template()))
              .wide(),
          Column.<Deployment>text(
                  "Selector",
                  "Which Pods belong to it.",
                  deployment -> selector(deployment.spec().selector()))
              .wide());

  public static final Kind<Deployment> KIND =
      Kind.declare(new GroupVersionKind("apps", "v1", "Deployment"), Deployment.SCHEMA)
          .namespaced()
          .shortNames("deploy")
          .categories("all")
          .subresources(Subresource.STATUS)
          .strategy(new DeploymentStrategy())
          .gated(PodFeatures.of("spec.template.spec"))
          .columns(COLUMNS)
          .scale(
              new ScaleMapping<>(
                  Deployments::replicas,
                  Deployments::withReplicas,
                  deployment -> deployment.status().replicas(),
                  deployment -> LabelPredicate.of(deployment.spec().selector()).toString()))
          .listedAs(
              DeploymentList.SCHEMA,
              (meta, items) -> DeploymentList.builder().metadata(meta).items(items).build())
          .build();

  private Deployments() {}

  /// How many replicas are wanted.
  public static int replicas(Deployment deployment) {
    return Default.value(deployment.spec().replicas(), 1);
  }

  public static Deployment withReplicas(Deployment deployment, int replicas) {
    return deployment.withSpec(deployment.spec().with(b -> b.replicas(replicas)));
  }

  public static boolean isRollingUpdate(Deployment deployment) {
    return deployment.spec().strategy().type().equals(ROLLING_UPDATE);
  }

  /// How many Pods may be missing during a rolling update; at least one if no more are allowed
  /// either, else nothing could move.
  public static int maxUnavailable(Deployment deployment) {
    var rolling = deployment.spec().strategy().rollingUpdate();
    var replicas = replicas(deployment);
    if (!isRollingUpdate(deployment) || rolling == null || replicas == 0) {
      return 0;
    }
    var allowed =
        rolling.maxUnavailable() == null ? 0 : rolling.maxUnavailable().scaled(replicas, false);
    var needed = allowed == 0 && maxSurge(deployment) == 0 ? 1 : allowed;
    return Math.min(needed, replicas);
  }

  /// How many Pods more than wanted there may be during a rolling update.
  public static int maxSurge(Deployment deployment) {
    var rolling = deployment.spec().strategy().rollingUpdate();
    if (!isRollingUpdate(deployment) || rolling == null) {
      return 0;
    }
    return rolling.maxSurge() == null ? 0 : rolling.maxSurge().scaled(replicas(deployment), true);
  }

  /// The condition of this type; null if it is not there.
  public static @Nullable DeploymentCondition condition(Deployment deployment, String type) {
    for (var condition : deployment.status().conditions()) {
      if (condition.type().equals(type)) {
        return condition;
      }
    }
    return null;
  }

  /// The revision that the annotation says; 0 if it says none.
  public static long revision(ObjectMeta metadata) {
    var text = metadata.annotations().getOrDefault(REVISION, "");
    try {
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }

  /// Unlike other kinds upstream shows an empty selector as nothing at all.
  private static String selector(@Nullable LabelSelector selector) {
    var text = LabelSelectorRules.format(selector);
    return switch (text) {
      case Cells.NONE -> "";
      case "<error>" -> "<invalid>";
      default -> text;
    };
  }

  private static String ready(Deployment deployment) {
    return deployment.status().readyReplicas() + "/" + replicas(deployment);
  }
}
