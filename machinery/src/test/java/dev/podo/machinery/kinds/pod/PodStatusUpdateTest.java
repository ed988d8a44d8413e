package dev.podo.machinery.kinds.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ContainerState;
import dev.podo.model.core.v1.ContainerStateRunning;
import dev.podo.model.core.v1.ContainerStateTerminated;
import dev.podo.model.core.v1.ContainerStatus;
import dev.podo.model.core.v1.EphemeralContainer;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.PodStatus;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodStatusUpdateTest {
  private static final ContainerState ENDED =
      ContainerState.builder()
          .terminated(ContainerStateTerminated.builder().exitCode(1).build())
          .build();
  private static final ContainerState RUNS =
      ContainerState.builder().running(ContainerStateRunning.EMPTY).build();

  private static Pod pod(String restartPolicy, ContainerState state) {
    var container = Container.builder().name("web").image("a:1").build();
    var status = ContainerStatus.builder().name("web").state(state).build();
    var meta = ObjectMeta.builder().name("web").namespace("demo").resourceVersion("1").build();
    return Pods.KIND
        .strategy()
        .defaults(
            Pod.builder()
                .metadata(meta)
                .spec(
                    PodSpec.builder()
                        .restartPolicy(restartPolicy)
                        .containers(List.of(container))
                        .build())
                .status(PodStatus.builder().containerStatuses(List.of(status)).build())
                .build());
  }

  @Test
  void whatHasEndedForGoodStaysEnded() {
    var errors = Pods.KIND.strategy().validateStatusUpdate(pod("Never", RUNS), pod("Never", ENDED));
    assertThat(errors.stream().map(Object::toString))
        .containsExactly(
            "status.containerStatuses[0].state: Forbidden: may not be transitioned to"
                + " non-terminated state");
    assertThat(
            Pods.KIND
                .strategy()
                .validateStatusUpdate(pod("OnFailure", RUNS), pod("OnFailure", ENDED)))
        .isEmpty();
  }

  @Test
  void aStatusUpdateTouchesTheStatusOnly() {
    var old = pod("Always", ENDED);
    var now = pod("Never", RUNS).withMetadata(old.metadata().with(b -> b.generation(9L)));
    var prepared = Pods.KIND.strategy().prepareForStatusUpdate(now, old);
    assertThat(prepared.spec()).isEqualTo(old.spec());
    assertThat(prepared.metadata().generation()).isZero();
    assertThat(prepared.status().containerStatuses().getFirst().state()).isEqualTo(RUNS);
  }

  @Test
  void ephemeralContainersAreOnlyAdded() {
    var old = pod("Always", RUNS);
    var added =
        old.withSpec(
            old.spec()
                .with(b ->
                    b.hostname("other")
                        .ephemeralContainers(
                            List.of(
                                EphemeralContainer.builder().name("look").image("a").build()))));
    var prepared = Pods.KIND.strategy().defaults(EphemeralContainers.prepareForUpdate(added, old));
    assertThat(prepared.spec().hostname()).isEmpty();
    assertThat(prepared.metadata().generation()).isEqualTo(1);
    assertThat(EphemeralContainers.validateUpdate(prepared, old)).isEmpty();
    var emptied = prepared.withSpec(prepared.spec().with(b -> b.ephemeralContainers(List.of())));
    assertThat(EphemeralContainers.validateUpdate(emptied, prepared).stream().map(Object::toString))
        .containsExactly(
            "spec.ephemeralContainers: Forbidden: existing ephemeral containers \"look\" may not"
                + " be removed\n");
  }
}
