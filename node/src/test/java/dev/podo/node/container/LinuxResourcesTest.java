package dev.podo.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.ResourceRequirements;
import dev.podo.node.runtime.Resources;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinuxResourcesTest {
  private static final long NODE_MEMORY = 4L << 30;

  private static Map<String, Quantity> quantities(String cpu, String memory) {
    var out = new TreeMap<String, Quantity>();
    if (!cpu.isEmpty()) {
      out.put("cpu", Quantity.parse(cpu));
    }
    if (!memory.isEmpty()) {
      out.put("memory", Quantity.parse(memory));
    }
    return out;
  }

  /// Requests and limits of cpu and memory; shares, quota, memory limit in MiB, OOM score.
  @ParameterizedTest
  @CsvSource({
    "'', '', '', '',          2, 0, 0, 1000",
    "500m, 1Gi, '', '',     512, 0, 0, 750",
    "500m, 1Gi, 1, 2Gi,     512, 100000, 2048, 750",
    "1, 1Gi, 1, 1Gi,       1024, 100000, 1024, -997",
    "'', '', 250m, 64Mi,    256, 25000, 64, 999",
    "1m, 1Mi, 1m, '',         2, 1000, 0, 999",
    "'', 4Gi, '', '',         2, 0, 0, 3",
  })
  void requestsAndLimitsInTheKernelsTerms(
      String cpuRequest,
      String memoryRequest,
      String cpuLimit,
      String memoryLimit,
      long shares,
      long quota,
      long memoryMib,
      int oomScore) {
    var container =
        Container.builder()
            .name("c")
            .resources(
                ResourceRequirements.builder()
                    .requests(quantities(cpuRequest, memoryRequest))
                    .limits(quantities(cpuLimit, memoryLimit))
                    .build())
            .build();
    var pod = Pod.builder().spec(PodSpec.builder().containers(List.of(container)).build()).build();
    assertThat(LinuxResources.of(pod, container, NODE_MEMORY))
        .isEqualTo(new Resources(shares, quota, 100_000, memoryMib << 20, oomScore));
  }
}
