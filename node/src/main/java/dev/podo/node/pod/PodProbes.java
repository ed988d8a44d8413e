package dev.podo.node.pod;

import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.Probe;
import dev.podo.node.container.PodFacts;
import dev.podo.node.handlers.ContainerProbes;
import dev.podo.node.handlers.Handlers.Target;
import dev.podo.node.runtime.ContainerStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The probes of a pod's running containers: begun when a container runs, ended when it does not.
/// Touched only by the pod's loop, but for what the probes themselves tell.
final class PodProbes implements AutoCloseable {
  private final PodServices services;
  private final Consumer<Runnable> note;
  private final Map<String, ContainerProbes> running = new TreeMap<>();

  /// @param note has something noted by the pod's loop
  PodProbes(PodServices services, Consumer<Runnable> note) {
    this.services = services;
    this.note = note;
  }

  /// Goes on with containers that an earlier agent had probed: what it told of them still stands.
  void adopt(Pod pod, Observed observed) throws InterruptedException {
    var facts = PodWorker.facts(services, pod, observed);
    for (var container : probed(pod)) {
      var status = observed.latest(container.name());
      if (status != null && status.container().isRunning()) {
        var told = told(pod, status);
        var started = told != null && Boolean.TRUE.equals(told.started());
        begin(observed, facts, container, status, started, told != null && told.ready());
      }
    }
  }

  private dev.podo.model.core.v1.@Nullable ContainerStatus told(Pod pod, ContainerStatus status)
      throws InterruptedException {
    var id = services.node().scheme() + "://" + status.container().id();
    return Stream.concat(
            pod.status().containerStatuses().stream(),
            pod.status().initContainerStatuses().stream())
        .filter(each -> each.containerID().equals(id))
        .findFirst()
        .orElse(null);
  }

  /// Begins and ends probes as containers run or not.
  void follow(Pod pod, Observed observed) {
    var probed = probed(pod);
    if (probed.isEmpty()) {
      return;
    }
    var facts = PodWorker.facts(services, pod, observed);
    var alive = new HashSet<String>();
    for (var container : probed) {
      var status = observed.latest(container.name());
      if (status == null || !status.container().isRunning()) {
        continue;
      }
      var id = status.container().id();
      // A container that is ended on purpose is not restarted for being sick.
      if (!PodStep.mustEnd(pod, observed) && observed.stoppingGrace(id) == null) {
        alive.add(id);
        if (!running.containsKey(id)) {
          begin(observed, facts, container, status, false, false);
        }
      }
    }
    endAllBut(alive);
  }

  private void endAllBut(Set<String> alive) {
    for (var id : List.copyOf(running.keySet())) {
      if (!alive.contains(id)) {
        var probes = running.remove(id);
        if (probes != null) {
          probes.close();
        }
      }
    }
  }

  private static List<Container> probed(Pod pod) {
    var out = new ArrayList<Container>(2);
    for (var container : pod.spec().containers()) {
      if (ContainerProbes.isProbed(container)) {
        out.add(container);
      }
    }
    for (var container : pod.spec().initContainers()) {
      if (PodStep.isSidecar(container) && ContainerProbes.isProbed(container)) {
        out.add(container);
      }
    }
    return out;
  }

  private void begin(
      Observed observed,
      PodFacts facts,
      Container container,
      ContainerStatus status,
      boolean started,
      boolean ready) {
    var id = status.container().id();
    var startup = container.startupProbe() == null || started;
    var readiness = container.readinessProbe() == null || ready;
    observed.health(id, new Health(startup, readiness, null, null));
    var ip = facts.ips().isEmpty() ? "" : facts.ips().getFirst();
    var listener = new Listener(observed, facts.pod(), container, id);
    var target = new Target(container, id, ip);
    var probes = new ContainerProbes(services.handlers(), target, services.clock(), listener);
    running.put(id, probes);
    var startedAt = status.startedAt();
    probes.start(
        services.scope(),
        startedAt == null ? services.clock().now() : startedAt,
        startup,
        readiness);
  }

  @Override
  public void close() {
    endAllBut(new HashSet<>());
  }

  /// Notes what the probes of one container find.
  private final class Listener implements ContainerProbes.Listener {
    private final Observed observed;
    private final Pod pod;
    private final Container container;
    private final String id;

    Listener(Observed observed, Pod pod, Container container, String id) {
      this.observed = observed;
      this.pod = pod;
      this.container = container;
      this.id = id;
    }

    @Override
    public void judged(ContainerProbes.Type type, boolean success) {
      note.accept(() -> observed.health(id, after(observed.health(id), type, success)));
    }

    private Health after(Health now, ContainerProbes.Type type, boolean success) {
      return switch (type) {
        case STARTUP ->
            success
                ? new Health(true, now.ready(), now.sick(), now.graceSeconds())
                : sick(now, "startup probe", grace(container.startupProbe()));
        case LIVENESS ->
            success ? now : sick(now, "liveness probe", grace(container.livenessProbe()));
        case READINESS -> new Health(now.started(), success, now.sick(), now.graceSeconds());
      };
    }

    private static Health sick(Health now, String probe, @Nullable Long grace) {
      return new Health(now.started(), now.ready(), probe, grace);
    }

    private static @Nullable Long grace(@Nullable Probe probe) {
      return probe == null ? null : probe.terminationGracePeriodSeconds();
    }

    @Override
    public void failed(String text) {
      new Happenings(services.events(), pod).warn(container.name(), "Unhealthy", text);
    }

    @Override
    public void warned(String text) {
      new Happenings(services.events(), pod).warn(container.name(), "ProbeWarning", text);
    }
  }
}
