package dev.podo.node.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.machinery.errors.ApiException;
import dev.podo.model.core.v1.ContainerState;
import dev.podo.model.core.v1.ContainerStateTerminated;
import dev.podo.model.core.v1.ContainerStateWaiting;
import dev.podo.model.core.v1.ContainerStatus;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodStatus;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.node.runtime.Container;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoggedContainerTest {
  private static final List<Container> TWO = List.of(made("a", 0), made("b", 1));

  private static Container made(String id, int attempt) {
    return new Container(
        id,
        "sandbox",
        "c",
        attempt,
        Container.State.EXITED,
        "image",
        Instant.EPOCH,
        new TreeMap<>(),
        new TreeMap<>());
  }

  private static LoggedContainer of(ContainerStatus... statuses) {
    var pod =
        Pod.builder()
            .metadata(ObjectMeta.builder().namespace("default").name("p").build())
            .status(PodStatus.builder().containerStatuses(List.of(statuses)).build())
            .build();
    return new LoggedContainer(pod, "c");
  }

  private static ContainerStatus waiting(String reason, String lastId) {
    var last =
        lastId.isEmpty()
            ? ContainerState.EMPTY
            : ContainerState.builder()
                .terminated(
                    ContainerStateTerminated.builder().containerID("any://" + lastId).build())
                .build();
    return ContainerStatus.builder()
        .name("c")
        .state(
            ContainerState.builder()
                .waiting(ContainerStateWaiting.builder().reason(reason).build())
                .build())
        .lastState(last)
        .build();
  }

  /// Which runs, and which did before it.
  @Test
  void isTheLatestOrTheOneBefore() {
    var status = waiting("", "a");
    assertThat(of(status).choose(TWO, false).id()).isEqualTo("b");
    assertThat(of(status).choose(TWO, true).id()).isEqualTo("a");
  }

  @Test
  void thatCrashesIsItsOwnPredecessorUntilItIsStartedAgain() {
    var status = waiting("CrashLoopBackOff", "b");
    assertThat(of(status).choose(TWO, false).id()).isEqualTo("b");
    assertThat(of(status).choose(TWO, true).id()).isEqualTo("b");
    var first = waiting("CrashLoopBackOff", "a");
    assertThat(of(first).choose(List.of(made("a", 0)), true).id()).isEqualTo("a");
  }

  @Test
  void thatNobodyKnowsOrThatIsGoneHasNoPredecessor() {
    var refusal = "previous terminated container \"c\" in pod \"p\" not found";
    assertThatThrownBy(() -> of().choose(TWO, true)).hasMessage(refusal);
    assertThatThrownBy(() -> of(waiting("", "")).choose(TWO, true)).hasMessage(refusal);
    assertThatThrownBy(() -> of(waiting("", "gone")).choose(TWO, true)).hasMessage(refusal);
  }

  @ParameterizedTest
  @CsvSource({
    "ErrImagePull, is waiting to start: image can't be pulled",
    "ImagePullBackOff, is waiting to start: trying and failing to pull image",
    "ContainerCreating, is waiting to start: ContainerCreating",
    "'', is waiting to start - no logs yet",
  })
  void thatWasNeverMadeSaysWhatItWaitsFor(String reason, String why) {
    assertThatThrownBy(() -> of(waiting(reason, "")).choose(List.of(), false))
        .isInstanceOf(ApiException.class)
        .hasMessage("container \"c\" in pod \"p\" " + why);
  }

  @Test
  void ofWhichNothingIsToldIsNotAvailable() {
    assertThatThrownBy(() -> of().choose(List.of(), false))
        .hasMessage("container \"c\" in pod \"p\" is not available");
    assertThatThrownBy(() -> of(waiting("", "a")).choose(List.of(), false))
        .hasMessage("container \"c\" in pod \"p\" is terminated");
  }
}
