package dev.podo.machinery.kinds.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.core.v1.ContainerStatus;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodCondition;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.PodStatus;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PodRankingTest {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  private static Pod pod(String name, String node, String phase) {
    return Pod.builder()
        .metadata(ObjectMeta.builder().name(name).uid(name).creationTimestamp(NOW).build())
        .spec(PodSpec.builder().nodeName(node).build())
        .status(PodStatus.builder().phase(phase).build())
        .build();
  }

  private static Pod running(String name) {
    return pod(name, "node-1", Pods.RUNNING);
  }

  private static Pod ready(String name, long seconds) {
    var condition =
        PodCondition.builder()
            .type(Pods.READY)
            .status("True")
            .lastTransitionTime(NOW.minusSeconds(seconds))
            .build();
    var pod = running(name);
    return pod.withStatus(pod.status().with(b -> b.conditions(List.of(condition))));
  }

  private static Pod restarted(Pod pod, int count) {
    var status = ContainerStatus.builder().name("a").restartCount(count).build();
    return pod.withStatus(pod.status().with(b -> b.containerStatuses(List.of(status))));
  }

  private static Pod costing(Pod pod, String cost) {
    return pod.withMetadata(
        pod.metadata().with(b -> b.annotations(Map.of(Pods.DELETION_COST, cost))));
  }

  /// Cheapest first.
  private static List<Pod> ranked() {
    return List.of(
        pod("unassigned", "", Pods.PENDING),
        pod("pending", "node-1", Pods.PENDING),
        pod("unknown", "node-1", Pods.UNKNOWN),
        running("not-ready"),
        costing(ready("cheap", 100_000), "-5"),
        ready("young", 10),
        restarted(ready("restarted", 100_000), 5),
        ready("old", 100_000),
        costing(ready("dear", 10), "7"));
  }

  @Test
  void givesUpFirstWhatDoesLeast() {
    var shuffled = new ArrayList<>(ranked());
    Collections.shuffle(shuffled, new Random(7));
    shuffled.sort(PodRanking.cheapestToLose(pod -> 0, NOW));
    assertThat(shuffled).isEqualTo(ranked());
    Collections.shuffle(shuffled, new Random(8));
    shuffled.sort(Pods.CHEAPEST_TO_LOSE);
    assertThat(shuffled).isEqualTo(ranked());
  }

  @Test
  void agesOfTheSameOrderOfMagnitudeAreAlike() {
    var order = PodRanking.cheapestToLose(pod -> 0, NOW);
    assertThat(order.compare(ready("b", 100_000), ready("a", 100_100))).isPositive();
    assertThat(order.compare(ready("b", 10), ready("a", 100_000))).isNegative();
  }

  @Test
  void givesUpFirstWhereThereAreMostOfTheirLike() {
    var lonely = ready("a", 100).withSpec(PodSpec.builder().nodeName("node-2").build());
    var crowded = List.of(ready("b", 100), ready("c", 100));
    var all = List.of(lonely, crowded.get(0), crowded.get(1));
    assertThat(PodRanking.cheapestFirst(all, all, NOW).getLast()).isEqualTo(lonely);
  }

  @Test
  void theOrderIsTotalWhateverThePods() {
    var random = new Random(42);
    var pods = new ArrayList<Pod>();
    for (var i = 0; i < 300; i++) {
      var pod = random.nextBoolean() ? running("p" + i) : ready("p" + i, random.nextInt(300_000));
      pods.add(restarted(pod, random.nextInt(3)));
    }
    var order = PodRanking.cheapestToLose(pod -> 0, NOW);
    pods.sort(order);
    for (var i = 0; i < pods.size(); i++) {
      for (var j = i + 1; j < pods.size(); j++) {
        assertThat(order.compare(pods.get(i), pods.get(j))).isNegative();
      }
    }
  }
}
