package dev.podo.program.demo;

import dev.podo.client.Api;
import dev.podo.client.ListOptions;
import dev.podo.client.Patch;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.kinds.deployment.Deployments;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.core.v1.ContainerStatus;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.selector.LabelPredicate;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The cluster as someone with kubectl sees and changes it.
final class Cluster {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final Api api;
  private final Clock clock;

  Cluster(Api api, Clock clock) {
    this.api = api;
    this.clock = clock;
  }

  /// A look at something that comes about by itself.
  interface Probe<T> {
    /// @return null when it is not there yet
    @Nullable T look() throws IOException, InterruptedException;
  }

  Api api() {
    return api;
  }

  Clock clock() {
    return clock;
  }

  Deployment deployment(String namespace, String name) {
    return api.get(Deployments.KIND, namespace, name);
  }

  /// The pods with the label `app`, those that end among them, by name.
  List<Pod> pods(String namespace, String app) {
    var which = ListOptions.in(namespace).withLabels(LabelPredicate.of(Map.of("app", app)));
    return api.list(Pods.KIND, which).items();
  }

  /// Those of them that serve.
  List<Pod> readyPods(String namespace, String app) {
    return pods(namespace, app).stream()
        .filter(p -> Pods.isReady(p) && !Pods.isTerminating(p))
        .toList();
  }

  /// Changes a Deployment of the guestbook, by a strategic merge patch.
  void change(String deployment, Map<String, Object> patch) {
    api.patch(
        Deployments.KIND,
        Application.NAMESPACE,
        deployment,
        new Patch.Strategic(patch),
        "",
        WriteOptions.as("podo-demo"));
  }

  /// As `kubectl set image` does; container and Deployment have the same name.
  void setImage(String deployment, String image) {
    var container = Map.of("name", deployment, "image", image);
    change(
        deployment,
        Map.of(
            "spec", Map.of("template", Map.of("spec", Map.of("containers", List.of(container))))));
  }

  void scale(String deployment, int replicas) {
    change(deployment, Map.of("spec", Map.of("replicas", (long) replicas)));
  }

  /// As `kubectl rollout status` does; returns when no pod is left but those of the newest
  /// template, all ready.
  void awaitRollout(String namespace, String name) throws DemoException, InterruptedException {
    await(
        "the Deployment " + namespace + "/" + name + " is rolled out",
        () -> {
          var deployment = deployment(namespace, name);
          var status = deployment.status();
          var wanted = Deployments.replicas(deployment);
          var isDone =
              status.observedGeneration() >= deployment.metadata().generation()
                  && status.updatedReplicas() == wanted
                  && status.replicas() == wanted
                  && status.availableReplicas() == wanted
                  && pods(namespace, name).size() == wanted;
          return isDone ? deployment : null;
        });
  }

  /// Waits until a probe finds something; a probe that fails to reach what it looks at looks again.
  ///
  /// @param what as in "the page answers"
  <T> T await(String what, Probe<T> probe) throws DemoException, InterruptedException {
    var deadline = Deadline.after(clock, PATIENCE);
    var last = "";
    while (!deadline.hasPassed(clock)) {
      try {
        var found = probe.look();
        if (found != null) {
          return found;
        }
        last = "";
      } catch (IOException e) {
        last = "; the last try: " + e;
      }
      clock.sleep(LOOK_AGAIN);
    }
    throw new DemoException(
        "waited " + PATIENCE.toSeconds() + " s in vain until " + what + last + "\n" + state(),
        "Look closer with: kubectl -n " + Application.NAMESPACE + " describe pods");
  }

  /// A line for each pod of the guestbook.
  private String state() {
    return api.list(Pods.KIND, ListOptions.all()).items().stream()
        .filter(p -> p.metadata().namespace().startsWith(Application.NAMESPACE))
        .map(Cluster::state)
        .collect(Collectors.joining("\n"));
  }

  private static String state(Pod pod) {
    var line =
        new StringBuilder("  pod ")
            .append(pod.metadata().namespace())
            .append('/')
            .append(pod.metadata().name());
    line.append(": ").append(Pods.isTerminating(pod) ? "terminating" : pod.status().phase());
    line.append(Pods.isReady(pod) ? ", ready" : ", not ready");
    for (var container : pod.status().containerStatuses()) {
      line.append(", ").append(container.name()).append(' ').append(reason(container));
      line.append(", restarts ").append(container.restartCount());
    }
    return line.toString();
  }

  /// Why a container waits or ended; "running" of one that does neither.
  static String reason(ContainerStatus container) {
    var waiting = container.state().waiting();
    if (waiting != null) {
      return waiting.reason();
    }
    var terminated = container.state().terminated();
    return terminated == null
        ? "running"
        : terminated.reason() + " (exit code " + terminated.exitCode() + ")";
  }
}
