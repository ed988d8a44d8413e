package dev.podo.node.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.core.v1.EphemeralContainer;
import dev.podo.model.core.v1.PodStatus;
import dev.podo.node.runtime.Container.State;
import dev.podo.node.runtime.ContainerStatus;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PodStepTest extends PodSteps {
  @Test
  void startsEphemeralContainersOnceWhateverTheOthersDo() {
    var debugged =
        pod(it ->
            it.initContainers(List.of(container("init")))
                .ephemeralContainers(
                    List.of(EphemeralContainer.builder().name("debug").image("d").build())));
    observed.volumes(Observed.Volumes.READY);
    sandbox(0, true);
    container("init", State.RUNNING, 0);
    assertThat(next(debugged)).isEqualTo(new Verb.EnsureImage("debug"));
    container("debug", State.EXITED, 1);
    assertThat(next(debugged)).isInstanceOf(Verb.Await.class);
  }

  @Test
  void aNewPodGetsVolumesSandboxImageAndContainerInThisOrder() {
    var pod = pod(it -> it);
    assertThat(next(pod)).isEqualTo(new Verb.PrepareVolumes());
    observed.volumes(Observed.Volumes.READY);
    assertThat(next(pod)).isEqualTo(new Verb.CreateSandbox(0));
    sandbox(0, true);
    assertThat(next(pod)).isEqualTo(new Verb.EnsureImage("a"));
    image("a");
    assertThat(next(pod)).isEqualTo(new Verb.StartContainer("a", 0));
    container("a", State.RUNNING, 0);
    assertThat(next(pod)).isEqualTo(new Verb.EnsureImage("b"));
  }

  @Test
  void aSlowPullHoldsUpNoOtherContainer() {
    var pod = pod(it -> it);
    observed.volumes(Observed.Volumes.READY);
    sandbox(0, true);
    observed.begin(new Verb.EnsureImage("a"));
    assertThat(next(pod)).isEqualTo(new Verb.EnsureImage("b"));
    observed.begin(new Verb.EnsureImage("b"));
    assertThat(next(pod)).isEqualTo(new Verb.Await(null));
  }

  @Test
  void whenAllRunsThereIsNothingToDo() {
    running();
    assertThat(next(pod(it -> it))).isEqualTo(new Verb.Await(null));
  }

  @Test
  void theFirstRestartIsAtOnceTheNextOneWaits() {
    running();
    container("a", State.EXITED, 1);
    image("a");
    assertThat(next(pod(it -> it))).isEqualTo(new Verb.StartContainer("a", 1));

    observed.backoff("a", CrashBackoff.NONE.next(NOW.minusSeconds(30)));
    assertThat(next(pod(it -> it))).isEqualTo(new Verb.TellCrashLoop("a", "a0"));
    observed.crashTold("a0");
    assertThat(next(pod(it -> it))).isEqualTo(new Verb.Await(NOW.plusSeconds(5)));
  }

  @Test
  void restartPolicyDecidesWhoIsStartedAgain() {
    running();
    container("a", State.EXITED, 0);
    image("a");
    assertThat(next(pod(it -> it.restartPolicy("Never")))).isEqualTo(new Verb.Await(null));
    assertThat(next(pod(it -> it.restartPolicy("OnFailure")))).isEqualTo(new Verb.Await(null));
    assertThat(next(pod(it -> it))).isEqualTo(new Verb.StartContainer("a", 1));
    container("a", State.EXITED, 3);
    assertThat(next(pod(it -> it.restartPolicy("OnFailure"))))
        .isEqualTo(new Verb.StartContainer("a", 1));
  }

  @Test
  void aPodWhoseContainersHaveAllEndedIsTakenDown() {
    running();
    var pod = pod(it -> it.restartPolicy("Never"));
    container("a", State.EXITED, 0);
    container("b", State.EXITED, 1);
    assertThat(next(pod)).isEqualTo(new Verb.StopSandbox("s0"));
    sandbox(0, false);
    assertThat(next(pod)).isEqualTo(new Verb.TearDownVolumes());
    observed.volumes(Observed.Volumes.TORN_DOWN);
    assertThat(next(pod)).isEqualTo(new Verb.Await(null));
  }

  @Test
  void aSickContainerIsStoppedAndThenStartedAgain() {
    running();
    observed.health("a0", new Health(true, true, "liveness probe", 7L));
    assertThat(next(pod(it -> it)))
        .isEqualTo(
            new Verb.StopContainer(
                "a",
                "a0",
                "Container a failed liveness probe, will be restarted",
                Duration.ofSeconds(7)));
  }

  @Test
  void aDeadSandboxIsReplacedAfterItsContainers() {
    running();
    sandbox(0, false);
    assertThat(next(pod(it -> it))).isInstanceOf(Verb.StopContainer.class);
    container("a", State.EXITED, 137);
    container("b", State.EXITED, 137);
    assertThat(next(pod(it -> it))).isEqualTo(new Verb.CreateSandbox(1));
    sandbox(1, true);
    image("a");
    assertThat(next(pod(it -> it))).isEqualTo(new Verb.StartContainer("a", 1));
  }

  @Test
  void initContainersRunOneAfterTheOther() {
    var pod = pod(it -> it.initContainers(List.of(container("x"), container("y"))));
    observed.volumes(Observed.Volumes.READY);
    sandbox(0, true);
    assertThat(next(pod)).isEqualTo(new Verb.EnsureImage("x"));
    container("x", State.RUNNING, 0);
    assertThat(next(pod)).isEqualTo(new Verb.Await(null));
    container("x", State.EXITED, 0);
    assertThat(next(pod)).isEqualTo(new Verb.EnsureImage("y"));
    container("y", State.EXITED, 0);
    assertThat(next(pod)).isEqualTo(new Verb.EnsureImage("a"));
    container("a", State.RUNNING, 0);
    container("b", State.EXITED, 1);
    assertThat(next(pod)).isEqualTo(new Verb.EnsureImage("b"));
  }

  @Test
  void aFailedInitContainerIsTriedAgainUnlessThePolicyForbids() {
    var init = List.of(container("x"));
    observed.volumes(Observed.Volumes.READY);
    sandbox(0, true);
    container("x", State.EXITED, 1);
    assertThat(next(pod(it -> it.initContainers(init)))).isEqualTo(new Verb.EnsureImage("x"));
    assertThat(next(pod(it -> it.initContainers(init).restartPolicy("Never"))))
        .isEqualTo(new Verb.StopSandbox("s0"));
  }

  @Test
  void aSidecarMustHaveStartedBeforeTheNextOne() {
    var sidecar = container("x").with(it -> it.restartPolicy("Always"));
    var pod = pod(it -> it.initContainers(List.of(sidecar)));
    observed.volumes(Observed.Volumes.READY);
    sandbox(0, true);
    container("x", State.RUNNING, 0);
    observed.health("x0", new Health(false, true, null, null));
    assertThat(next(pod)).isEqualTo(new Verb.Await(null));
    observed.health("x0", Health.UNPROBED);
    assertThat(next(pod)).isEqualTo(new Verb.EnsureImage("a"));
  }

  @Test
  void aDeletedPodEndsStepByStep() {
    running();
    var pod = deleted(pod(it -> it), 20);
    var why = "Stopping container a";
    assertThat(next(pod)).isEqualTo(new Verb.StopContainer("a", "a0", why, Duration.ofSeconds(20)));
    observed.begin(next(pod));
    assertThat(next(pod)).isInstanceOf(Verb.StopContainer.class);
    observed.begin(next(pod));
    assertThat(next(pod)).isEqualTo(new Verb.Await(null));
    container("a", State.EXITED, 0);
    container("b", State.EXITED, 0);
    observed.end(new Verb.StopContainer("a", "a0", why, Duration.ofSeconds(20)));
    assertThat(next(pod)).isEqualTo(new Verb.StopSandbox("s0"));
    sandbox(0, false);
    assertThat(next(pod)).isEqualTo(new Verb.TearDownVolumes());
    observed.volumes(Observed.Volumes.TORN_DOWN);
    assertThat(next(pod)).isEqualTo(new Verb.Await(null));
    observed.finalStatusKnown(true);
    assertThat(next(pod)).isEqualTo(new Verb.DeleteObject());
    observed.gone();
    observed.end(new Verb.StopContainer("b", "b0", why, Duration.ofSeconds(20)));
    assertThat(next(pod)).isEqualTo(new Verb.RemoveSandbox("s0"));
    observed.removeSandbox("s0");
    assertThat(next(pod)).isEqualTo(new Verb.Forget());
  }

  @Test
  void lessGraceStopsAgain() {
    running();
    observed.begin(next(deleted(pod(it -> it), 20)));
    var stop = next(deleted(pod(it -> it), 5));
    assertThat(stop)
        .isEqualTo(
            new Verb.StopContainer("a", "a0", "Stopping container a", Duration.ofSeconds(5)));
  }

  @Test
  void sidecarsEndLastAndInReverse() {
    var one = container("x").with(it -> it.restartPolicy("Always"));
    var two = container("y").with(it -> it.restartPolicy("Always"));
    var pod = deleted(pod(it -> it.initContainers(List.of(one, two))), 20);
    running();
    container("x", State.RUNNING, 0);
    container("y", State.RUNNING, 0);
    observed.begin(next(pod));
    observed.begin(next(pod));
    assertThat(next(pod)).isEqualTo(new Verb.Await(null));
    container("a", State.EXITED, 0);
    container("b", State.EXITED, 0);
    assertThat(next(pod)).extracting("container").isEqualTo("y");
    observed.begin(next(pod));
    assertThat(next(pod)).isEqualTo(new Verb.Await(null));
    container("y", State.EXITED, 0);
    assertThat(next(pod)).extracting("container").isEqualTo("x");
  }

  @Test
  void aPodThatWasNeverSetUpIsTornDownAllTheSame() {
    var pod = deleted(pod(it -> it), 30);
    assertThat(next(pod)).isEqualTo(new Verb.TearDownVolumes());
    observed.volumes(Observed.Volumes.TORN_DOWN);
    observed.finalStatusKnown(true);
    assertThat(next(pod)).isEqualTo(new Verb.DeleteObject());
  }

  @Test
  void whatIsBeingCreatedIsAwaitedBeforeItIsTornDown() {
    observed.volumes(Observed.Volumes.READY);
    observed.begin(new Verb.CreateSandbox(0));
    assertThat(next(deleted(pod(it -> it), 30))).isEqualTo(new Verb.Await(null));
  }

  @Test
  void aPullIsNotAwaitedWhenThePodHasToGo() {
    observed.volumes(Observed.Volumes.READY);
    sandbox(0, true);
    observed.begin(new Verb.EnsureImage("a"));
    assertThat(next(deleted(pod(it -> it), 30))).isEqualTo(new Verb.StopSandbox("s0"));
  }

  @Test
  void aContainersOwnRestartPolicyGoesFirst() {
    running();
    container("a", State.EXITED, 1);
    var once = container("a").with(it -> it.restartPolicy("Never"));
    assertThat(next(pod(it -> it.containers(List.of(once, container("b"))))))
        .isEqualTo(new Verb.Await(null));
  }

  @Test
  void activeDeadlineEndsThePod() {
    running();
    var pod =
        pod(it -> it.activeDeadlineSeconds(60L))
            .withStatus(PodStatus.builder().startTime(NOW.minusSeconds(59)).build());
    assertThat(next(pod)).isEqualTo(new Verb.Await(NOW.plusSeconds(1)));
    var late = pod.withStatus(PodStatus.builder().startTime(NOW.minusSeconds(60)).build());
    assertThat(next(late)).isInstanceOf(Verb.End.class);
  }

  @Test
  void onlyTheLastDeadInstanceIsKept() {
    running();
    container("a", 1, "s0", State.EXITED, 1);
    container("a", 2, "s0", State.EXITED, 1);
    container("a", 3, "s0", State.RUNNING, 0);
    observed.put(copyAsExited("a", 0));
    assertThat(next(pod(it -> it))).isEqualTo(new Verb.RemoveContainer("a0"));
    observed.removeContainer("a0");
    assertThat(next(pod(it -> it))).isEqualTo(new Verb.RemoveContainer("a1"));
    observed.removeContainer("a1");
    assertThat(next(pod(it -> it))).isEqualTo(new Verb.Await(null));
  }

  private ContainerStatus copyAsExited(String name, int attempt) {
    container(name, attempt, "s0", State.EXITED, 1);
    return observed.history(name).getFirst();
  }

  @Test
  void aSidecarThatEndsIsStartedAgainWhateverThePolicy() {
    var sidecar = container("x").with(it -> it.restartPolicy("Always"));
    var pod = pod(it -> it.initContainers(List.of(sidecar)).restartPolicy("Never"));
    running();
    container("x", State.EXITED, 0);
    image("x");
    assertThat(next(pod)).isEqualTo(new Verb.StartContainer("x", 1));
  }

  @Test
  void whenOnlySidecarsAreLeftThePodIsOver() {
    var sidecar = container("x").with(it -> it.restartPolicy("Always"));
    var pod = pod(it -> it.initContainers(List.of(sidecar)).restartPolicy("Never"));
    running();
    container("x", State.RUNNING, 0);
    container("a", State.EXITED, 0);
    container("b", State.EXITED, 0);
    assertThat(next(pod))
        .isEqualTo(
            new Verb.StopContainer("x", "x0", "Stopping container x", Duration.ofSeconds(30)));
  }

  @Test
  void anEvictedPodHasNoTimeForItsGrace() {
    running();
    observed.ending(Ending.evicted("low on memory"));
    assertThat(next(pod(it -> it.terminationGracePeriodSeconds(600L))))
        .isEqualTo(
            new Verb.StopContainer("a", "a0", "Stopping container a", Duration.ofSeconds(1)));
  }

  @Test
  void theGraceIsThatOfTheDeletionThenThatOfTheSpec() {
    running();
    var pod = pod(it -> it.terminationGracePeriodSeconds(600L));
    assertThat(PodStep.grace(pod, observed)).isEqualTo(Duration.ofMinutes(10));
    assertThat(PodStep.grace(deleted(pod, 5), observed)).isEqualTo(Duration.ofSeconds(5));
    assertThat(PodStep.grace(deleted(pod, 0), observed)).isEqualTo(Duration.ofSeconds(1));
    observed.gone();
    assertThat(PodStep.grace(pod, observed)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aContainerWhoseImageChangedIsStartedAnew() {
    running();
    var listed = observed.history("a").getFirst();
    var annotations = new TreeMap<String, String>();
    annotations.put(ContainerLabels.HASH, ContainerLabels.hash(container("a")));
    observed.put(withAnnotations(listed, annotations));
    assertThat(next(pod(it -> it))).isEqualTo(new Verb.Await(null));
    var other = container("a").with(it -> it.image("other"));
    assertThat(next(pod(it -> it.containers(List.of(other, container("b"))))))
        .isEqualTo(
            new Verb.StopContainer(
                "a",
                "a0",
                "Container a definition changed, will be restarted",
                Duration.ofSeconds(30)));
  }

  private static ContainerStatus withAnnotations(
      ContainerStatus status, SortedMap<String, String> annotations) {
    var old = status.container();
    var listed =
        new dev.podo.node.runtime.Container(
            old.id(),
            old.sandboxId(),
            old.name(),
            old.attempt(),
            old.state(),
            old.imageId(),
            old.createdAt(),
            old.labels(),
            annotations);
    return new ContainerStatus(
        listed, status.image(), status.imageRef(), status.startedAt(), null, 0, "", "");
  }
}
