package dev.podo.controllers.nodeipam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.podo.client.informer.Key;
import dev.podo.controllers.engine.Note;
import dev.podo.controllers.engine.Samples;
import dev.podo.controllers.engine.Stage;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.NodeSpec;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeIpamTest {
  private static final Key CLUSTER = new Key("", "kube-system");
  private static final Instant DAWN = Instant.parse("2026-01-01T00:00:00Z");

  private static Node node(String name, String range) {
    var ranges = range.isEmpty() ? List.<String>of() : List.of(range);
    return Node.builder()
        .metadata(ObjectMeta.builder().name(name).build())
        .spec(NodeSpec.builder().podCIDR(range).podCIDRs(ranges).build())
        .build();
  }

  private static Node born(Node node, long second) {
    return node.withMetadata(node.metadata().withCreationTimestamp(DAWN.plusSeconds(second)));
  }

  /// Nodes as `NAME=RANGE`, the range empty for one that waits.
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          10.244.0.0/16, a=, a=10.244.0.0/24
          10.244.0.0/16, b= a=, a=10.244.0.0/24 b=10.244.1.0/24
          10.244.0.0/16, a=10.244.0.0/24 b= c=10.244.2.0/24 d=, b=10.244.1.0/24 d=10.244.3.0/24
          10.244.0.0/16, a=10.244.0.0/23 b=, b=10.244.2.0/24
          10.244.0.0/16, a=10.244.0.128/25 b=, b=10.244.1.0/24
          10.244.0.0/16, a=10.0.0.0/8 b=, ''
          10.244.0.0/16, a=192.168.0.0/24 b=, b=10.244.0.0/24
          10.244.0.0/16, a=fd00::/64 b=, b=10.244.0.0/24
          10.244.7.0/23, a= b= c=, a=10.244.6.0/24 b=10.244.7.0/24
          200.1.255.0/24, a= b=, a=200.1.255.0/24
          10.244.0.0/16, a=10.244.0.0/24, ''
          """)
  void givesTheLowestFreeRange(String cidr, String nodes, String given) {
    var all =
        Arrays.stream(nodes.split(" "))
            .map(text -> text.split("=", -1))
            .map(pair -> node(pair[0], pair[1]))
            .toList();
    var said = new StringBuilder();
    PodRanges.parse(cidr)
        .assign(all)
        .forEach((name, range) -> said.append(' ').append(name).append('=').append(range));
    assertThat(said.toString().strip()).isEqualTo(given);
  }

  @Test
  void theOldestNodeComesFirst() {
    var nodes = List.of(born(node("a", ""), 2), born(node("z", ""), 1));
    assertThat(PodRanges.parse("10.1.0.0/24").assign(nodes)).containsOnlyKeys("z");
  }

  @Test
  void tellsWhatANodeHasOrIsAboutToGet() {
    var ranges = PodRanges.parse("10.1.0.0/23");
    var nodes = List.of(node("a", "10.1.0.0/24"), node("b", ""));
    assertThat(ranges.of("a", nodes)).contains("10.1.0.0/24");
    assertThat(ranges.of("b", nodes)).contains("10.1.1.0/24");
    assertThat(ranges.of("c", nodes)).contains("10.1.1.0/24");
    assertThat(ranges.of("c", List.of(node("a", "10.1.0.0/16")))).isEmpty();
  }

  @Test
  void everyNodeGetsARangeOfItsOwnAndKeepsIt() {
    var stage = stage("10.244.0.0/16");
    stage.create(Nodes.KIND, node("b", ""));
    stage.settle();
    stage.create(Nodes.KIND, node("a", ""));
    stage.settle();

    assertThat(stage.all(Nodes.KIND))
        .extracting(n -> n.metadata().name() + " " + n.spec().podCIDR() + " " + n.spec().podCIDRs())
        .containsExactly("a 10.244.1.0/24 [10.244.1.0/24]", "b 10.244.0.0/24 [10.244.0.0/24]");
    assertThat(stage.notes).isEmpty();
  }

  @Test
  void aNodeThatGoesLeavesItsRangeToTheOneThatWaits() {
    var stage = stage("10.244.0.0/24");
    stage.create(Nodes.KIND, node("a", ""));
    stage.settle();
    var before = stage.notes.size();
    stage.create(Nodes.KIND, node("b", ""));
    var actor = stage.add(new NodeIpamController("10.244.0.0/24"));
    actor.turn(Namespaces.KIND, CLUSTER);

    assertThat(stage.notes.subList(before, stage.notes.size()))
        .extracting(Note::reason, Note::message)
        .containsExactly(tuple("CIDRNotAvailable", "Node b status is now: CIDRNotAvailable"));

    stage.delete(Nodes.KIND, "", "a");
    stage.settle();
    assertThat(stage.api.get(Nodes.KIND, "", "b").spec().podCIDR()).isEqualTo("10.244.0.0/24");
  }

  private static Stage stage(String cidr) {
    var stage = new Stage(1);
    stage.create(Namespaces.KIND, Samples.namespace("kube-system"));
    stage.create(Namespaces.KIND, Samples.namespace("other"));
    stage.add(new NodeIpamController(cidr));
    return stage;
  }
}
