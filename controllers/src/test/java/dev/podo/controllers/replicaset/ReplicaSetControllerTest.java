package dev.podo.controllers.replicaset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.informer.Key;
import dev.podo.controllers.engine.Note;
import dev.podo.controllers.engine.Samples;
import dev.podo.controllers.engine.Stage;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.replicaset.ReplicaSets;
import dev.podo.model.apps.v1.ReplicaSet;
import dev.podo.model.core.v1.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplicaSetControllerTest {
  private static final Key WEB = new Key(Samples.NAMESPACE, "web");

  private final Stage stage = new Stage(1);
  private final Stage.Actor<ReplicaSet> controller = stage.add(ReplicaController.ofReplicaSets());

  private ReplicaSet web() {
    return stage.api.get(ReplicaSets.KIND, Samples.NAMESPACE, "web");
  }

  private void scale(int replicas) {
    stage.update(ReplicaSets.KIND, ReplicaSets.withReplicas(web(), replicas));
  }

  private List<Pod> pods() {
    return stage.all(Pods.KIND);
  }

  private void makeReady(Pod pod) {
    stage.updateStatus(Pods.KIND, Samples.ready(pod, stage.now(), "10.0.0.1"));
  }

  private void bind(Pod pod, String node) {
    stage.update(Pods.KIND, pod.withSpec(pod.spec().with(b -> b.nodeName(node))));
  }

  @Test
  void createsWhatIsMissing() {
    stage.create(ReplicaSets.KIND, Samples.replicaSet("web", 3));
    stage.settle();

    assertThat(pods()).hasSize(3);
    assertThat(pods())
        .allSatisfy(pod -> {
          assertThat(pod.metadata().name()).startsWith("web-");
          assertThat(pod.metadata().labels()).containsEntry("app", "web");
          assertThat(pod.metadata().ownerReferences()).hasSize(1);
        });
    assertThat(web().status().replicas()).isEqualTo(3);
    assertThat(web().status().observedGeneration()).isEqualTo(1);
    assertThat(stage.notes).extracting(Note::reason).containsOnly("SuccessfulCreate");
  }

  @Test
  void scalesUpByAtMostBurst() {
    stage.create(ReplicaSets.KIND, Samples.replicaSet("web", 1_200));
    controller.refreshAll();
    controller.turn(ReplicaSets.KIND, WEB);

    assertThat(pods()).hasSize(500);
  }

  @Test
  void deletesThoseThatAreCheapestToLose() {
    stage.create(ReplicaSets.KIND, Samples.replicaSet("web", 4));
    stage.settle();
    bind(pods().get(0), "n1");
    bind(pods().get(1), "n1");
    bind(pods().get(2), "n2");
    makeReady(pods().get(1));
    var readyOne = pods().get(1).metadata().name();
    scale(1);
    stage.settle();

    assertThat(pods().stream().filter(Pods::isActive))
        .extracting(pod -> pod.metadata().name())
        .containsExactly(readyOne);
  }

  @Test
  void adoptsAndReleasesByLabels() {
    stage.create(Pods.KIND, Samples.pod("stray", Map.of("app", "web")));
    stage.create(ReplicaSets.KIND, Samples.replicaSet("web", 2));
    stage.settle();
    assertThat(pods()).hasSize(2);
    var stray = stage.api.get(Pods.KIND, Samples.NAMESPACE, "stray");
    assertThat(stray.metadata().ownerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.uid()).isEqualTo(web().metadata().uid()));

    stage.update(
        Pods.KIND, stray.withMetadata(stray.metadata().withLabels(Map.of("app", "other"))));
    stage.settle();
    assertThat(pods()).hasSize(3);
    var released = stage.api.get(Pods.KIND, Samples.NAMESPACE, "stray");
    assertThat(released.metadata().ownerReferences()).isEmpty();
  }

  @Test
  void adoptsNothingWhenItIsGoingItself() {
    stage.create(ReplicaSets.KIND, Samples.replicaSet("web", 0));
    controller.refreshAll();
    // The cache does not know yet that the ReplicaSet was deleted and made anew.
    stage.delete(ReplicaSets.KIND, Samples.NAMESPACE, "web");
    stage.create(ReplicaSets.KIND, Samples.replicaSet("web", 0));
    stage.create(Pods.KIND, Samples.pod("stray", Map.of("app", "web")));
    for (int i = 0; i < 3; i++) {
      controller.turn(ReplicaSets.KIND, WEB);
    }

    assertThat(pods().get(0).metadata().ownerReferences()).isEmpty();
  }

  @Test
  void reportsReadyAndAvailable() {
    var set = Samples.replicaSet("web", 2);
    stage.create(ReplicaSets.KIND, set.withSpec(set.spec().with(b -> b.minReadySeconds(10))));
    stage.settle();
    makeReady(pods().get(0));
    stage.settle();
    assertThat(web().status().readyReplicas()).isEqualTo(1);
    assertThat(web().status().availableReplicas()).isZero();
    assertThat(controller.last().recheckAt()).isEqualTo(stage.now().plusSeconds(10));

    stage.pass(Duration.ofSeconds(10), Duration.ofSeconds(10));
    assertThat(web().status().availableReplicas()).isEqualTo(1);
  }

  @Test
  void tellsWhyItCannotCreate() throws Exception {
    stage.create(ReplicaSets.KIND, Samples.replicaSet("web", 2));
    var quota =
        stage.api.refuse((verb, kind, name) -> {
          if (verb.equals("create") && kind.equals(Pods.KIND)) {
            throw ApiErrors.badRequest("exceeded quota");
          }
        });
    controller.refreshAll();
    for (int i = 0; i < 3; i++) {
      controller.turn(ReplicaSets.KIND, WEB);
      controller.refreshAll();
    }
    assertThat(web().status().conditions())
        .singleElement()
        .satisfies(condition -> {
          assertThat(condition.type()).isEqualTo("ReplicaFailure");
          assertThat(condition.reason()).isEqualTo("FailedCreate");
          assertThat(condition.message()).contains("exceeded quota");
        });
    assertThat(stage.notes).extracting(Note::reason).containsOnly("FailedCreate");

    quota.close();
    stage.settle();
    assertThat(pods()).hasSize(2);
    assertThat(web().status().conditions()).isEmpty();
  }

  @Test
  void replacesPodsThatAreGoing() {
    stage.create(ReplicaSets.KIND, Samples.replicaSet("web", 2));
    stage.settle();
    bind(pods().get(0), "n1");
    stage.delete(Pods.KIND, Samples.NAMESPACE, pods().get(0).metadata().name());
    stage.settle();

    assertThat(pods()).hasSize(3);
    assertThat(web().status().replicas()).isEqualTo(2);
    assertThat(web().status().terminatingReplicas()).isEqualTo(1);
  }
}
