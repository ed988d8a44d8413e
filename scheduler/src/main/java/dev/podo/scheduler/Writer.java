package dev.podo.scheduler;

import dev.podo.client.Api;
import dev.podo.client.Patch;
import dev.podo.client.SubresourceCall;
import dev.podo.client.WriteOptions;
import dev.podo.client.events.EventRecorder;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Mailbox;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.core.v1.Binding;
import dev.podo.model.core.v1.ObjectReference;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.meta.v1.Preconditions;
import dev.podo.model.meta.v1.Status;
import dev.podo.scheduler.preemption.Preemption;
import dev.podo.scheduler.state.PodState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Carries out what was decided, several at a time: bindings, conditions, preemption. It knows no
/// more than the decision.
final class Writer {
  private static final System.Logger LOG = System.getLogger(Writer.class.getName());
  private static final int QUEUE_MAX = 4_096;

  private final Api api;
  private final EventRecorder events;
  private final SchedulerConfig config;
  private final Scope scope;
  private final Mailbox<Runnable> queue;

  Writer(Api api, EventRecorder events, SchedulerConfig config, Scope scope) {
    this.api = api;
    this.events = events;
    this.config = config;
    this.scope = scope;
    this.queue = new Mailbox<>(scope.environment().clock(), QUEUE_MAX);
  }

  void start() {
    for (var i = 0; i < config.writers(); i++) {
      scope.fork("writer " + i, this::run);
    }
  }

  private void run() throws InterruptedException {
    while (true) {
      var task = queue.take(Deadline.never());
      if (task != null) {
        task.run();
      }
    }
  }

  private void later(Runnable task) throws InterruptedException {
    queue.put(task, Deadline.never());
  }

  /// Binds a pod to the node that it was placed on.
  ///
  /// @param failed is told when that did not succeed
  void bind(PodState pod, String node, BiConsumer<PodState, ApiException> failed)
      throws InterruptedException {
    later(() -> {
      try {
        api.createSubresource(
            Pods.KIND,
            pod.namespace(),
            pod.name(),
            new SubresourceCall<>("binding", binding(pod, node), Status.SCHEMA),
            WriteOptions.as(config.name()));
        var text = "Successfully assigned " + pod + " to " + node;
        events.event(pod.pod(), EventRecorder.NORMAL, "Scheduled", text);
      } catch (ApiException e) {
        failed.accept(pod, e);
      }
    });
  }

  private static Binding binding(PodState pod, String node) {
    var meta =
        ObjectMeta.builder().namespace(pod.namespace()).name(pod.name()).uid(pod.uid()).build();
    var target = ObjectReference.builder().kind("Node").name(node).build();
    return Binding.builder().metadata(meta).target(target).build();
  }

  /// Says on the pod and in an Event why it has no node.
  ///
  /// @param nominatedNode where room is being made for it; null to leave that as it is
  void tellUnschedulable(
      Pod pod, String reason, String message, @Nullable String nominatedNode, Instant now)
      throws InterruptedException {
    var known = Pods.condition(pod, "PodScheduled");
    var told =
        known != null
            && known.status().equals("False")
            && known.reason().equals(reason)
            && known.message().equals(message);
    later(() -> {
      if (reason.equals("Unschedulable")) {
        events.event(pod, EventRecorder.WARNING, "FailedScheduling", message);
      }
      if (!told || nominatedNode != null) {
        var since =
            known != null && known.status().equals("False") ? known.lastTransitionTime() : null;
        var condition = condition("PodScheduled", "False", reason, message);
        condition.put("lastTransitionTime", Times.seconds(since == null ? now : since));
        patchStatus(pod, condition, nominatedNode);
      }
    });
  }

  /// Ends the pods that stand in the way.
  void preempt(PodState preemptor, Preemption.Victims plan, Instant now)
      throws InterruptedException {
    for (var victim : plan.pods()) {
      later(() -> evict(victim, preemptor, plan.node().name(), now));
    }
  }

  private void evict(PodState victim, PodState preemptor, String node, Instant now) {
    var text = config.name() + ": preempting to accommodate a higher priority pod";
    var condition = condition("DisruptionTarget", "True", "PreemptionByScheduler", text);
    condition.put("lastTransitionTime", Times.seconds(now));
    patchStatus(victim.pod(), condition, null);
    try {
      var only = Preconditions.builder().uid(victim.uid()).build();
      api.delete(
          Pods.KIND,
          victim.namespace(),
          victim.name(),
          DeleteOptions.builder().preconditions(only).build());
      events.event(
          victim.pod(),
          EventRecorder.NORMAL,
          "Preempted",
          "Preempted by pod " + preemptor.uid() + " on node " + node);
    } catch (ApiException e) {
      LOG.log(System.Logger.Level.INFO, "preempting {0} failed: {1}", victim, e.getMessage());
    }
  }

  private static Map<String, Object> condition(
      String type, String status, String reason, String message) {
    return new TreeMap<>(
        Map.of("type", type, "status", status, "reason", reason, "message", message));
  }

  private void patchStatus(Pod pod, Map<String, Object> condition, @Nullable String nominatedNode) {
    condition.put("observedGeneration", pod.metadata().generation());
    var status = new TreeMap<String, Object>();
    status.put("conditions", List.of(condition));
    if (nominatedNode != null) {
      status.put("nominatedNodeName", nominatedNode);
    }
    var tree = new TreeMap<String, Object>();
    tree.put("metadata", new TreeMap<String, Object>(Map.of("uid", pod.metadata().uid())));
    tree.put("status", status);
    try {
      api.patch(
          Pods.KIND,
          pod.metadata().namespace(),
          pod.metadata().name(),
          new Patch.Strategic(tree),
          "status",
          WriteOptions.as(config.name()));
    } catch (ApiException e) {
      var level = e.isNotFound() ? System.Logger.Level.DEBUG : System.Logger.Level.INFO;
      LOG.log(
          level, "telling why {0} has no node failed: {1}", pod.metadata().name(), e.getMessage());
    }
  }
}
