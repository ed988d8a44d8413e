package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.PartRules;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.NameRule;
import dev.podo.machinery.kinds.metadata.OwnerReferences;
import dev.podo.machinery.kinds.metadata.PodFeatures;
import dev.podo.model.ApiObject;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodCondition;
import dev.podo.model.core.v1.PodList;
import dev.podo.model.core.v1.PodStatus;
import dev.podo.model.core.v1.PodTemplateSpec;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.meta.v1.TableRowCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What runs: containers that share a network, volumes and a fate.
public final class Pods {
  public static final String PENDING = "Pending";
  public static final String RUNNING = "Running";
  public static final String SUCCEEDED = "Succeeded";
  public static final String FAILED = "Failed";
  public static final String UNKNOWN = "Unknown";

  public static final String READY = "Ready";
  public static final String CONTAINERS_READY = "ContainersReady";
  public static final String INITIALIZED = "Initialized";
  public static final String POD_SCHEDULED = "PodScheduled";

  /// The annotation that says how much the loss of a Pod costs, next to others of its owner.
  public static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

  private static final GroupVersionKind POD = new GroupVersionKind("", "v1", "Pod");
  private static final String TRUE = "True";

  public static final Kind<Pod> KIND =
      Kind.declare(POD, Pod.SCHEMA)
          .namespaced()
          .shortNames("po")
          .categories("all")
          .subresources(
              Subresource.of(
                  "attach", POD.groupVersion().kind("PodAttachOptions"), "create", "get"),
              Subresource.of("binding", POD.groupVersion().kind("Binding"), "create"),
              Subresource.ofSelf("ephemeralcontainers", "get", "patch", "update"),
              Subresource.of(
                  "eviction", new GroupVersionKind("policy", "v1", "Eviction"), "create"),
              Subresource.of("exec", POD.groupVersion().kind("PodExecOptions"), "create", "get"),
              Subresource.ofSelf("log", "get"),
              Subresource.of(
                  "portforward", POD.groupVersion().kind("PodPortForwardOptions"), "create", "get"),
              Subresource.of(
                  "proxy",
                  POD.groupVersion().kind("PodProxyOptions"),
                  "create",
                  "delete",
                  "get",
                  "patch",
                  "update"),
              Subresource.ofSelf("resize", "get", "patch", "update"),
              Subresource.STATUS)
          .part(
              "ephemeralcontainers",
              new PartRules<>(
                  EphemeralContainers::prepareForUpdate, EphemeralContainers::validateUpdate))
          .part("resize", new PartRules<>(PodResize::prepareForUpdate, PodResize::validateUpdate))
          .strategy(new PodStrategy())
          .gated(PodFeatures.ofPod())
          .columns(PodColumns.ALL)
          .rowConditions(Pods::rowConditions)
          .selectable("spec.nodeName", pod -> pod.spec().nodeName())
          .selectable("spec.restartPolicy", pod -> pod.spec().restartPolicy())
          .selectable("spec.schedulerName", pod -> pod.spec().schedulerName())
          .selectable("spec.serviceAccountName", pod -> pod.spec().serviceAccountName())
          .selectable("spec.hostNetwork", pod -> Boolean.toString(pod.spec().hostNetwork()))
          .selectable("status.phase", pod -> pod.status().phase())
          .selectable("status.podIP", pod -> pod.status().podIP())
          .selectable("status.nominatedNodeName", pod -> pod.status().nominatedNodeName())
          .listedAs(
              PodList.SCHEMA,
              (meta, items) -> PodList.builder().metadata(meta).items(items).build())
          .build();

  /// The order in which Pods are given up when there are too many: those first that do least.
  /// Total, so that the same Pods are given up whoever sorts. Where the time is at hand,
  /// [PodRanking] does it more finely.
  public static final Comparator<Pod> CHEAPEST_TO_LOSE =
      PodRanking.cheapestToLose(pod -> 0, Instant.MAX);

  private Pods() {}

  /// Whether it is, or may still come to be, at work: neither ended nor being deleted.
  public static boolean isActive(Pod pod) {
    return !isTerminal(pod) && !isTerminating(pod);
  }

  /// Whether it has ended for good.
  public static boolean isTerminal(Pod pod) {
    return isTerminal(pod.status().phase());
  }

  static boolean isTerminal(String phase) {
    return phase.equals(SUCCEEDED) || phase.equals(FAILED);
  }

  /// Whether it is being deleted.
  public static boolean isTerminating(Pod pod) {
    return pod.metadata().deletionTimestamp() != null;
  }

  /// Whether it is bound to a node.
  public static boolean isAssigned(Pod pod) {
    return !pod.spec().nodeName().isEmpty();
  }

  public static boolean isReady(Pod pod) {
    return isTrue(condition(pod, READY));
  }

  /// Since when it has been ready; null if it is not, or if that is not known.
  public static @Nullable Instant readySince(Pod pod) {
    var ready = condition(pod, READY);
    return ready != null && isTrue(ready) ? ready.lastTransitionTime() : null;
  }

  /// Whether it has been ready for so long already.
  public static boolean isAvailable(Pod pod, int minReadySeconds, Instant now) {
    if (minReadySeconds == 0) {
      return isReady(pod);
    }
    var since = readySince(pod);
    return since != null && !since.plusSeconds(minReadySeconds).isAfter(now);
  }

  /// The next moment at which one of these Pods becomes available by having been ready for long
  /// enough; null if there is none to wait for.
  public static @Nullable Instant nextAvailableAt(
      Collection<Pod> pods, int minReadySeconds, Instant now) {
    Instant next = null;
    for (var pod : pods) {
      var since = minReadySeconds == 0 ? null : readySince(pod);
      var at = since == null ? null : since.plusSeconds(minReadySeconds);
      if (at != null && at.isAfter(now) && (next == null || at.isBefore(next))) {
        next = at;
      }
    }
    return next;
  }

  private static boolean isTrue(@Nullable PodCondition condition) {
    return condition != null && condition.status().equals(TRUE);
  }

  /// The condition of this type; null if it is not there.
  public static @Nullable PodCondition condition(Pod pod, String type) {
    return condition(pod.status(), type);
  }

  static @Nullable PodCondition condition(PodStatus status, String type) {
    for (var condition : status.conditions()) {
      if (condition.type().equals(type)) {
        return condition;
      }
    }
    return null;
  }

  /// The status with this condition instead of that of the same type. The time of the last
  /// transition stays as it was unless the status of the condition has changed.
  public static PodStatus withCondition(PodStatus status, PodCondition condition) {
    var old = condition(status, condition.type());
    var kept =
        old != null && old.status().equals(condition.status())
            ? condition.with(b -> b.lastTransitionTime(old.lastTransitionTime()))
            : condition;
    var conditions = new ArrayList<PodCondition>(status.conditions());
    if (old == null) {
      conditions.add(kept);
    } else {
      conditions.set(conditions.indexOf(old), kept);
    }
    return status.with(b -> b.conditions(conditions));
  }

  /// Whether an init container goes on running beside the containers.
  public static boolean isSidecar(Container initContainer) {
    return "Always".equals(initContainer.restartPolicy());
  }

  /// The port of this name; null if no container opens one.
  public static @Nullable Integer port(Pod pod, String name, String protocol) {
    var containers = new ArrayList<Container>(pod.spec().containers());
    pod.spec().initContainers().stream().filter(Pods::isSidecar).forEach(containers::add);
    for (var container : containers) {
      for (var port : container.ports()) {
        if (port.name().equals(name) && port.protocol().equals(protocol)) {
          return port.containerPort();
        }
      }
    }
    return null;
  }

  /// A new Pod of a template, controlled by an object and in its namespace. Its name is the
  /// controller's with something random behind.
  public static Pod fromTemplate(PodTemplateSpec template, ApiObject controller) {
    var name = controller.metadata().name();
    var fits = NameRule.SUBDOMAIN.prefixProblems(name + "-").isEmpty();
    var metadata =
        ObjectMeta.builder()
            .namespace(controller.metadata().namespace())
            .generateName(fits ? name + "-" : name)
            .labels(template.metadata().labels())
            .annotations(template.metadata().annotations())
            .finalizers(template.metadata().finalizers())
            .ownerReferences(List.of(OwnerReferences.toController(controller)))
            .build();
    return Pod.builder().metadata(metadata).spec(template.spec()).build();
  }

  /// For how many seconds its processes may go on after they were told to stop.
  public static long terminationGracePeriodSeconds(Pod pod) {
    return Default.value(pod.spec().terminationGracePeriodSeconds(), 30L);
  }

  private static List<TableRowCondition> rowConditions(Pod pod) {
    return switch (pod.status().phase()) {
      case SUCCEEDED -> List.of(completed(SUCCEEDED, "The pod has completed successfully."));
      case FAILED -> List.of(completed(FAILED, "The pod failed."));
      default -> List.of();
    };
  }

  private static TableRowCondition completed(String reason, String message) {
    return TableRowCondition.builder()
        .type("Completed")
        .status(TRUE)
        .reason(reason)
        .message(message)
        .build();
  }
}
