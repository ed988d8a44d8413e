package dev.podo.controllers.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.informer.Key;
import dev.podo.controllers.engine.Note;
import dev.podo.controllers.engine.Samples;
import dev.podo.controllers.engine.Stage;
import dev.podo.controllers.replicaset.ReplicaController;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.deployment.Deployments;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.replicaset.ReplicaSets;
import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.apps.v1.DeploymentCondition;
import dev.podo.model.apps.v1.DeploymentStrategy;
import dev.podo.model.apps.v1.ReplicaSet;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.meta.v1.LabelSelector;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentControllerTest {
  private static final Key WEB = new Key(Samples.NAMESPACE, "web");

  private Stage stage = new Stage(1);
  private Stage.Actor<Deployment> controller = stage.add(new DeploymentController());

  {
    stage.add(ReplicaController.ofReplicaSets());
  }

  private void restart(long seed) {
    stage = new Stage(seed);
    controller = stage.add(new DeploymentController());
    stage.add(ReplicaController.ofReplicaSets());
  }

  private Deployment web() {
    return stage.api.get(Deployments.KIND, Samples.NAMESPACE, "web");
  }

  private void change(UnaryOperator<Deployment> how) {
    stage.update(Deployments.KIND, how.apply(web()));
  }

  private List<ReplicaSet> sets() {
    return stage.all(ReplicaSets.KIND).stream().sorted(Rollout.OLDEST_FIRST).toList();
  }

  private ReplicaSet setOf(String image) {
    return sets().stream()
        .filter(s -> s.spec().template().spec().containers().get(0).image().equals(image))
        .findFirst()
        .orElseThrow();
  }

  private List<Integer> sizes() {
    return sets().stream().map(Rollout::replicas).toList();
  }

  private DeploymentCondition condition(String type) {
    return Deployments.condition(web(), type);
  }

  private void makeReady(Pod pod) {
    stage.updateStatus(Pods.KIND, Samples.ready(pod, stage.now(), "10.0.0.1"));
  }

  /// Agents do their work: Pods become ready.
  private void allReady() {
    for (int i = 0; i < 50; i++) {
      stage.settle();
      var waiting = stage.all(Pods.KIND).stream().filter(pod -> !Pods.isReady(pod)).toList();
      waiting.forEach(this::makeReady);
      if (waiting.isEmpty()) {
        return;
      }
      stage.clock.advance(Duration.ofSeconds(1));
    }
  }

  private void deploy(int replicas, String surge, String unavailable) {
    stage.create(
        Deployments.KIND, Samples.rolling(Samples.deployment("web", replicas), surge, unavailable));
    allReady();
  }

  @Test
  void makesAReplicaSetOfTheTemplate() {
    deploy(3, "25%", "25%");

    assertThat(sets()).hasSize(1);
    var set = sets().get(0);
    var hash = set.metadata().labels().get("pod-template-hash");
    assertThat(set.metadata().name()).isEqualTo("web-" + hash);
    assertThat(set.spec().selector().matchLabels()).containsEntry("pod-template-hash", hash);
    assertThat(set.metadata().annotations())
        .containsEntry(Deployments.REVISION, "1")
        .containsEntry(Deployments.DESIRED_REPLICAS, "3")
        .containsEntry(Deployments.MAX_REPLICAS, "4");
    assertThat(web().metadata().annotations()).containsEntry(Deployments.REVISION, "1");
    assertThat(web().status().availableReplicas()).isEqualTo(3);
    assertThat(web().status().observedGeneration()).isEqualTo(web().metadata().generation());
    assertThat(condition("Available").status()).isEqualTo("True");
    assertThat(condition("Progressing").reason()).isEqualTo("NewReplicaSetAvailable");
    assertThat(condition("Progressing").message())
        .isEqualTo("ReplicaSet \"" + set.metadata().name() + "\" has successfully progressed.");
    assertThat(stage.notes)
        .extracting(Note::message)
        .contains("Scaled up replica set " + set.metadata().name() + " from 0 to 3");
  }

  @Test
  void rollsOutAChangedTemplate() {
    deploy(10, "3", "2");
    change(d -> Samples.withImage(d, "image:2"));
    stage.settle();
    assertThat(sizes()).as("3 more, 2 fewer").containsExactly(8, 5);
    assertThat(condition("Progressing").reason()).isEqualTo("ReplicaSetUpdated");

    allReady();
    assertThat(Rollout.replicas(setOf("image:1"))).isZero();
    assertThat(Rollout.replicas(setOf("image:2"))).isEqualTo(10);
    assertThat(web().status().updatedReplicas()).isEqualTo(10);
    assertThat(condition("Progressing").reason()).isEqualTo("NewReplicaSetAvailable");
    assertThat(web().metadata().annotations()).containsEntry(Deployments.REVISION, "2");
    assertThat(stage.notes).extracting(Note::reason).contains("ScalingReplicaSet");
  }

  @Test
  void keepsTheOldPodsServingWhenTheNewOnesDoNotWork() {
    deploy(4, "1", "1");
    change(d -> Samples.withImage(d, "broken"));
    stage.settle();

    assertThat(Rollout.replicas(setOf("image:1"))).isEqualTo(3);
    assertThat(web().status().availableReplicas()).isGreaterThanOrEqualTo(3);

    stage.pass(Duration.ofSeconds(610), Duration.ofSeconds(61));
    assertThat(condition("Progressing").status()).isEqualTo("False");
    assertThat(condition("Progressing").reason()).isEqualTo("ProgressDeadlineExceeded");
    assertThat(condition("Available").status()).isEqualTo("True");
  }

  @Test
  void rollsBackToTheReplicaSetThatIsThere() {
    deploy(2, "1", "0");
    var first = setOf("image:1").metadata().uid();
    change(d -> Samples.withImage(d, "image:2"));
    allReady();
    change(d -> Samples.withImage(d, "image:1"));
    allReady();

    assertThat(sets()).hasSize(2);
    var set = setOf("image:1");
    assertThat(set.metadata().uid()).isEqualTo(first);
    assertThat(Rollout.replicas(set)).isEqualTo(2);
    assertThat(set.metadata().annotations())
        .containsEntry(Deployments.REVISION, "3")
        .containsEntry(Deployments.REVISION_HISTORY, "1");
    assertThat(web().metadata().annotations()).containsEntry(Deployments.REVISION, "3");
  }

  @Test
  void keepsAsMuchHistoryAsItShould() {
    stage.create(
        Deployments.KIND,
        Samples.deployment("web", 1)
            .with(b ->
                b.spec(Samples.deployment("web", 1).spec().with(s -> s.revisionHistoryLimit(2)))));
    allReady();
    for (int i = 2; i <= 6; i++) {
      var image = "image:" + i;
      change(d -> Samples.withImage(d, image));
      allReady();
    }

    assertThat(sets()).extracting(Revisions::of).containsExactlyInAnyOrder(4L, 5L, 6L);
  }

  @Test
  void recreatesOnlyOnceTheOldPodsAreGone() {
    var recreate = DeploymentStrategy.builder().type("Recreate").build();
    var deployment = Samples.deployment("web", 2);
    stage.create(
        Deployments.KIND, deployment.withSpec(deployment.spec().with(b -> b.strategy(recreate))));
    allReady();
    for (var pod : stage.all(Pods.KIND)) {
      stage.update(Pods.KIND, pod.withSpec(pod.spec().with(b -> b.nodeName("n"))));
    }
    change(d -> Samples.withImage(d, "image:2"));
    stage.settle();
    assertThat(sizes()).as("nothing new while old Pods end").containsExactly(0);

    for (var pod : stage.all(Pods.KIND)) {
      stage.deleteNow(Pods.KIND, pod);
    }
    allReady();
    assertThat(Rollout.replicas(setOf("image:2"))).isEqualTo(2);
    assertThat(web().status().availableReplicas()).isEqualTo(2);
  }

  @Test
  void scalesInProportionInTheMiddleOfARollout() {
    deploy(10, "3", "2");
    change(d -> Samples.withImage(d, "broken"));
    stage.settle();
    assertThat(sizes()).containsExactly(8, 5);

    change(d -> Deployments.withReplicas(d, 30));
    controller.refreshAll();
    controller.turn(Deployments.KIND, WEB);

    assertThat(sizes()).as("33 in the ratio of 8 to 5").containsExactly(20, 13);
  }

  @Test
  void onlyScalesWhilePaused() {
    deploy(2, "1", "1");
    change(d -> d.withSpec(d.spec().with(b -> b.paused(true))));
    change(d -> Samples.withImage(d, "image:2"));
    change(d -> Deployments.withReplicas(d, 4));
    allReady();

    assertThat(sizes()).containsExactly(4);
    assertThat(condition("Progressing").reason()).isEqualTo("DeploymentPaused");

    change(d -> d.withSpec(d.spec().with(b -> b.paused(false))));
    allReady();
    assertThat(Rollout.replicas(setOf("image:2"))).isEqualTo(4);
    assertThat(condition("Progressing").reason()).isEqualTo("NewReplicaSetAvailable");
  }

  @Test
  void findsAnotherNameWhenItsHashIsTaken() {
    stage.create(Deployments.KIND, Samples.deployment("web", 1));
    var name = "web-" + TemplateHash.of(web().spec().template(), null);
    var foreign = Samples.replicaSet("foreign", 0);
    stage.create(ReplicaSets.KIND, foreign.withMetadata(foreign.metadata().withName(name)));
    for (int i = 0; i < 4; i++) {
      controller.refreshAll();
      controller.turn(Deployments.KIND, WEB);
    }

    assertThat(web().status().collisionCount()).isEqualTo(1);
    assertThat(sets())
        .extracting(s -> s.metadata().name())
        .contains("web-" + TemplateHash.of(web().spec().template(), 1));
  }

  @Test
  void tellsWhyThereIsNoReplicaSet() {
    stage.create(Deployments.KIND, Samples.deployment("web", 1));
    stage.api.refuse((verb, kind, name) -> {
      if (verb.equals("create") && kind.equals(ReplicaSets.KIND)) {
        throw ApiErrors.badRequest("quota");
      }
    });
    for (int i = 0; i < 3; i++) {
      controller.refreshAll();
      controller.turn(Deployments.KIND, WEB);
    }

    assertThat(condition("Progressing").reason()).isEqualTo("ReplicaSetCreateError");
    assertThat(condition("Progressing").status()).isEqualTo("False");
  }

  @Test
  void refusesToSelectAllPods() {
    var deployment = Samples.deployment("web", 1);
    stage.create(
        Deployments.KIND,
        deployment.withSpec(deployment.spec().with(b -> b.selector(LabelSelector.EMPTY))));
    controller.refreshAll();
    controller.turn(Deployments.KIND, WEB);

    assertThat(sets()).isEmpty();
    assertThat(stage.notes).extracting(Note::reason).containsExactly("SelectingAll");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void neverLeavesItsBoundsWhateverTheOrderOfEvents(long seed) {
    restart(seed);
    var replicas = 1 + stage.random.nextInt(10);
    var surge = stage.random.nextInt(4);
    var unavailable = surge == 0 ? 1 + stage.random.nextInt(3) : stage.random.nextInt(4);
    deploy(replicas, Integer.toString(surge), Integer.toString(unavailable));
    var least = web();
    var minAvailable = replicas - Deployments.maxUnavailable(least);

    for (int i = 0; i < 300; i++) {
      if (stage.random.nextInt(60) == 0) {
        var image = "image:" + stage.random.nextInt(4);
        change(d -> Samples.withImage(d, image));
      }
      stage.randomTurn();
      agentsDoSomething();
      var wanted = sizes().stream().mapToInt(Integer::intValue).sum();
      assertThat(wanted).as("seed %s, step %s", seed, i).isLessThanOrEqualTo(replicas + surge);
      var serving = stage.all(Pods.KIND).stream().filter(Pods::isActive).filter(Pods::isReady);
      assertThat(serving.count())
          .as("seed %s, step %s: available", seed, i)
          .isGreaterThanOrEqualTo(minAvailable);
    }
    allReady();
    assertThat(web().status().updatedReplicas()).isEqualTo(replicas);
    assertThat(web().status().replicas()).isEqualTo(replicas);
    assertThat(condition("Progressing").reason()).isEqualTo("NewReplicaSetAvailable");
  }

  private void agentsDoSomething() {
    var pods = stage.all(Pods.KIND);
    if (pods.isEmpty() || stage.random.nextInt(3) == 0) {
      return;
    }
    var pod = pods.get(stage.random.nextInt(pods.size()));
    if (Pods.isTerminating(pod)) {
      stage.deleteNow(Pods.KIND, pod);
    } else if (!Pods.isReady(pod)) {
      makeReady(pod);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26})
  void comesToRestHoweverItIsScaledAndPaused(long seed) {
    restart(seed);
    deploy(3, "25%", "25%");
    for (int i = 0; i < 150; i++) {
      switch (stage.random.nextInt(12)) {
        case 0 -> change(d -> Deployments.withReplicas(d, stage.random.nextInt(9)));
        case 1 -> change(d -> Samples.withImage(d, "image:" + stage.random.nextInt(3)));
        case 2 -> change(d -> d.withSpec(d.spec().with(b -> b.paused(stage.random.nextBoolean()))));
        default -> stage.randomTurn();
      }
      agentsDoSomething();
    }
    change(d -> d.withSpec(d.spec().with(b -> b.paused(false))));
    allReady();

    var desired = Deployments.replicas(web());
    assertThat(web().status().updatedReplicas()).as("seed %s", seed).isEqualTo(desired);
    assertThat(stage.all(Pods.KIND).stream().filter(Pods::isActive)).hasSize(desired);
  }
}
