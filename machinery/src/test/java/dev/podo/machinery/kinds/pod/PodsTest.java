package dev.podo.machinery.kinds.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.apps.v1.ReplicaSet;
import dev.podo.model.core.v1.Binding;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ContainerPort;
import dev.podo.model.core.v1.ObjectReference;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodCondition;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.PodStatus;
import dev.podo.model.core.v1.PodTemplateSpec;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodsTest {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  private static Pod phase(String phase) {
    return Pod.EMPTY.withStatus(PodStatus.builder().phase(phase).build());
  }

  private static Pod readySince(Instant since) {
    var ready =
        PodCondition.builder().type(Pods.READY).status("True").lastTransitionTime(since).build();
    return Pod.EMPTY.withStatus(
        PodStatus.builder().phase(Pods.RUNNING).conditions(List.of(ready)).build());
  }

  private static Pod terminating(Pod pod) {
    return pod.withMetadata(pod.metadata().withDeletionTimestamp(NOW));
  }

  @Test
  void isActiveUntilItEndsOrIsDeleted() {
    assertThat(Pods.isActive(phase(Pods.PENDING))).isTrue();
    assertThat(Pods.isActive(phase(Pods.RUNNING))).isTrue();
    assertThat(Pods.isActive(phase(Pods.SUCCEEDED))).isFalse();
    assertThat(Pods.isActive(phase(Pods.FAILED))).isFalse();
    assertThat(Pods.isActive(terminating(phase(Pods.RUNNING)))).isFalse();
  }

  @Test
  void isAvailableOnceReadyForLongEnough() {
    var pod = readySince(NOW.minusSeconds(10));
    assertThat(Pods.isReady(pod)).isTrue();
    assertThat(Pods.isAvailable(pod, 0, NOW)).isTrue();
    assertThat(Pods.isAvailable(pod, 10, NOW)).isTrue();
    assertThat(Pods.isAvailable(pod, 11, NOW)).isFalse();
    assertThat(Pods.isAvailable(phase(Pods.RUNNING), 0, NOW)).isFalse();
  }

  @Test
  void theNextToBecomeAvailableIsTheFirstStillWaiting() {
    var pods =
        List.of(
            readySince(NOW.minusSeconds(20)),
            readySince(NOW.minusSeconds(2)),
            readySince(NOW.minusSeconds(5)),
            phase(Pods.RUNNING));
    assertThat(Pods.nextAvailableAt(pods, 10, NOW)).isEqualTo(NOW.plusSeconds(5));
    assertThat(Pods.nextAvailableAt(pods, 0, NOW)).isNull();
    assertThat(Pods.nextAvailableAt(List.of(), 10, NOW)).isNull();
  }

  @Test
  void aConditionKeepsTheTimeOfItsLastTransition() {
    var status = readySince(NOW.minusSeconds(10)).status();
    var same =
        PodCondition.builder()
            .type(Pods.READY)
            .status("True")
            .reason("Again")
            .lastTransitionTime(NOW)
            .build();
    var kept = Pods.withCondition(status, same);
    assertThat(kept.conditions()).hasSize(1);
    assertThat(kept.conditions().getFirst().reason()).isEqualTo("Again");
    assertThat(kept.conditions().getFirst().lastTransitionTime()).isEqualTo(NOW.minusSeconds(10));
    var flipped = Pods.withCondition(status, same.with(b -> b.status("False")));
    assertThat(flipped.conditions().getFirst().lastTransitionTime()).isEqualTo(NOW);
    var more = Pods.withCondition(status, same.with(b -> b.type(Pods.INITIALIZED)));
    assertThat(more.conditions()).hasSize(2);
  }

  @Test
  void aPodOfATemplateBelongsToItsController() {
    var set =
        ReplicaSet.EMPTY.withMetadata(
            ObjectMeta.builder().name("web").namespace("demo").uid("u-1").build());
    var template =
        PodTemplateSpec.builder()
            .metadata(ObjectMeta.builder().labels(Map.of("app", "web")).build())
            .spec(PodSpec.builder().nodeName("node-1").build())
            .build();
    var pod = Pods.fromTemplate(template, set);
    assertThat(pod.metadata().generateName()).isEqualTo("web-");
    assertThat(pod.metadata().namespace()).isEqualTo("demo");
    assertThat(pod.metadata().labels()).isEqualTo(Map.of("app", "web"));
    assertThat(pod.spec()).isEqualTo(template.spec());
    var owner = pod.metadata().ownerReferences().getFirst();
    assertThat(owner.apiVersion()).isEqualTo("apps/v1");
    assertThat(owner.kind()).isEqualTo("ReplicaSet");
    assertThat(owner.uid()).isEqualTo("u-1");
    assertThat(owner.controller()).isTrue();
    assertThat(owner.blockOwnerDeletion()).isTrue();
  }

  @Test
  void findsPortsByName() {
    var http = ContainerPort.builder().name("http").containerPort(8080).protocol("TCP").build();
    var container = Container.builder().name("web").ports(List.of(http)).build();
    var pod = Pod.EMPTY.withSpec(PodSpec.builder().containers(List.of(container)).build());
    assertThat(Pods.port(pod, "http", "TCP")).isEqualTo(8080);
    assertThat(Pods.port(pod, "http", "UDP")).isNull();
  }

  @Test
  void onlyABoundRunningPodIsDeletedGracefully() {
    var strategy = Pods.KIND.strategy();
    var bound = phase(Pods.RUNNING).withSpec(PodSpec.builder().nodeName("node-1").build());
    assertThat(strategy.gracePeriod(bound, null)).isEqualTo(30);
    assertThat(strategy.gracePeriod(bound, 5L)).isEqualTo(5);
    assertThat(strategy.gracePeriod(bound, 0L)).isZero();
    assertThat(strategy.gracePeriod(bound, -1L)).isEqualTo(1);
    assertThat(strategy.gracePeriod(phase(Pods.PENDING), 5L)).isZero();
    assertThat(strategy.gracePeriod(bound.withStatus(phase(Pods.FAILED).status()), 5L)).isZero();
  }

  @Test
  void aNewPodIsPendingAndKnowsItsClass() {
    var created =
        Pods.KIND
            .strategy()
            .prepareForCreate(
                phase(Pods.RUNNING).withMetadata(ObjectMeta.builder().generation(9L).build()));
    assertThat(created.metadata().generation()).isEqualTo(1);
    assertThat(created.status().phase()).isEqualTo(Pods.PENDING);
    assertThat(created.status().qosClass()).isEqualTo(PodResources.BEST_EFFORT);
  }

  @Test
  void aPodIsBoundOnce() {
    var pod = Pod.EMPTY.withMetadata(ObjectMeta.builder().name("web").generation(1L).build());
    assertThat(PodBinding.obstacle(pod)).isNull();
    var binding = ObjectMeta.builder().annotations(Map.of("a", "b")).build();
    var bound = PodBinding.bound(pod, "node-1", binding, NOW);
    assertThat(bound.spec().nodeName()).isEqualTo("node-1");
    assertThat(bound.metadata().annotations()).containsEntry("a", "b");
    assertThat(bound.metadata().generation()).isEqualTo(1);
    var scheduled = Pods.condition(bound, Pods.POD_SCHEDULED);
    assertThat(scheduled).isNotNull();
    assertThat(scheduled.status()).isEqualTo("True");
    assertThat(PodBinding.obstacle(bound))
        .isEqualTo("pod web is already assigned to node \"node-1\"");
    assertThat(PodBinding.obstacle(terminating(pod)))
        .isEqualTo("pod web is being deleted, cannot be assigned to a host");
  }

  @Test
  void aBindingNamesANode() {
    var nothing = ObjectReference.builder().kind("Pod").build();
    assertThat(PodBinding.validate(Binding.builder().target(nothing).build()))
        .extracting(Object::toString)
        .containsExactly(
            "target.kind: Unsupported value: \"Pod\": supported values: \"Node\", \"<empty>\"",
            "target.name: Required value");
    var node = ObjectReference.builder().name("node-1").build();
    assertThat(PodBinding.validate(Binding.builder().target(node).build())).isEmpty();
  }
}
