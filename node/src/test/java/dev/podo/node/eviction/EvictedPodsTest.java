package dev.podo.node.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.EmptyDirVolumeSource;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.ResourceRequirements;
import dev.podo.model.core.v1.Toleration;
import dev.podo.model.core.v1.Volume;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.node.eviction.PodUsage.Used;
import dev.podo.node.host.HostUsage.Amount;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who goes, who comes in, and what is said of it.
class EvictedPodsTest {
  private static final long MIB = 1L << 20;

  static Pod pod(String name, @Nullable Integer priority, Map<String, String> requests) {
    return pod(name, it -> it.priority(priority), requests, Map.of());
  }

  static Pod pod(
      String name,
      UnaryOperator<PodSpec.Builder> spec,
      Map<String, String> requests,
      Map<String, String> limits) {
    var resources =
        ResourceRequirements.builder().requests(quantities(requests)).limits(quantities(limits));
    var container = Container.builder().name("c").resources(resources.build()).build();
    return Pod.builder()
        .metadata(ObjectMeta.builder().namespace("ns").name(name).uid(name).build())
        .spec(spec.apply(PodSpec.builder().containers(List.of(container))).build())
        .build();
  }

  private static Map<String, Quantity> quantities(Map<String, String> texts) {
    var out = new TreeMap<String, Quantity>();
    texts.forEach((name, text) -> out.put(name, Quantity.parse(text)));
    return out;
  }

  private static PodUsage uses(Pod pod, long memoryMib, long diskMib) {
    return new PodUsage(pod, Map.of("c", new Used(memoryMib * MIB, diskMib * MIB)), Map.of());
  }

  private static List<String> order(Signal signal, PodUsage... pods) {
    return Ranking.of(signal, List.of(pods)).stream()
        .map(each -> each.pod().metadata().name())
        .toList();
  }

  @Test
  void whoExceedsItsRequestGoesFirstThenTheLeastImportantThenTheGreediest() {
    assertThat(
            order(
                Signal.MEMORY_AVAILABLE,
                uses(pod("within", null, Map.of("memory", "1Gi")), 900, 0),
                uses(pod("important", 100, Map.of("memory", "10Mi")), 800, 0),
                uses(pod("greedy", null, Map.of("memory", "10Mi")), 300, 0),
                uses(pod("modest", null, Map.of("memory", "10Mi")), 20, 0),
                uses(pod("system", 2_000_000_000, Map.of()), 5000, 0)))
        .containsExactly("greedy", "modest", "important", "within");
  }

  @Test
  void forTheDiskItsUseCountsWithEmptyDirs() {
    var full =
        new PodUsage(
            pod("full", null, Map.of()), Map.of("c", new Used(0, MIB)), Map.of("v", 50 * MIB));
    assertThat(
            order(
                Signal.NODEFS_AVAILABLE,
                uses(pod("other", null, Map.of()), 900, 20),
                full,
                uses(pod("asked", null, Map.of("ephemeral-storage", "1Gi")), 0, 700)))
        .containsExactly("full", "other", "asked");
  }

  @Test
  void theMessageIsUpstreams() {
    var usage = uses(pod("p", null, Map.of("memory", "10Mi")), 300, 0);
    var threshold = Threshold.of(Signal.MEMORY_AVAILABLE, 100 * MIB);
    assertThat(EvictionMessages.of(threshold, new Amount(50 * MIB, 8192 * MIB), usage))
        .isEqualTo(
            "The node was low on resource: memory. Threshold quantity: 100Mi, available: 50Mi."
                + " Container c was using 300Mi, request is 10Mi, has larger consumption of"
                + " memory. ");
    var inodes = Threshold.percent(Signal.NODEFS_INODES_FREE, 5);
    assertThat(EvictionMessages.of(inodes, new Amount(4, 1000), usage))
        .isEqualTo("The node was low on resource: inodes. Threshold quantity: 50, available: 4. ");
  }

  /// Limits of the volume and of the container, use of both; what is said.
  @ParameterizedTest
  @CsvSource({
    "10Mi, '',  10, 0, ''",
    "10Mi, '',  11, 0, 'Usage of EmptyDir volume \"v\" exceeds the limit \"10Mi\". '",
    "'', 10Mi,  0, 10, ''",
    "'', 10Mi,  0, 11, 'Pod ephemeral local storage usage exceeds the total limit of containers 10Mi. '",
    "'', 10Mi,  6, 5, 'Pod ephemeral local storage usage exceeds the total limit of containers 10Mi. '",
  })
  void limitsOnTheDiskAreEnforced(
      String ofVolume, String ofContainer, long inVolume, long inContainer, String expected) {
    var empty = EmptyDirVolumeSource.builder();
    if (!ofVolume.isEmpty()) {
      empty.sizeLimit(Quantity.parse(ofVolume));
    }
    var volume = Volume.builder().name("v").emptyDir(empty.build()).build();
    var pod =
        pod(
            "p",
            it -> it.volumes(List.of(volume)),
            Map.of(),
            ofContainer.isEmpty() ? Map.of() : Map.of("ephemeral-storage", ofContainer));
    assertThat(StorageLimits.has(pod)).isTrue();
    var usage =
        new PodUsage(pod, Map.of("c", new Used(0, inContainer * MIB)), Map.of("v", inVolume * MIB));
    var why = StorageLimits.exceeded(usage);
    assertThat(why == null ? "" : why).isEqualTo(expected);
  }

  @Test
  void oneContainersLimitIsItsOwn() {
    var two =
        List.of(
            Container.builder()
                .name("small")
                .resources(
                    ResourceRequirements.builder()
                        .limits(quantities(Map.of("ephemeral-storage", "1Mi")))
                        .build())
                .build(),
            Container.builder()
                .name("large")
                .resources(
                    ResourceRequirements.builder()
                        .limits(quantities(Map.of("ephemeral-storage", "1Gi")))
                        .build())
                .build());
    var pod = pod("p", it -> it.containers(two), Map.of(), Map.of());
    var usage = new PodUsage(pod, Map.of("small", new Used(0, 2 * MIB)), Map.of());
    assertThat(StorageLimits.exceeded(usage))
        .isEqualTo("Container small exceeded its local ephemeral storage limit \"1Mi\". ");
  }

  @Test
  void aPodWithoutSuchLimitsIsNotMeasured() {
    var inMemory =
        EmptyDirVolumeSource.builder().medium("Memory").sizeLimit(Quantity.parse("1Mi")).build();
    var volume = Volume.builder().name("v").emptyDir(inMemory).build();
    var pod = pod("p", it -> it.volumes(List.of(volume)), Map.of(), Map.of("memory", "1Mi"));
    assertThat(StorageLimits.has(pod)).isFalse();
  }

  @Test
  void underMemoryPressureOnlyBestEffortPodsAreTurnedAway() {
    var memory = Set.of(PressureCondition.MEMORY);
    var bestEffort = pod("p", null, Map.of());
    assertThat(AdmissionUnderPressure.refuses(bestEffort, Set.of())).isNull();
    assertThat(AdmissionUnderPressure.refuses(bestEffort, memory))
        .isEqualTo("The node had condition: [MemoryPressure]. ");
    assertThat(AdmissionUnderPressure.refuses(pod("p", null, Map.of("cpu", "1")), memory)).isNull();
    assertThat(AdmissionUnderPressure.refuses(pod("p", 2_000_000_000, Map.of()), memory)).isNull();
    var tolerates =
        Toleration.builder()
            .key("node.kubernetes.io/memory-pressure")
            .operator("Exists")
            .effect("NoSchedule")
            .build();
    assertThat(
            AdmissionUnderPressure.refuses(
                pod("p", it -> it.tolerations(List.of(tolerates)), Map.of(), Map.of()), memory))
        .isNull();
  }

  @Test
  void underDiskPressureAllButTheSystemsOwnAre() {
    var disk = Set.of(PressureCondition.DISK);
    assertThat(AdmissionUnderPressure.refuses(pod("p", null, Map.of("cpu", "1")), disk))
        .isEqualTo("The node had condition: [DiskPressure]. ");
    assertThat(AdmissionUnderPressure.refuses(pod("p", 2_000_000_000, Map.of()), disk)).isNull();
  }
}
