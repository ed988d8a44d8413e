package dev.podo.controllers.deployment;

import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.apps.v1.DeploymentCondition;
import dev.podo.model.apps.v1.DeploymentStatus;
import dev.podo.model.apps.v1.ReplicaSetCondition;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The status of a Deployment: counts, whether enough is available, and whether the rollout gets
/// on. Reasons and messages are upstream's, which clients match on.
final class Progress {
  static final String PROGRESSING = "Progressing";
  static final String AVAILABLE = "Available";
  static final String REPLICA_FAILURE = "ReplicaFailure";
  private static final String TIMED_OUT = "ProgressDeadlineExceeded";
  private static final String COMPLETE = "NewReplicaSetAvailable";
  private static final String PAUSED = "DeploymentPaused";

  private Progress() {}

  static boolean hasDeadline(Deployment deployment) {
    var seconds = deployment.spec().progressDeadlineSeconds();
    return seconds != null && seconds != Integer.MAX_VALUE;
  }

  /// The counts as the ReplicaSets report them, and whether enough Pods are available.
  static DeploymentStatus counted(Rollout rollout, DeploymentStatus from, Instant now) {
    var all = rollout.all();
    var available = all.stream().mapToInt(set -> set.status().availableReplicas()).sum();
    var newSet = rollout.newSet();
    var status =
        from.with(b ->
            b.observedGeneration(rollout.deployment().metadata().generation())
                .replicas(all.stream().mapToInt(set -> set.status().replicas()).sum())
                .updatedReplicas(newSet == null ? 0 : newSet.status().replicas())
                .readyReplicas(all.stream().mapToInt(set -> set.status().readyReplicas()).sum())
                .availableReplicas(available)
                .unavailableReplicas(Math.max(0, rollout.wanted() - available))
                .terminatingReplicas(terminating(rollout)));
    var enough = available >= rollout.minAvailable();
    return Conditions.set(
        status,
        enough
            ? condition(
                AVAILABLE,
                "True",
                "MinimumReplicasAvailable",
                "Deployment has minimum availability.",
                now)
            : condition(
                AVAILABLE,
                "False",
                "MinimumReplicasUnavailable",
                "Deployment does not have minimum availability.",
                now));
  }

  private static int terminating(Rollout rollout) {
    return rollout.all().stream()
        .map(set -> set.status().terminatingReplicas())
        .mapToInt(count -> count == null ? 0 : count)
        .sum();
  }

  /// Notes that the rollout was paused or taken up again, so that a pause does not count as time
  /// without progress.
  static DeploymentStatus pausedOrResumed(
      Deployment deployment, DeploymentStatus status, Instant now) {
    var current = Conditions.find(status, PROGRESSING);
    if (!hasDeadline(deployment) || (current != null && current.reason().equals(TIMED_OUT))) {
      return status;
    }
    var noted = current != null && current.reason().equals(PAUSED);
    if (deployment.spec().paused() && !noted) {
      return Conditions.set(
          status, condition(PROGRESSING, "Unknown", PAUSED, "Deployment is paused", now));
    }
    return !deployment.spec().paused() && noted
        ? Conditions.set(
            status,
            condition(PROGRESSING, "Unknown", "DeploymentResumed", "Deployment is resumed", now))
        : status;
  }

  /// Notes that the ReplicaSet of the template is an earlier one.
  static DeploymentStatus found(Rollout rollout, DeploymentStatus status, Instant now) {
    var newSet = rollout.newSet();
    if (newSet == null
        || !hasDeadline(rollout.deployment())
        || Conditions.find(status, PROGRESSING) != null) {
      return status;
    }
    var message = "Found new replica set \"" + newSet.metadata().name() + "\"";
    return Conditions.set(
        status, condition(PROGRESSING, "True", "FoundNewReplicaSet", message, now));
  }

  static DeploymentStatus created(
      Deployment deployment, String name, DeploymentStatus status, Instant now) {
    var message = "Created new replica set \"" + name + "\"";
    return hasDeadline(deployment)
        ? Conditions.set(
            status, condition(PROGRESSING, "True", "NewReplicaSetCreated", message, now))
        : status;
  }

  static DeploymentStatus notCreated(
      Deployment deployment, String message, DeploymentStatus status, Instant now) {
    return hasDeadline(deployment)
        ? Conditions.set(
            status, condition(PROGRESSING, "False", "ReplicaSetCreateError", message, now))
        : status;
  }

  /// Whether the rollout is done, gets on, or is stuck.
  ///
  /// @param from the status with its present counts and the conditions as they were
  static DeploymentStatus rolledOut(Rollout rollout, DeploymentStatus from, Instant now) {
    var deployment = rollout.deployment();
    if (!hasDeadline(deployment)) {
      return withFailures(rollout, Conditions.without(from, PROGRESSING), now);
    }
    var current = Conditions.find(from, PROGRESSING);
    var wasComplete =
        current != null
            && current.reason().equals(COMPLETE)
            && from.replicas() == from.updatedReplicas();
    var status = wasComplete ? from : judged(rollout, from, current, now);
    return withFailures(rollout, status, now);
  }

  private static DeploymentStatus judged(
      Rollout rollout, DeploymentStatus from, @Nullable DeploymentCondition current, Instant now) {
    var subject = subject(rollout);
    if (isComplete(rollout, from)) {
      var message = subject + " has successfully progressed.";
      return Conditions.set(from, condition(PROGRESSING, "True", COMPLETE, message, now));
    }
    if (isProgressing(rollout.deployment().status(), from)) {
      var progressing =
          condition(PROGRESSING, "True", "ReplicaSetUpdated", subject + " is progressing.", now);
      var since =
          current != null && current.status().equals("True") ? current.lastTransitionTime() : now;
      // Set anew even if it says the same: its time is what the deadline counts from.
      return Conditions.set(
          Conditions.without(from, PROGRESSING),
          progressing.with(b -> b.lastTransitionTime(since)));
    }
    if (isOverdue(rollout.deployment(), current, now)) {
      var message = subject + " has timed out progressing.";
      return Conditions.set(from, condition(PROGRESSING, "False", TIMED_OUT, message, now));
    }
    return from;
  }

  private static String subject(Rollout rollout) {
    var newSet = rollout.newSet();
    return newSet == null
        ? "Deployment \"" + rollout.deployment().metadata().name() + "\""
        : "ReplicaSet \"" + newSet.metadata().name() + "\"";
  }

  /// Whether only Pods of the present template are left, and all of them are available.
  static boolean isComplete(Rollout rollout, DeploymentStatus status) {
    return status.updatedReplicas() == rollout.desired()
        && status.replicas() == rollout.desired()
        && status.availableReplicas() == rollout.desired()
        && status.observedGeneration() >= rollout.deployment().metadata().generation();
  }

  private static boolean isProgressing(DeploymentStatus before, DeploymentStatus now) {
    return now.updatedReplicas() > before.updatedReplicas()
        || now.replicas() - now.updatedReplicas() < before.replicas() - before.updatedReplicas()
        || now.readyReplicas() > before.readyReplicas()
        || now.availableReplicas() > before.availableReplicas();
  }

  private static boolean isOverdue(
      Deployment deployment, @Nullable DeploymentCondition current, Instant now) {
    if (current == null || current.reason().equals(COMPLETE)) {
      return false;
    }
    var due = dueAt(deployment, current);
    return current.reason().equals(TIMED_OUT) || (due != null && due.isBefore(now));
  }

  /// When a rollout that does not get on will be called stuck; null when it will not.
  static @Nullable Instant nextDeadline(Rollout rollout, DeploymentStatus status) {
    var current = Conditions.find(status, PROGRESSING);
    if (current == null
        || current.reason().equals(TIMED_OUT)
        || current.reason().equals(COMPLETE)
        || rollout.deployment().spec().paused()
        || isComplete(rollout, status)) {
      return null;
    }
    var due = dueAt(rollout.deployment(), current);
    return due == null ? null : due.plusSeconds(1);
  }

  private static @Nullable Instant dueAt(Deployment deployment, DeploymentCondition current) {
    var seconds = deployment.spec().progressDeadlineSeconds();
    var from = current.lastUpdateTime();
    return seconds == null || from == null || !hasDeadline(deployment)
        ? null
        : from.plusSeconds(seconds);
  }

  /// What keeps the ReplicaSets from having their Pods; the new one's trouble counts most.
  private static DeploymentStatus withFailures(
      Rollout rollout, DeploymentStatus status, Instant now) {
    var newSet = rollout.newSet();
    var sets =
        Stream.concat(
            newSet == null ? Stream.empty() : Stream.of(newSet), rollout.oldSets().stream());
    return sets.flatMap(set -> set.status().conditions().stream())
        .filter(condition -> condition.type().equals(REPLICA_FAILURE))
        .findFirst()
        .map(failure -> Conditions.set(status, passedOn(failure, now)))
        .orElseGet(() -> Conditions.without(status, REPLICA_FAILURE));
  }

  private static DeploymentCondition passedOn(ReplicaSetCondition failure, Instant now) {
    var since = failure.lastTransitionTime();
    return condition(REPLICA_FAILURE, failure.status(), failure.reason(), failure.message(), now)
        .with(b -> b.lastTransitionTime(since == null ? now : since));
  }

  private static DeploymentCondition condition(
      String type, String status, String reason, String message, Instant now) {
    return DeploymentCondition.builder()
        .type(type)
        .status(status)
        .reason(reason)
        .message(message)
        .lastUpdateTime(now)
        .lastTransitionTime(now)
        .build();
  }
}
