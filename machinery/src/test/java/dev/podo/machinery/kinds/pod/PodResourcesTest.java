package dev.podo.machinery.kinds.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.ResourceRequirements;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PodResourcesTest {
  private static Map<String, Quantity> resources(String... namesAndAmounts) {
    var map = new TreeMap<String, Quantity>();
    for (var i = 0; i < namesAndAmounts.length; i += 2) {
      map.put(namesAndAmounts[i], Quantity.parse(namesAndAmounts[i + 1]));
    }
    return map;
  }

  private static Container asking(String... namesAndAmounts) {
    var requests = resources(namesAndAmounts);
    return Container.builder()
        .resources(ResourceRequirements.builder().requests(requests).build())
        .build();
  }

  private static Container limited(String... namesAndAmounts) {
    var amounts = resources(namesAndAmounts);
    return Container.builder()
        .resources(ResourceRequirements.builder().requests(amounts).limits(amounts).build())
        .build();
  }

  private static Container sidecar(Container container) {
    return container.with(b -> b.restartPolicy("Always"));
  }

  private static PodSpec spec(Container... containers) {
    return PodSpec.builder().containers(List.of(containers)).build();
  }

  @Test
  void addsUpContainersAndOverhead() {
    var spec =
        spec(asking("cpu", "100m", "memory", "1Gi"), asking("cpu", "200m"))
            .with(b -> b.overhead(resources("cpu", "50m")));
    assertThat(PodResources.requests(spec)).isEqualTo(resources("cpu", "350m", "memory", "1Gi"));
  }

  @Test
  void initContainersCountWhereOneTakesMoreThanTheRest() {
    var spec =
        spec(asking("cpu", "100m", "memory", "1Gi"))
            .with(b -> b.initContainers(List.of(asking("cpu", "500m"), asking("cpu", "50m"))));
    assertThat(PodResources.requests(spec)).isEqualTo(resources("cpu", "500m", "memory", "1Gi"));
  }

  @Test
  void sidecarsCountBesideWhatRunsAfterThem() {
    var spec =
        spec(asking("cpu", "100m"))
            .with(b ->
                b.initContainers(
                    List.of(
                        asking("cpu", "300m"),
                        sidecar(asking("cpu", "200m")),
                        asking("cpu", "250m"))));
    // The last init container runs beside the sidecar: 450m is more than 100m + 200m.
    assertThat(PodResources.requests(spec)).isEqualTo(resources("cpu", "450m"));
  }

  @Test
  void whatThePodSaysAsAWholeCounts() {
    var own = ResourceRequirements.builder().requests(resources("cpu", "2")).build();
    var spec = spec(asking("cpu", "100m", "memory", "1Gi")).with(b -> b.resources(own));
    assertThat(PodResources.requests(spec)).isEqualTo(resources("cpu", "2", "memory", "1Gi"));
  }

  @Test
  void theClassOfServiceFollowsRequestsAndLimits() {
    assertThat(qos(spec(Container.EMPTY))).isEqualTo(PodResources.BEST_EFFORT);
    assertThat(qos(spec(asking("example.com/gpu", "1")))).isEqualTo(PodResources.BEST_EFFORT);
    assertThat(qos(spec(asking("cpu", "1")))).isEqualTo(PodResources.BURSTABLE);
    assertThat(qos(spec(limited("cpu", "1")))).isEqualTo(PodResources.BURSTABLE);
    assertThat(qos(spec(limited("cpu", "1", "memory", "1Gi")))).isEqualTo(PodResources.GUARANTEED);
    assertThat(qos(spec(limited("cpu", "1", "memory", "1Gi"), Container.EMPTY)))
        .isEqualTo(PodResources.BURSTABLE);
    var twice = limited("cpu", "1", "memory", "1Gi");
    var more =
        twice.with(b ->
            b.resources(
                twice.resources().with(r -> r.limits(resources("cpu", "2", "memory", "1Gi")))));
    assertThat(qos(spec(more))).isEqualTo(PodResources.BURSTABLE);
  }

  private static String qos(PodSpec spec) {
    return PodResources.qosClass(Pod.EMPTY.withSpec(spec));
  }
}
