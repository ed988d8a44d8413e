package dev.podo.node.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.NodeCondition;
import dev.podo.model.core.v1.NodeStatus;
import dev.podo.node.eviction.PressureCondition;
import dev.podo.node.host.HostFacts;
import dev.podo.node.runtime.Image;
import dev.podo.node.runtime.RuntimeInfo;
import dev.podo.node.simulated.SimulatedHost;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeStatusesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final RuntimeInfo GOOD = new RuntimeInfo("containerd", "1.6.20", true, true, "");

  private final HostFacts facts = SimulatedHost.numbered("n1", 1).facts();
  private final NodeStatuses statuses =
      new NodeStatuses(
          new NodeDescription(
              "n1",
              Map.of("tier", "edge"),
              new TreeMap<>(
                  Map.of(
                      "cpu", Quantity.parse("4"),
                      "memory", Quantity.parse("8Gi"),
                      "ephemeral-storage", Quantity.parse("100Gi"),
                      "hugepages-2Mi", Quantity.parse("0"))),
              Map.of("memory", Quantity.parse("100Mi"), "cpu", Quantity.parse("5")),
              "v1.36.0+podo"),
          facts);

  private NodeStatus status(Node before, RuntimeInfo info, Set<PressureCondition> pressure) {
    return statuses.of(before, info, List.of(), pressure, NOW);
  }

  private static NodeCondition condition(NodeStatus status, String type) {
    return status.conditions().stream()
        .filter(each -> each.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNodeThatIsWellSaysSoInUpstreamsWords() {
    var status = status(statuses.initial(), GOOD, Set.of());
    assertThat(status.conditions())
        .extracting(it -> it.type() + "=" + it.status() + " " + it.reason() + ": " + it.message())
        .containsExactly(
            "MemoryPressure=False KubeletHasSufficientMemory: kubelet has sufficient memory available",
            "DiskPressure=False KubeletHasNoDiskPressure: kubelet has no disk pressure",
            "PIDPressure=False KubeletHasSufficientPID: kubelet has sufficient PID available",
            "Ready=True KubeletReady: kubelet is posting ready status");
  }

  @Test
  void whatItIsShortOfItSays() {
    var status =
        status(statuses.initial(), GOOD, Set.of(PressureCondition.MEMORY, PressureCondition.DISK));
    assertThat(condition(status, "MemoryPressure"))
        .extracting(NodeCondition::status, NodeCondition::reason, NodeCondition::message)
        .containsExactly(
            "True", "KubeletHasInsufficientMemory", "kubelet has insufficient memory available");
    assertThat(condition(status, "DiskPressure"))
        .extracting(NodeCondition::status, NodeCondition::reason, NodeCondition::message)
        .containsExactly("True", "KubeletHasDiskPressure", "kubelet has disk pressure");
    assertThat(condition(status, "PIDPressure").status()).isEqualTo("False");
  }

  @Test
  void aConditionKeepsTheTimeOfItsChange() {
    var earlier = NOW.minusSeconds(100);
    var before =
        statuses
            .initial()
            .withStatus(statuses.of(statuses.initial(), GOOD, List.of(), Set.of(), earlier));
    var after = status(before, GOOD, Set.of(PressureCondition.MEMORY));
    assertThat(condition(after, "Ready").lastTransitionTime()).isEqualTo(earlier);
    assertThat(condition(after, "Ready").lastHeartbeatTime()).isEqualTo(NOW);
    assertThat(condition(after, "MemoryPressure").lastTransitionTime()).isEqualTo(NOW);
  }

  @Test
  void conditionsOfOthersStay() {
    var theirs = NodeCondition.builder().type("NetworkUnavailable").status("False").build();
    var before =
        statuses.initial().withStatus(NodeStatus.builder().conditions(List.of(theirs)).build());
    assertThat(status(before, GOOD, Set.of()).conditions()).contains(theirs);
  }

  @Test
  void aRuntimeThatIsDownOrHasNoNetworkMakesTheNodeNotReady() {
    var down = new RuntimeInfo("unknown", "unknown", false, false, "no answer");
    assertThat(condition(status(statuses.initial(), down, Set.of()), "Ready"))
        .extracting(NodeCondition::status, NodeCondition::reason, NodeCondition::message)
        .containsExactly("False", "KubeletNotReady", "container runtime is down: no answer");
    var lonely = new RuntimeInfo("containerd", "1", true, false, "cni plugin not initialized");
    assertThat(condition(status(statuses.initial(), lonely, Set.of()), "Ready").message())
        .isEqualTo(
            "container runtime network not ready: NetworkReady=false"
                + " reason:NetworkPluginNotReady message:cni plugin not initialized");
  }

  @Test
  void allocatableIsWhatIsNotReservedAndNeverNegative() {
    var status = status(statuses.initial(), GOOD, Set.of());
    assertThat(status.capacity()).containsEntry("memory", Quantity.parse("8Gi"));
    assertThat(status.allocatable())
        .containsEntry("memory", Quantity.parse("8092Mi"))
        .containsEntry("cpu", Quantity.parse("0"))
        .containsEntry("ephemeral-storage", Quantity.parse("100Gi"))
        .containsKey("hugepages-2Mi");
  }

  @Test
  void infoAndAddressesAreTheMachines() {
    var status = status(statuses.initial(), GOOD, Set.of());
    var info = status.nodeInfo();
    assertThat(info.containerRuntimeVersion()).isEqualTo("containerd://1.6.20");
    assertThat(info.kubeletVersion()).isEqualTo("v1.36.0+podo");
    assertThat(info.machineID()).isEqualTo(facts.ids().machineId());
    assertThat(info.systemUUID()).isEqualTo(facts.ids().systemUuid());
    assertThat(info.bootID()).isEqualTo(facts.ids().bootId());
    assertThat(info.architecture()).isEqualTo("amd64");
    assertThat(info.operatingSystem()).isEqualTo("linux");
    assertThat(status.addresses())
        .extracting(it -> it.type() + " " + it.address())
        .containsExactly("InternalIP 172.16.0.1", "Hostname n1");
  }

  @Test
  void theFiftyLargestImagesAreListedWithAtMostFiveNames() {
    var many = IntStream.range(0, 9).mapToObj(i -> "r.example.com/x:" + i).toList();
    var images =
        IntStream.range(0, 60)
            .mapToObj(i -> new Image("sha256:" + i, many, List.of(), i, null, "", false))
            .toList();
    var listed = statuses.of(statuses.initial(), GOOD, images, Set.of(), NOW).images();
    assertThat(listed).hasSize(50);
    assertThat(listed.getFirst().sizeBytes()).isEqualTo(59);
    assertThat(listed.getFirst().names()).hasSize(5);
  }

  @Test
  void labelsOfOthersStayWhenTheNodeIsKnownAlready() {
    var present =
        statuses
            .initial()
            .withMetadata(
                statuses
                    .initial()
                    .metadata()
                    .with(it ->
                        it.labels(
                            new TreeMap<>(Map.of("disk", "ssd", Nodes.HOSTNAME_LABEL, "old")))));
    assertThat(statuses.withLabels(present).metadata().labels())
        .containsEntry("disk", "ssd")
        .containsEntry("tier", "edge")
        .containsEntry(Nodes.HOSTNAME_LABEL, "n1");
  }
}
