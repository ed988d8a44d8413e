package dev.podo.scheduler.filters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Affinity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ContainerPort;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.NodeAffinity;
import dev.podo.model.core.v1.NodeSelector;
import dev.podo.model.core.v1.NodeSelectorRequirement;
import dev.podo.model.core.v1.NodeSelectorTerm;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodAffinity;
import dev.podo.model.core.v1.PodAffinityTerm;
import dev.podo.model.core.v1.PodAntiAffinity;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.ResourceRequirements;
import dev.podo.model.core.v1.Taint;
import dev.podo.model.core.v1.Toleration;
import dev.podo.model.core.v1.TopologySpreadConstraint;
import dev.podo.model.meta.v1.LabelSelector;
import dev.podo.scheduler.Sample;
import dev.podo.scheduler.decision.Chooser;
import dev.podo.scheduler.decision.Decision;
import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.PodState;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiltersTest {
  private static final String ZONE = "topology.kubernetes.io/zone";
  private final ClusterState cluster = new ClusterState();

  private String verdict(Pod pod) {
    return switch (new Chooser(0, new Random(1)).choose(PodState.of(pod), cluster)) {
      case Decision.Fits(var node, int of) -> "fits " + node.name();
      case Decision.Unfit(var error) -> error.message();
    };
  }

  private void node(String name, UnaryOperator<Node> change) {
    cluster.put(change.apply(Sample.node(name, "4", "8Gi")));
  }

  private void node(String name, Map<String, String> labels) {
    cluster.put(Sample.node(name, "4", "8Gi", labels));
  }

  private void place(Pod pod, String node) {
    cluster.place(PodState.of(pod).on(node));
  }

  private static Pod pod(String name, UnaryOperator<PodSpec.Builder> spec) {
    return Sample.pod(name, "100m", "1Mi", spec);
  }

  private static Pod labelled(Pod pod, String key, String value) {
    return pod.withMetadata(
        pod.metadata().with(it -> it.labels(new TreeMap<>(Map.of(key, value)))));
  }

  @Test
  void withoutNodesThereIsNothingToSchedule() {
    assertThat(verdict(pod("p", it -> it))).isEqualTo("no nodes available to schedule pods");
  }

  @Test
  void reasonsAreCountedAndSortedAsUpstreamDoes() {
    for (var i = 0; i < 3; i++) {
      node("small" + i, it -> it);
    }
    var taint = Taint.builder().key("k").value("v").effect("NoSchedule").build();
    for (var i = 0; i < 2; i++) {
      node("tainted" + i, it -> it.withSpec(it.spec().with(s -> s.taints(List.of(taint)))));
    }
    assertThat(verdict(Sample.pod("p", "8", "1Mi")))
        .isEqualTo(
            "0/5 nodes are available: 2 node(s) had untolerated taint {k: v}, 3 Insufficient cpu.");
  }

  @Test
  void eachLackingResourceIsNamed() {
    node("n", it -> it);
    assertThat(verdict(Sample.pod("p", "8", "100Gi")))
        .isEqualTo("0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient memory.");
    var requests = new TreeMap<String, Quantity>();
    requests.put("example.com/gpu", Quantity.of(1));
    var gpu =
        pod(
            "g",
            it ->
                it.containers(
                    List.of(
                        Container.builder()
                            .name("c")
                            .resources(ResourceRequirements.builder().requests(requests).build())
                            .build())));
    assertThat(verdict(gpu)).isEqualTo("0/1 nodes are available: 1 Insufficient example.com/gpu.");
  }

  @Test
  void aFullNodeTakesNoMorePods() {
    var one = Sample.node("n", "4", "8Gi");
    var allocatable = new TreeMap<>(one.status().allocatable());
    allocatable.put("pods", Quantity.of(1));
    cluster.put(one.withStatus(one.status().with(it -> it.allocatable(allocatable))));
    place(pod("first", it -> it), "n");
    assertThat(verdict(pod("p", it -> it))).isEqualTo("0/1 nodes are available: 1 Too many pods.");
  }

  @Test
  void aCordonedNodeTakesOnlyWhatToleratesThat() {
    node("n", it -> it.withSpec(it.spec().with(s -> s.unschedulable(true))));
    assertThat(verdict(pod("p", it -> it)))
        .isEqualTo("0/1 nodes are available: 1 node(s) were unschedulable.");
    var toleration =
        Toleration.builder().key("node.kubernetes.io/unschedulable").operator("Exists").build();
    assertThat(verdict(pod("p", it -> it.tolerations(List.of(toleration))))).isEqualTo("fits n");
  }

  @ParameterizedTest
  @CsvSource({
    "k, Equal,  v, NoSchedule, true",
    "k, '',     v, NoSchedule, true",
    "k, Equal,  w, NoSchedule, false",
    "k, Exists, '', '',        true",
    "'', Exists, '', '',       true",
    "j, Exists, '', '',        false",
    "k, Equal,  v, NoExecute,  false",
  })
  void taintsAreTolerated(
      String key, String operator, String value, String effect, boolean tolerated) {
    var taint = Taint.builder().key("k").value("v").effect("NoSchedule").build();
    node("n", it -> it.withSpec(it.spec().with(s -> s.taints(List.of(taint)))));
    var toleration =
        Toleration.builder().key(key).operator(operator).value(value).effect(effect).build();
    assertThat(verdict(pod("p", it -> it.tolerations(List.of(toleration)))).startsWith("fits"))
        .isEqualTo(tolerated);
  }

  @ParameterizedTest
  @CsvSource({
    "disk, In, ssd, true",
    "disk, In, hdd, false",
    "disk, NotIn, hdd, true",
    "other, NotIn, x, true",
    "disk, Exists, , true",
    "other, DoesNotExist, , true",
    "size, Gt, 4, true",
    "size, Lt, 4, false",
  })
  void nodeAffinityIsAsked(String key, String operator, String value, boolean fits) {
    node("n", Map.of("disk", "ssd", "size", "5"));
    var requirement =
        NodeSelectorRequirement.builder()
            .key(key)
            .operator(operator)
            .values(value == null ? List.of() : List.of(value))
            .build();
    var selector =
        NodeSelector.builder()
            .nodeSelectorTerms(
                List.of(NodeSelectorTerm.builder().matchExpressions(List.of(requirement)).build()))
            .build();
    var affinity =
        Affinity.builder()
            .nodeAffinity(
                NodeAffinity.builder()
                    .requiredDuringSchedulingIgnoredDuringExecution(selector)
                    .build())
            .build();
    assertThat(verdict(pod("p", it -> it.affinity(affinity))))
        .isEqualTo(
            fits
                ? "fits n"
                : "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.");
  }

  @Test
  void nodeSelectorIsAsked() {
    node("n", Map.of("disk", "hdd"));
    assertThat(verdict(pod("p", it -> it.nodeSelector(new TreeMap<>(Map.of("disk", "ssd"))))))
        .isEqualTo("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.");
  }

  @ParameterizedTest
  @CsvSource({
    "8080, '', TCP, false",
    "8080, '', UDP, true",
    "8081, '', TCP, true",
    "8080, 10.0.0.2, TCP, true",
    "8080, 10.0.0.1, TCP, false",
    "8080, 0.0.0.0, TCP, false",
  })
  void hostPortsBelongToOnePod(int port, String ip, String protocol, boolean fits) {
    node("n", it -> it);
    place(portPod("first", 8080, "10.0.0.1", "TCP"), "n");
    assertThat(verdict(portPod("p", port, ip, protocol)))
        .isEqualTo(
            fits
                ? "fits n"
                : "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod"
                    + " ports.");
  }

  private static Pod portPod(String name, int port, String ip, String protocol) {
    var hostPort =
        ContainerPort.builder()
            .containerPort(80)
            .hostPort(port)
            .hostIP(ip)
            .protocol(protocol)
            .build();
    return pod(
        name,
        it ->
            it.containers(List.of(Container.builder().name("c").ports(List.of(hostPort)).build())));
  }

  private static PodAffinityTerm term(String app, String topologyKey) {
    return PodAffinityTerm.builder()
        .labelSelector(
            LabelSelector.builder().matchLabels(new TreeMap<>(Map.of("app", app))).build())
        .topologyKey(topologyKey)
        .build();
  }

  private static Affinity apartFrom(String app) {
    return Affinity.builder()
        .podAntiAffinity(
            PodAntiAffinity.builder()
                .requiredDuringSchedulingIgnoredDuringExecution(List.of(term(app, ZONE)))
                .build())
        .build();
  }

  private static Affinity nearTo(String app) {
    return Affinity.builder()
        .podAffinity(
            PodAffinity.builder()
                .requiredDuringSchedulingIgnoredDuringExecution(List.of(term(app, ZONE)))
                .build())
        .build();
  }

  @Test
  void podsKeepApartInBothDirections() {
    node("a", Map.of(ZONE, "a"));
    node("b", Map.of(ZONE, "b"));
    place(labelled(pod("one", it -> it.affinity(apartFrom("web"))), "app", "web"), "a");
    assertThat(verdict(labelled(pod("two", it -> it), "app", "web"))).isEqualTo("fits b");
    place(labelled(pod("two", it -> it), "app", "web"), "b");
    assertThat(verdict(pod("three", it -> it.affinity(apartFrom("web")))))
        .isEqualTo("0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules.");
    assertThat(verdict(labelled(pod("four", it -> it), "app", "web"))).isEqualTo("fits b");
    cluster.remove("uid-one");
    assertThat(verdict(labelled(pod("four", it -> it.nodeName("a")), "app", "web")))
        .isEqualTo("fits a");
  }

  @Test
  void existingPodsKeepNewOnesAway() {
    node("a", Map.of(ZONE, "a"));
    place(labelled(pod("one", it -> it.affinity(apartFrom("web"))), "app", "web"), "a");
    assertThat(verdict(labelled(pod("two", it -> it), "app", "web")))
        .isEqualTo(
            "0/1 nodes are available: 1 node(s) didn't satisfy existing pods anti-affinity rules.");
  }

  @Test
  void theFirstOfAKindMayStartItsGroupAndTheOthersFollow() {
    node("a", Map.of(ZONE, "a"));
    node("b", Map.of(ZONE, "b"));
    var first = labelled(pod("one", it -> it.affinity(nearTo("web"))), "app", "web");
    assertThat(verdict(first)).startsWith("fits ");
    place(first, "b");
    assertThat(verdict(labelled(pod("two", it -> it.affinity(nearTo("web"))), "app", "web")))
        .isEqualTo("fits b");
    assertThat(verdict(pod("three", it -> it.affinity(nearTo("nobody")))))
        .isEqualTo("0/2 nodes are available: 2 node(s) didn't match pod affinity rules.");
  }

  @Test
  void spreadingKeepsTheSkewSmall() {
    node("a", Map.of(ZONE, "a"));
    node("b", Map.of(ZONE, "b"));
    node("c", it -> it);
    var constraint =
        TopologySpreadConstraint.builder()
            .maxSkew(1)
            .topologyKey(ZONE)
            .whenUnsatisfiable("DoNotSchedule")
            .labelSelector(
                LabelSelector.builder().matchLabels(new TreeMap<>(Map.of("app", "web"))).build())
            .build();
    UnaryOperator<PodSpec.Builder> spread = it -> it.topologySpreadConstraints(List.of(constraint));
    place(labelled(pod("one", spread), "app", "web"), "a");
    assertThat(verdict(labelled(pod("two", spread), "app", "web"))).isEqualTo("fits b");
    place(labelled(pod("two", spread), "app", "web"), "b");
    place(labelled(pod("three", spread), "app", "web"), "a");
    assertThat(verdict(labelled(pod("four", it -> spread.apply(it).nodeName("a")), "app", "web")))
        .isEqualTo(
            "0/3 nodes are available: 1 node(s) didn't match pod topology spread constraints,"
                + " 2 node(s) didn't match the requested node name.");
    assertThat(verdict(labelled(pod("five", it -> spread.apply(it).nodeName("c")), "app", "web")))
        .contains(
            "1 node(s) didn't match pod topology spread constraints (missing required label)");
  }

  @Test
  void everyFilterSaysWhatItDoes() {
    assertThat(Filters.all())
        .allSatisfy(filter -> {
          assertThat(filter.name()).isNotEmpty();
          assertThat(filter.describes()).endsWith(".");
          assertThat(filter.retriedOn()).isNotEmpty();
        });
  }
}
