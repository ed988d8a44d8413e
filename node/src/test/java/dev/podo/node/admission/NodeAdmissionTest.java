package dev.podo.node.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Affinity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ContainerPort;
import dev.podo.model.core.v1.NodeAffinity;
import dev.podo.model.core.v1.NodeSelector;
import dev.podo.model.core.v1.NodeSelectorRequirement;
import dev.podo.model.core.v1.NodeSelectorTerm;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.ResourceRequirements;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.node.runtime.PodId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeAdmissionTest {
  private final Map<String, String> labels = new TreeMap<>(Map.of("kubernetes.io/os", "linux"));
  private @Nullable String pressure;
  private final NodeAdmission admission =
      new NodeAdmission(Map.of("cpu", Quantity.parse("2"), "pods", Quantity.of(3)), new About());

  private final class About implements NodeAdmission.About {
    @Override
    public String name() {
      return "n1";
    }

    @Override
    public Map<String, String> ownLabels() {
      return Map.of("kubernetes.io/os", "linux");
    }

    @Override
    public Map<String, String> labels() {
      return labels;
    }

    @Override
    public @Nullable String refuses(Pod pod) {
      return pressure;
    }
  }

  private static Pod pod(String name, String cpu, UnaryOperator<PodSpec.Builder> spec) {
    var requests = new TreeMap<>(Map.of("cpu", Quantity.parse(cpu)));
    var port = ContainerPort.builder().containerPort(80).hostPort(8080).build();
    var container =
        Container.builder()
            .name("c")
            .resources(ResourceRequirements.builder().requests(requests).build())
            .ports(name.startsWith("port") ? List.of(port) : List.of());
    return Pod.builder()
        .metadata(ObjectMeta.builder().namespace("ns").name(name).uid(name).build())
        .spec(spec.apply(PodSpec.builder().containers(List.of(container.build()))).build())
        .build();
  }

  private String refusal(Pod pod) {
    var rejection = admission.admit(pod);
    return rejection == null ? "" : rejection.reason() + ": " + rejection.message();
  }

  private String resizeRefusal(Pod pod) {
    var rejection = admission.resize(pod);
    return rejection == null ? "" : rejection.reason() + ": " + rejection.message();
  }

  @Test
  void aPodGrowsAsFarAsThereIsRoomBesideTheOthers() {
    assertThat(refusal(pod("a", "500m", it -> it))).isEmpty();
    assertThat(refusal(pod("b", "1", it -> it))).isEmpty();
    assertThat(resizeRefusal(pod("a", "3", it -> it)))
        .isEqualTo(
            "Infeasible: Node didn't have enough capacity: cpu, requested: 3000, capacity: 2000");
    assertThat(resizeRefusal(pod("a", "1500m", it -> it)))
        .isEqualTo(
            "Deferred: Node didn't have enough resource: cpu, requested: 1500, used: 1000,"
                + " capacity: 2000");
    assertThat(resizeRefusal(pod("a", "1", it -> it))).isEmpty();
    assertThat(resizeRefusal(pod("b", "500m", it -> it))).isEmpty();
    assertThat(resizeRefusal(pod("a", "1500m", it -> it))).isEmpty();
    assertThat(refusal(pod("c", "1m", it -> it))).startsWith("OutOfcpu");
  }

  @Test
  void whatDoesNotFitIsTurnedAwayUntilSomethingIsFree() {
    assertThat(refusal(pod("a", "1500m", it -> it))).isEmpty();
    assertThat(refusal(pod("b", "600m", it -> it)))
        .isEqualTo(
            "OutOfcpu: Pod was rejected: Node didn't have enough resource: cpu, requested: 600,"
                + " used: 1500, capacity: 2000");
    admission.release(new PodId("ns", "a", "a"));
    assertThat(refusal(pod("b", "600m", it -> it))).isEmpty();
  }

  @Test
  void aNodeTakesSoManyPodsAndNoMore() {
    admission.adopt(pod("a", "0", it -> it));
    assertThat(refusal(pod("b", "0", it -> it))).isEmpty();
    assertThat(refusal(pod("c", "0", it -> it))).isEmpty();
    assertThat(refusal(pod("d", "0", it -> it))).startsWith("OutOfpods: ");
  }

  @Test
  void aHostPortIsGivenOnce() {
    assertThat(refusal(pod("port-1", "0", it -> it))).isEmpty();
    assertThat(refusal(pod("port-2", "0", it -> it)))
        .isEqualTo(
            "NodePorts: Pod was rejected: Predicate NodePorts failed: node(s) didn't have free"
                + " ports for the requested pod ports");
  }

  @Test
  void labelsThatOthersGaveTheNodeCountToo() {
    var wants = pod("a", "0", it -> it.nodeSelector(new TreeMap<>(Map.of("disk", "ssd"))));
    assertThat(refusal(wants)).startsWith("NodeAffinity: ");
    labels.put("disk", "ssd");
    assertThat(refusal(wants)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "zone, In, a, true",
    "zone, In, b, false",
    "zone, NotIn, b, true",
    "zone, Exists, '', true",
    "rack, Exists, '', false",
    "rack, DoesNotExist, '', true",
    "size, Gt, 3, true",
    "size, Lt, 3, false",
  })
  void requiredAffinityMustHold(String key, String operator, String value, boolean holds) {
    labels.put("zone", "a");
    labels.put("size", "5");
    var requirement =
        NodeSelectorRequirement.builder()
            .key(key)
            .operator(operator)
            .values(value.isEmpty() ? List.of() : List.of(value))
            .build();
    var term = NodeSelectorTerm.builder().matchExpressions(List.of(requirement)).build();
    assertThat(refusal(pod("a", "0", it -> it.affinity(affinity(term)))).isEmpty())
        .isEqualTo(holds);
  }

  @Test
  void affinityToTheNodesNameMayBeRequired() {
    var requirement =
        NodeSelectorRequirement.builder()
            .key("metadata.name")
            .operator("In")
            .values(List.of("n1"))
            .build();
    var term = NodeSelectorTerm.builder().matchFields(List.of(requirement)).build();
    assertThat(refusal(pod("a", "0", it -> it.affinity(affinity(term))))).isEmpty();
    assertThat(refusal(pod("b", "0", it -> it.affinity(affinity(NodeSelectorTerm.EMPTY)))))
        .startsWith("NodeAffinity: ");
  }

  private static Affinity affinity(NodeSelectorTerm term) {
    var selector = NodeSelector.builder().nodeSelectorTerms(List.of(term)).build();
    return Affinity.builder()
        .nodeAffinity(
            NodeAffinity.builder().requiredDuringSchedulingIgnoredDuringExecution(selector).build())
        .build();
  }

  @Test
  void aNodeThatIsShortOfSomethingTakesNobody() {
    pressure = "The node had condition: [DiskPressure]. ";
    assertThat(refusal(pod("a", "0", it -> it)))
        .isEqualTo("Evicted: The node had condition: [DiskPressure]. ");
  }
}
