package dev.podo.controllers.nodelifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.controllers.engine.Samples;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.Taint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvictionTurnTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final List<Node> all = new ArrayList<>();

  private Node node(String name, String zone, boolean ready) {
    var node = Samples.node(name, ready, NOW.minusSeconds(60));
    var labels = new TreeMap<>(Map.of("topology.kubernetes.io/zone", zone));
    var out = node.withMetadata(node.metadata().withLabels(labels));
    all.add(out);
    return out;
  }

  private Node tainted(String name, String zone, Instant at) {
    var node = node(name, zone, false);
    all.remove(node);
    var taint =
        Taint.builder().key(Nodes.TAINT_UNREACHABLE).effect("NoExecute").timeAdded(at).build();
    var out = node.withSpec(node.spec().with(b -> b.taints(List.of(taint))));
    all.add(out);
    return out;
  }

  private EvictionTurn turn(Node node) {
    return EvictionTurn.of(node, all, Nodes::isReady, EvictionLimits.DEFAULT, NOW);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "never",
      value = {
        // ready, unready → seconds between two nodes
        "10, 1, 10",
        "1, 2, 10",
        "1, 3, never",
        "3, 3, 10",
        "9, 11, never",
        "23, 27, 10",
        "22, 28, never",
        "22, 29, 100",
        "100, 100, 10",
        "10, 100, 100",
        "0, 3, 10",
        "0, 100, 10",
      })
  void theMoreFailTheSlowerItGoes(int ready, int unready, Long seconds) {
    assertThat(EvictionLimits.DEFAULT.pauseAt(ready, unready))
        .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
  }

  @Test
  void theFirstGoesAtOnceAndOthersWait() {
    node("well", "a", true);
    var first = node("n1", "a", false);
    var second = node("n2", "a", false);
    assertThat(turn(first).granted()).isTrue();
    assertThat(turn(second)).isEqualTo(new EvictionTurn(false, null));
  }

  @Test
  void theNextWaitsForThePause() {
    node("well", "a", true);
    tainted("n1", "a", NOW.minusSeconds(4));
    assertThat(turn(node("n2", "a", false))).isEqualTo(new EvictionTurn(false, NOW.plusSeconds(6)));
  }

  @Test
  void afterThePauseTheNextGoes() {
    node("well", "a", true);
    tainted("n1", "a", NOW.minusSeconds(10));
    assertThat(turn(node("n2", "a", false)).granted()).isTrue();
  }

  @Test
  void zonesDoNotWaitForEachOther() {
    node("well", "a", true);
    tainted("n1", "a", NOW);
    assertThat(turn(node("n2", "b", false)).granted()).isTrue();
  }

  @Test
  void aZoneThatIsPartlyDisruptedStops() {
    node("well", "a", true);
    node("n1", "a", false);
    node("n2", "a", false);
    assertThat(turn(node("n0", "a", false))).isEqualTo(new EvictionTurn(false, null));
  }

  @Test
  void whenNobodyIsWellNobodyIsMoved() {
    assertThat(turn(node("n1", "a", false)).granted()).isFalse();
    assertThat(turn(tainted("n2", "b", NOW)).granted())
        .as("and who was, is not any more")
        .isFalse();
  }

  @Test
  void whoHasBegunGoesOn() {
    node("well", "b", true);
    node("n1", "a", false);
    node("n2", "a", false);
    assertThat(turn(tainted("n3", "a", NOW)).granted()).isTrue();
  }
}
