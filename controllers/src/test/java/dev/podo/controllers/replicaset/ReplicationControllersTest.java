package dev.podo.controllers.replicaset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.podo.client.informer.Key;
import dev.podo.controllers.engine.Samples;
import dev.podo.controllers.engine.Stage;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.replicationcontroller.ReplicationControllers;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.ReplicationController;
import dev.podo.model.core.v1.ReplicationControllerCondition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the kind adds to the controller that it shares with ReplicaSets.
class ReplicationControllersTest {
  private final Stage stage = new Stage(1);
  private final Stage.Actor<ReplicationController> controller =
      stage.add(ReplicaController.ofReplicationControllers());

  private static ReplicationController web(int replicas) {
    var set = Samples.replicaSet("web", replicas);
    return ReplicationController.builder()
        .metadata(set.metadata())
        .spec(
            ReplicationController.EMPTY
                .spec()
                .with(b ->
                    b.replicas(replicas)
                        .selector(Map.of("app", "web"))
                        .template(set.spec().template())))
        .build();
  }

  private ReplicationController web() {
    return stage.api.get(ReplicationControllers.KIND, Samples.NAMESPACE, "web");
  }

  private List<Pod> pods() {
    return stage.all(Pods.KIND);
  }

  @Test
  void keepsItsPodsAlive() {
    stage.create(ReplicationControllers.KIND, web(2));
    stage.settle();

    assertThat(pods())
        .hasSize(2)
        .allSatisfy(pod ->
            assertThat(pod.metadata().ownerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.kind()).isEqualTo("ReplicationController")));
    assertThat(web().status().replicas()).isEqualTo(2);
    assertThat(web().status().observedGeneration()).isEqualTo(1);

    stage.update(ReplicationControllers.KIND, ReplicationControllers.withReplicas(web(), 1));
    stage.settle();
    assertThat(pods()).hasSize(1);
  }

  @Test
  void adoptsAndReleasesByLabels() {
    stage.create(Pods.KIND, Samples.pod("stray", Map.of("app", "web")));
    stage.create(ReplicationControllers.KIND, web(1));
    stage.settle();
    var stray = pods().get(0);
    assertThat(stray.metadata().ownerReferences()).hasSize(1);

    stage.update(
        Pods.KIND, stray.withMetadata(stray.metadata().withLabels(Map.of("app", "other"))));
    stage.settle();
    assertThat(pods()).hasSize(2);
    assertThat(stage.api.get(Pods.KIND, Samples.NAMESPACE, "stray").metadata().ownerReferences())
        .isEmpty();
  }

  @Test
  void tellsWhyItCannotCreateUntilItCan() throws Exception {
    stage.create(ReplicationControllers.KIND, web(1));
    var quota =
        stage.api.refuse((verb, kind, name) -> {
          if (verb.equals("create") && kind.equals(Pods.KIND)) {
            throw ApiErrors.badRequest("exceeded quota");
          }
        });
    controller.refreshAll();
    for (int i = 0; i < 3; i++) {
      controller.turn(ReplicationControllers.KIND, Key.of(web()));
      controller.refreshAll();
    }
    assertThat(web().status().conditions())
        .extracting(ReplicationControllerCondition::type, ReplicationControllerCondition::reason)
        .containsExactly(tuple("ReplicaFailure", "FailedCreate"));

    quota.close();
    stage.settle();
    assertThat(web().status().conditions()).isEmpty();
    assertThat(pods()).hasSize(1);
  }
}
