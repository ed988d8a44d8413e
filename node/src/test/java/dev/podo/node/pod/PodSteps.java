package dev.podo.node.pod;

import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.node.runtime.Container.State;
import dev.podo.node.runtime.ContainerStatus;
import dev.podo.node.runtime.Image;
import dev.podo.node.runtime.PodId;
import dev.podo.node.runtime.Sandbox;
import dev.podo.node.runtime.SandboxStatus;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// A pod of two containers, what its agent has observed, and what is to be done next.
abstract class PodSteps {
  static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
  static final PodId ID = new PodId("ns", "p", "u");

  final Observed observed = new Observed();

  static Pod pod(UnaryOperator<PodSpec.Builder> spec) {
    var builder =
        PodSpec.builder()
            .restartPolicy("Always")
            .containers(List.of(container("a"), container("b")));
    return Pod.builder()
        .metadata(ObjectMeta.builder().namespace("ns").name("p").uid("u").build())
        .spec(spec.apply(builder).build())
        .build();
  }

  static Container container(String name) {
    return Container.builder().name(name).image("i").build();
  }

  static Pod deleted(Pod pod, long grace) {
    return pod.withMetadata(
        pod.metadata().with(it -> it.deletionTimestamp(NOW).deletionGracePeriodSeconds(grace)));
  }

  Verb next(Pod pod) {
    return PodStep.next(pod, observed, NOW);
  }

  void sandbox(int attempt, boolean ready) {
    var sandbox =
        new Sandbox("s" + attempt, ID, attempt, ready, NOW, new TreeMap<>(), new TreeMap<>());
    observed.put(new SandboxStatus(sandbox, List.of("10.0.0.1")));
  }

  void container(String name, State state, int exitCode) {
    container(name, 0, "s0", state, exitCode);
  }

  void container(String name, int attempt, String sandbox, State state, int exitCode) {
    var listed =
        new dev.podo.node.runtime.Container(
            name + attempt,
            sandbox,
            name,
            attempt,
            state,
            "sha256:1",
            NOW.minusSeconds(60),
            new TreeMap<>(),
            new TreeMap<>());
    var ended = state == State.EXITED ? NOW.minusSeconds(5) : null;
    observed.put(
        new ContainerStatus(
            listed, "i", "sha256:1", NOW.minusSeconds(60), ended, exitCode, "", ""));
  }

  void running() {
    observed.volumes(Observed.Volumes.READY);
    sandbox(0, true);
    container("a", State.RUNNING, 0);
    container("b", State.RUNNING, 0);
  }

  void image(String container) {
    observed.image(container, new Image("sha256:1", List.of("i"), List.of(), 1, null, "", false));
  }
}
