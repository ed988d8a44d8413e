package dev.podo.controllers.nodelifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.controllers.engine.Note;
import dev.podo.controllers.engine.Samples;
import dev.podo.controllers.engine.Stage;
import dev.podo.machinery.kinds.lease.Leases;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.coordination.v1.Lease;
import dev.podo.model.coordination.v1.LeaseSpec;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.NodeStatus;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.Taint;
import dev.podo.model.core.v1.Toleration;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeLifecycleTest {
  private final Stage stage = new Stage(1);

  {
    stage.add(new NodeLifecycleController(NodeLifecycleConfig.startingAt(stage.now())));
    stage.add(new TaintEvictionController());
    stage.add(new PodGarbageCollector(3));
  }

  private void node(String name, boolean ready) {
    var sample = Samples.node(name, ready, stage.now());
    var created = stage.create(Nodes.KIND, sample);
    stage.updateStatus(Nodes.KIND, created.withStatus(sample.status()));
    var metadata = ObjectMeta.builder().namespace(Nodes.LEASE_NAMESPACE).name(name).build();
    stage.create(
        Leases.KIND,
        Lease.builder()
            .metadata(metadata)
            .spec(LeaseSpec.builder().renewTime(stage.now()).build())
            .build());
  }

  private void renew(String name) {
    var lease = stage.api.get(Leases.KIND, Nodes.LEASE_NAMESPACE, name);
    stage.update(Leases.KIND, lease.withSpec(lease.spec().with(b -> b.renewTime(stage.now()))));
  }

  private Node get(String name) {
    return stage.api.get(Nodes.KIND, "", name);
  }

  private List<String> taints(String name) {
    return get(name).spec().taints().stream().map(t -> t.key() + ":" + t.effect()).toList();
  }

  private Pod pod(String name, String node, Toleration... tolerations) {
    var pod = Samples.pod(name, Map.of());
    var spec = pod.spec().with(b -> b.nodeName(node).tolerations(List.of(tolerations)));
    var created = stage.create(Pods.KIND, pod.withSpec(spec));
    return stage.updateStatus(Pods.KIND, Samples.ready(created, stage.now(), "10.0.0.1"));
  }

  private static Toleration tolerates(String key, Long seconds) {
    return Toleration.builder()
        .key(key)
        .operator("Exists")
        .effect("NoExecute")
        .tolerationSeconds(seconds)
        .build();
  }

  private Pod get(Pod pod) {
    return stage.api.get(Pods.KIND, Samples.NAMESPACE, pod.metadata().name());
  }

  @Test
  void aNodeThatRenewsItsLeaseIsHealthy() {
    node("n1", true);
    for (int i = 0; i < 12; i++) {
      stage.pass(Duration.ofSeconds(10), Duration.ofSeconds(10));
      renew("n1");
    }
    assertThat(Nodes.isReady(get("n1"))).isTrue();
    assertThat(taints("n1")).isEmpty();
  }

  @Test
  void aSilentNodeBecomesUnknownAndLosesItsPods() {
    node("n1", true);
    node("n2", true);
    var pod = pod("p", "n1", tolerates(Nodes.TAINT_UNREACHABLE, 300L));
    for (int i = 0; i < 6; i++) {
      renew("n2");
      stage.pass(Duration.ofSeconds(10), Duration.ofSeconds(10));
    }
    var ready = Nodes.condition(get("n1"), "Ready");
    assertThat(ready.status()).isEqualTo("Unknown");
    assertThat(ready.reason()).isEqualTo("NodeStatusUnknown");
    assertThat(taints("n1"))
        .containsExactly(
            "node.kubernetes.io/unreachable:NoSchedule",
            "node.kubernetes.io/unreachable:NoExecute");
    assertThat(Pods.isReady(get(pod))).isFalse();
    assertThat(Pods.isTerminating(get(pod))).as("tolerated for five minutes").isFalse();
    assertThat(stage.notes).extracting(Note::reason).contains("NodeNotReady");

    for (int i = 0; i < 30; i++) {
      renew("n2");
      stage.pass(Duration.ofSeconds(10), Duration.ofSeconds(10));
    }
    assertThat(Pods.isTerminating(get(pod))).isTrue();
    assertThat(Pods.condition(get(pod), "DisruptionTarget").reason())
        .isEqualTo("DeletionByTaintManager");
  }

  @Test
  void aNodeThatComesBackLosesItsTaints() {
    node("n1", true);
    node("n2", true);
    for (int i = 0; i < 6; i++) {
      renew("n2");
      stage.pass(Duration.ofSeconds(10), Duration.ofSeconds(10));
    }
    renew("n1");
    var back = Samples.node("n1", true, stage.now()).status();
    stage.updateStatus(Nodes.KIND, get("n1").withStatus(back));
    stage.settle();
    assertThat(taints("n1")).isEmpty();
  }

  @Test
  void nodesThatFailTogetherLoseTheirPodsOneAfterTheOther() {
    List.of("n1", "n2", "n3", "n4").forEach(name -> node(name, true));
    for (int i = 0; i < 6; i++) {
      renew("n3");
      renew("n4");
      stage.pass(Duration.ofSeconds(10), Duration.ofSeconds(1));
    }
    assertThat(taints("n1")).contains("node.kubernetes.io/unreachable:NoExecute");
    assertThat(taints("n2")).contains("node.kubernetes.io/unreachable:NoExecute");
    var first = timeAdded("n1");
    assertThat(Duration.between(first, timeAdded("n2"))).isEqualTo(Duration.ofSeconds(10));
  }

  private Instant timeAdded(String name) {
    return get(name).spec().taints().stream()
        .filter(taint -> taint.effect().equals("NoExecute"))
        .map(Taint::timeAdded)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void nobodyIsMovedWhenNoNodeIsHealthy() {
    node("n1", true);
    var pod = pod("p", "n1");
    stage.pass(Duration.ofMinutes(10), Duration.ofSeconds(30));
    assertThat(taints("n1")).containsExactly("node.kubernetes.io/unreachable:NoSchedule");
    assertThat(Pods.isTerminating(get(pod))).isFalse();
  }

  @Test
  void silenceBeforeItsStartDoesNotCount() {
    node("n1", true);
    stage.clock.advance(Duration.ofHours(1));
    var started = NodeLifecycleConfig.startingAt(stage.now());
    var controller = stage.add(new NodeLifecycleController(started));
    controller.refreshAll();
    controller.turnForEach();

    assertThat(Nodes.isReady(get("n1"))).isTrue();
    assertThat(controller.last().recheckAt()).isEqualTo(stage.now().plusSeconds(50));
  }

  @Test
  void taintsFollowConditionsAndCordons() {
    node("n1", true);
    node("n2", false);
    var cordoned = get("n1");
    stage.update(Nodes.KIND, cordoned.withSpec(cordoned.spec().with(b -> b.unschedulable(true))));
    stage.settle();
    assertThat(taints("n1")).containsExactly("node.kubernetes.io/unschedulable:NoSchedule");
    assertThat(taints("n2"))
        .containsExactly(
            "node.kubernetes.io/not-ready:NoSchedule", "node.kubernetes.io/not-ready:NoExecute");
  }

  @Test
  void aNodeThatHasNotReportedYetTakesNoPods() {
    stage.create(
        Nodes.KIND,
        Node.builder()
            .metadata(ObjectMeta.builder().name("n1").build())
            .status(NodeStatus.EMPTY)
            .build());
    stage.settle();
    assertThat(taints("n1")).containsExactly("node.kubernetes.io/not-ready:NoSchedule");

    stage.pass(Duration.ofSeconds(60), Duration.ofSeconds(20));
    assertThat(Nodes.condition(get("n1"), "Ready").reason()).isEqualTo("NodeStatusNeverUpdated");
  }

  @Test
  void othersTaintsDriveAwayWhoDoesNotTolerateThem() {
    node("n1", true);
    var brave = pod("brave", "n1", tolerates("maintenance", null));
    var timid = pod("timid", "n1");
    var node = get("n1");
    var taint = Taint.builder().key("maintenance").effect("NoExecute").build();
    stage.update(Nodes.KIND, node.withSpec(node.spec().with(b -> b.taints(List.of(taint)))));
    stage.settle();

    assertThat(Pods.isTerminating(get(brave))).isFalse();
    assertThat(Pods.isTerminating(get(timid))).isTrue();
    assertThat(taints("n1")).containsExactly("maintenance:NoExecute");
  }

  private void maintain(List<Taint> taints) {
    var node = get("n1");
    stage.update(Nodes.KIND, node.withSpec(node.spec().with(b -> b.taints(taints))));
    stage.settle();
  }

  /// The node lives on meanwhile.
  private void passTenSeconds(int times) {
    for (int i = 0; i < times; i++) {
      renew("n1");
      stage.pass(Duration.ofSeconds(10), Duration.ofSeconds(10));
    }
  }

  @Test
  void eachGoesWhenItsTolerationEnds() {
    node("n1", true);
    var brief = pod("brief", "n1", tolerates("maintenance", 30L));
    var patient = pod("patient", "n1", tolerates("maintenance", 60L));
    maintain(List.of(Taint.builder().key("maintenance").effect("NoExecute").build()));
    passTenSeconds(2);
    assertThat(Pods.isTerminating(get(brief))).isFalse();
    passTenSeconds(2);
    assertThat(Pods.isTerminating(get(brief))).isTrue();
    assertThat(Pods.isTerminating(get(patient))).isFalse();
    passTenSeconds(3);
    assertThat(Pods.isTerminating(get(patient))).isTrue();
  }

  @Test
  void whoToleratesATaintForAWhileStaysWhenItGoesInTime() {
    node("n1", true);
    var pod = pod("p", "n1", tolerates("maintenance", 60L));
    maintain(List.of(Taint.builder().key("maintenance").effect("NoExecute").build()));
    passTenSeconds(3);
    maintain(List.of());
    passTenSeconds(6);
    assertThat(Pods.isTerminating(get(pod))).isFalse();
  }

  @Test
  void deletesThePodsOfNodesThatAreGone() {
    node("n1", true);
    pod("p", "n1");
    stage.settle();
    stage.delete(Nodes.KIND, "", "n1");
    stage.settle();
    stage.pass(Duration.ofSeconds(39), Duration.ofSeconds(13));
    assertThat(stage.all(Pods.KIND)).as("the node may come back").hasSize(1);

    stage.pass(Duration.ofSeconds(1), Duration.ofSeconds(1));
    assertThat(stage.all(Pods.KIND)).isEmpty();
  }

  @Test
  void keepsThePodsOfANodeThatComesBackInTime() {
    node("n1", true);
    pod("p", "n1");
    stage.settle();
    stage.delete(Nodes.KIND, "", "n1");
    stage.settle();
    stage.pass(Duration.ofSeconds(30), Duration.ofSeconds(10));
    stage.create(Nodes.KIND, Samples.node("n1", true, stage.now()));
    stage.pass(Duration.ofSeconds(30), Duration.ofSeconds(10));
    assertThat(stage.all(Pods.KIND)).hasSize(1);
  }

  @Test
  void keepsSoManyPodsThatHaveEnded() {
    node("n1", true);
    for (var name : List.of("a", "b", "c", "d", "e")) {
      var pod = pod(name, "n1");
      if (!name.equals("a")) {
        var reason = name.equals("d") ? "Evicted" : "";
        stage.updateStatus(
            Pods.KIND, pod.withStatus(pod.status().with(b -> b.phase("Failed").reason(reason))));
      }
    }
    stage.settle();
    assertThat(stage.all(Pods.KIND))
        .as("whoever was evicted goes first, who runs stays")
        .extracting(pod -> pod.metadata().name())
        .containsExactly("a", "b", "c", "e");
  }
}
