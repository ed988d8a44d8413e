package dev.podo.machinery.kinds.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.EnvVar;
import dev.podo.model.core.v1.LocalObjectReference;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.ResourceRequirements;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodWarningsTest {
  private static EnvVar variable(String value) {
    return EnvVar.builder().name("A").value(value).build();
  }

  private static List<String> warnings(PodSpec spec) {
    var named = Pod.EMPTY.withMetadata(ObjectMeta.builder().name("web").build());
    return Pods.KIND.strategy().warnings(named.withSpec(spec));
  }

  @Test
  void tellsOfWhatIsLikelyAMistake() {
    var container =
        Container.builder()
            .env(List.of(variable("a"), variable("b"), variable("$(A) b"), variable("$(A)")))
            .resources(
                ResourceRequirements.builder()
                    .requests(Map.of("memory", Quantity.parse("100m")))
                    .build())
            .build();
    var spec =
        PodSpec.builder()
            .containers(List.of(container))
            .nodeSelector(Map.of("beta.kubernetes.io/os", "linux"))
            .imagePullSecrets(List.of(LocalObjectReference.EMPTY))
            .terminationGracePeriodSeconds(-1L)
            .build();
    assertThat(warnings(spec))
        .containsExactly(
            "spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use"
                + " \"kubernetes.io/os\" instead",
            "spec.imagePullSecrets[0].name: invalid empty name \"\"",
            "spec.containers[0].resources.requests[memory]: fractional byte value \"100m\" is"
                + " invalid, must be an integer",
            "spec.containers[0].env[1]: hides previous definition of \"A\", which may be dropped"
                + " when using apply",
            "spec.containers[0].env[3]: hides previous definition of \"A\", which may be dropped"
                + " when using apply",
            "spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and"
                + " will be treated as 1");
  }

  @Test
  void saysNothingOfWhatIsUsual() {
    assertThat(warnings(PodSpec.builder().containers(List.of(Container.EMPTY)).build())).isEmpty();
  }
}
