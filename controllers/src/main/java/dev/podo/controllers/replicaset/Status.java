package dev.podo.controllers.replicaset;

import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.ApiObject;
import dev.podo.model.apps.v1.ReplicaSetCondition;
import dev.podo.model.apps.v1.ReplicaSetStatus;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.selector.LabelPredicate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the owner of a number of Pods tells of them.
final class Status {
  private static final String REPLICA_FAILURE = "ReplicaFailure";

  private Status() {}

  /// @param missing how many Pods there are too few; negative for too many
  /// @param failure why the last attempt to change that failed; null if it did not
  static <T extends ApiObject> ReplicaSetStatus of(
      Replication<T> of,
      T owner,
      List<Pod> pods,
      int missing,
      @Nullable ApiException failure,
      Instant now) {
    var active = pods.stream().filter(Pods::isActive).toList();
    var fromTemplate = LabelPredicate.of(of.template(owner).metadata().labels());
    var minReady = of.minReady(owner);
    var before = of.status(owner);
    return before.with(b ->
        b.replicas(active.size())
            .fullyLabeledReplicas(
                (int)
                    active.stream()
                        .filter(pod -> fromTemplate.matches(pod.metadata().labels()))
                        .count())
            .readyReplicas((int) active.stream().filter(Pods::isReady).count())
            .availableReplicas(
                (int) active.stream().filter(p -> Pods.isAvailable(p, minReady, now)).count())
            .terminatingReplicas((int) pods.stream().filter(Status::isTerminating).count())
            .observedGeneration(owner.metadata().generation())
            .conditions(conditions(before.conditions(), missing, failure, now)));
  }

  private static boolean isTerminating(Pod pod) {
    return pod.metadata().deletionTimestamp() != null && !Pods.isTerminal(pod);
  }

  private static List<ReplicaSetCondition> conditions(
      List<ReplicaSetCondition> before, int missing, @Nullable ApiException failure, Instant now) {
    var out = new ArrayList<>(before);
    if (failure == null) {
      out.removeIf(condition -> condition.type().equals(REPLICA_FAILURE));
    } else if (out.stream().noneMatch(condition -> condition.type().equals(REPLICA_FAILURE))) {
      out.add(
          ReplicaSetCondition.builder()
              .type(REPLICA_FAILURE)
              .status("True")
              .reason(missing > 0 ? "FailedCreate" : "FailedDelete")
              .message(String.valueOf(failure.getMessage()))
              .lastTransitionTime(now)
              .build());
    }
    return out;
  }
}
