package dev.podo.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.WriteOptions;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Node;
import dev.podo.node.eviction.EvictionSettings;
import dev.podo.node.eviction.Signal;
import dev.podo.node.eviction.Threshold;
import dev.podo.node.host.HostUsage;
import dev.podo.node.host.LocalHost;
import dev.podo.node.host.Mounts;
import dev.podo.node.simulated.SimulatedHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent when its machine runs short of something.
class EvictionTest {
  private static final Container WEB =
      Container.builder().name("c").image("example.com/web:1").build();

  @TempDir Path root;
  private final TestAgent agent = new TestAgent();

  @AfterEach
  void close() {
    agent.close();
  }

  private static final class NoMounts implements Mounts {
    @Override
    public void mountTmpfs(Path directory, long sizeBytes) {
      // none is needed
    }

    @Override
    public void unmountBelow(Path directory) {
      // there are none
    }

    @Override
    public HostUsage.Amount inodes(Path path) {
      return HostUsage.Amount.UNKNOWN;
    }
  }

  private void start(Threshold threshold) {
    var facts = SimulatedHost.numbered(TestAgent.NODE, 1).facts();
    var period = Duration.ofMillis(50);
    agent.start(
        new LocalHost(root, new NoMounts(), () -> facts),
        NodeAgentConfig.of(TestAgent.NODE, "v1.36.0")
            .withPaths(new NodeAgentConfig.Paths(root, root.resolve("logs"), ""))
            .withEviction(new EvictionSettings(List.of(threshold), period, Duration.ofMinutes(5))));
  }

  private static boolean holds(Node node, String type) {
    var condition = Nodes.condition(node, type);
    return condition != null && condition.status().equals("True");
  }

  @Test
  void aNodeShortOfMemorySaysSoAndTakesNoMorePods() throws InterruptedException {
    start(Threshold.percent(Signal.MEMORY_AVAILABLE, 100));
    var node = agent.awaitNode(it -> holds(it, "MemoryPressure"));
    assertThat(Nodes.isReady(node)).isTrue();
    assertThat(holds(node, "DiskPressure")).isFalse();
    assertThat(agent.awaitEvent("NodeHasInsufficientMemory"))
        .isEqualTo("Node n1 status is now: NodeHasInsufficientMemory");
    assertThat(agent.awaitEvent("EvictionThresholdMet")).isEqualTo("Attempting to reclaim memory");
    agent.create(WEB, Map.of(), it -> it);
    var pod = agent.await(Pods::isTerminal);
    assertThat(pod.status().reason()).isEqualTo("Evicted");
    assertThat(pod.status().message()).isEqualTo("The node had condition: [MemoryPressure]. ");
  }

  @Test
  void aRunningPodIsEvicted() throws InterruptedException {
    // Nobody runs out of what no pod was started for: the threshold is met, but tolerated.
    start(Threshold.percent(Signal.MEMORY_AVAILABLE, 100));
    agent.awaitNode(it -> holds(it, "MemoryPressure"));
    var toleration =
        dev.podo.model.core.v1.Toleration.builder()
            .key("node.kubernetes.io/memory-pressure")
            .operator("Exists")
            .build();
    agent.create(WEB, Map.of(), it -> it.tolerations(List.of(toleration)));
    var pod = agent.await(Pods::isTerminal);
    assertThat(pod.status().phase()).isEqualTo("Failed");
    assertThat(pod.status().reason()).isEqualTo("Evicted");
    assertThat(pod.status().message()).startsWith("The node was low on resource: memory. ");
    assertThat(agent.awaitEvent("Evicted")).isEqualTo(pod.status().message());
  }

  @Test
  void aLabelThatSomebodyGaveTheNodeCountsWhenPodsCome() throws InterruptedException {
    start(Threshold.of(Signal.MEMORY_AVAILABLE, 0));
    var node = agent.awaitNode(Nodes::isReady);
    var labels = new TreeMap<>(node.metadata().labels());
    labels.put("disk", "ssd");
    agent.api.update(
        Nodes.KIND,
        node.withMetadata(node.metadata().with(it -> it.labels(labels))),
        WriteOptions.defaults());
    agent.create(WEB, Map.of(), it -> it.nodeSelector(new TreeMap<>(Map.of("disk", "ssd"))));
    agent.await(Pods::isReady);
  }
}
