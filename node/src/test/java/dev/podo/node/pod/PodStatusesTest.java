package dev.podo.node.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodCondition;
import dev.podo.model.core.v1.PodReadinessGate;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.PodStatus;
import dev.podo.model.core.v1.ResourceRequirements;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.node.runtime.Container.State;
import dev.podo.node.runtime.ContainerStatus;
import dev.podo.node.runtime.PodId;
import dev.podo.node.runtime.Sandbox;
import dev.podo.node.runtime.SandboxStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What is told of a pod, from what is known of it.
class PodStatusesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
  private static final NodeContext NODE = new NodeContext(List.of("172.16.0.1"), "containerd");

  private final Observed observed = new Observed();

  private static Pod pod(UnaryOperator<PodSpec.Builder> spec) {
    var main =
        Container.builder()
            .name("c")
            .image("web:1")
            .resources(
                ResourceRequirements.builder()
                    .requests(new TreeMap<>(Map.of("cpu", Quantity.parse("100m"))))
                    .build())
            .build();
    return Pod.builder()
        .metadata(ObjectMeta.builder().namespace("ns").name("p").uid("u").generation(3L).build())
        .spec(
            spec.apply(PodSpec.builder().restartPolicy("Always").containers(List.of(main))).build())
        .build();
  }

  private PodStatus of(Pod pod) {
    return PodStatuses.of(pod, observed, NODE, NOW);
  }

  private void sandbox() {
    var sandbox =
        new Sandbox(
            "s0", new PodId("ns", "p", "u"), 0, true, NOW, new TreeMap<>(), new TreeMap<>());
    observed.put(new SandboxStatus(sandbox, List.of("10.0.0.9")));
  }

  private void container(String name, int attempt, State state, int code, String message) {
    var listed =
        new dev.podo.node.runtime.Container(
            name + attempt,
            "s0",
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
            listed,
            "docker.io/library/web:1",
            "docker.io/library/web@sha256:9",
            NOW.minusSeconds(60),
            ended,
            code,
            "",
            message));
  }

  private static String condition(PodStatus status, String type) {
    return status.conditions().stream()
        .filter(each -> each.type().equals(type))
        .map(each -> each.status() + " " + each.reason() + " " + each.message())
        .findFirst()
        .orElse("none")
        .strip();
  }

  @Test
  void aNewPodIsPendingAndItsContainersAreBeingCreated() {
    var status = of(pod(it -> it));
    assertThat(status.phase()).isEqualTo("Pending");
    assertThat(condition(status, "PodReadyToStartContainers")).isEqualTo("False");
    assertThat(condition(status, "Initialized")).isEqualTo("True");
    assertThat(condition(status, "ContainersReady"))
        .isEqualTo("False ContainersNotReady containers with unready status: [c]");
    assertThat(status.containerStatuses().getFirst().state().waiting().reason())
        .isEqualTo("ContainerCreating");
    assertThat(status.hostIP()).isEqualTo("172.16.0.1");
    assertThat(status.qosClass()).isEqualTo("Burstable");
    assertThat(status.startTime()).isEqualTo(NOW);
  }

  @Test
  void aRunningPodSaysAllOfIt() {
    sandbox();
    container("c", 2, State.RUNNING, 0, "");
    container("c", 1, State.EXITED, 3, "bye");
    var status = of(pod(it -> it));
    assertThat(status.phase()).isEqualTo("Running");
    assertThat(status.podIP()).isEqualTo("10.0.0.9");
    assertThat(status.podIPs()).extracting(it -> it.ip()).containsExactly("10.0.0.9");
    assertThat(status.hostIPs()).extracting(it -> it.ip()).containsExactly("172.16.0.1");
    assertThat(status.conditions())
        .extracting(it -> it.type() + " " + it.status() + " " + it.observedGeneration())
        .containsExactly(
            "PodReadyToStartContainers True 3",
            "Initialized True 3",
            "Ready True 3",
            "ContainersReady True 3",
            "PodScheduled True 3");
    var container = status.containerStatuses().getFirst();
    assertThat(container.ready()).isTrue();
    assertThat(container.started()).isTrue();
    assertThat(container.restartCount()).isEqualTo(2);
    assertThat(container.containerID()).isEqualTo("containerd://c2");
    assertThat(container.image()).isEqualTo("docker.io/library/web:1");
    assertThat(container.imageID()).isEqualTo("docker.io/library/web@sha256:9");
    assertThat(container.resources())
        .isEqualTo(pod(it -> it).spec().containers().getFirst().resources());
    assertThat(container.allocatedResources()).containsEntry("cpu", Quantity.parse("100m"));
    var last = container.lastState().terminated();
    assertThat(last.exitCode()).isEqualTo(3);
    assertThat(last.reason()).isEqualTo("Error");
    assertThat(last.message()).isEqualTo("bye");
    assertThat(last.containerID()).isEqualTo("containerd://c1");
  }

  @Test
  void readinessGatesHoldBackReadyAlone() {
    sandbox();
    container("c", 0, State.RUNNING, 0, "");
    var gate = PodReadinessGate.builder().conditionType("example.com/up").build();
    var pod = pod(it -> it.readinessGates(List.of(gate)));
    assertThat(condition(of(pod), "ContainersReady")).isEqualTo("True");
    assertThat(condition(of(pod), "Ready"))
        .isEqualTo(
            "False ReadinessGatesNotReady corresponding condition of pod readiness gate"
                + " \"example.com/up\" does not exist.");
    var down = PodCondition.builder().type("example.com/up").status("False").build();
    var told = pod.withStatus(PodStatus.builder().conditions(List.of(down)).build());
    assertThat(condition(of(told), "Ready"))
        .isEqualTo(
            "False ReadinessGatesNotReady the status of pod readiness gate \"example.com/up\" is"
                + " not \"True\", but False");
    var up =
        pod.withStatus(
            PodStatus.builder().conditions(List.of(down.with(it -> it.status("True")))).build());
    assertThat(condition(of(up), "Ready")).isEqualTo("True");
    assertThat(of(up).conditions()).contains(down.with(it -> it.status("True")));
  }

  @Test
  void whileInitContainersRunThePodIsNotInitialized() {
    sandbox();
    var first = Container.builder().name("i").image("x").build();
    var side = Container.builder().name("s").image("x").restartPolicy("Always").build();
    var pod = pod(it -> it.initContainers(List.of(first, side)));
    container("i", 0, State.RUNNING, 0, "");
    assertThat(of(pod).phase()).isEqualTo("Pending");
    assertThat(condition(of(pod), "Initialized"))
        .isEqualTo("False ContainersNotInitialized containers with incomplete status: [i s]");
    assertThat(of(pod).containerStatuses().getFirst().state().waiting().reason())
        .isEqualTo("PodInitializing");
    container("i", 0, State.EXITED, 0, "");
    container("s", 0, State.RUNNING, 0, "");
    assertThat(condition(of(pod), "Initialized")).isEqualTo("True");
    assertThat(of(pod).initContainerStatuses())
        .extracting(it -> it.name() + " " + it.ready() + " " + it.started())
        .containsExactly("i true false", "s true true");
    observed.health("s0", new Health(true, false, null, null));
    container("c", 0, State.RUNNING, 0, "");
    assertThat(condition(of(pod), "ContainersReady"))
        .isEqualTo("False ContainersNotReady containers with unready status: [s]");
  }

  @Test
  void anEvictedPodSaysWhyAtOnceAndFailsWhenItHasEnded() {
    sandbox();
    container("c", 0, State.RUNNING, 0, "");
    var running = pod(it -> it).withStatus(PodStatus.builder().phase("Running").build());
    observed.ending(Ending.evicted("The node was low on resource: memory. "));
    assertThat(of(running).phase()).isEqualTo("Running");
    assertThat(of(running).reason()).isEqualTo("Evicted");
    assertThat(condition(of(running), "DisruptionTarget"))
        .isEqualTo("True TerminationByKubelet The node was low on resource: memory.");
    assertThat(PodStep.grace(running, observed).toSeconds()).isEqualTo(1);
    container("c", 0, State.EXITED, 137, "");
    var after = of(running);
    assertThat(after.phase()).isEqualTo("Failed");
    assertThat(after.message()).isEqualTo("The node was low on resource: memory. ");
    assertThat(condition(after, "Ready")).isEqualTo("False PodFailed");
    // Told again it is the same: who writes it does not go round in circles.
    assertThat(of(running.withStatus(after))).isEqualTo(after);
  }

  @Test
  void lastWordsStayWhenTheFileIsGone() {
    sandbox();
    container("c", 0, State.EXITED, 1, "disk full");
    var pod = pod(it -> it.restartPolicy("Never"));
    var told = pod.withStatus(of(pod));
    container("c", 0, State.EXITED, 1, "");
    assertThat(of(told).containerStatuses().getFirst().state().terminated().message())
        .isEqualTo("disk full");
    assertThat(Pods.isTerminal(told)).isTrue();
  }
}
