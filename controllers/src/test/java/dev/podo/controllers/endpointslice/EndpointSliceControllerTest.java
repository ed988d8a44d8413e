package dev.podo.controllers.endpointslice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.podo.controllers.engine.Samples;
import dev.podo.controllers.engine.Stage;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.IntOrString;
import dev.podo.model.core.v1.ContainerPort;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodCondition;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServicePort;
import dev.podo.model.core.v1.ServiceSpec;
import dev.podo.model.discovery.v1.Endpoint;
import dev.podo.model.discovery.v1.EndpointSlice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointSliceControllerTest {
  private final Stage stage = new Stage(1);
  private int addresses;

  {
    stage.add(new EndpointSliceController());
  }

  private static Service service(String name, IntOrString targetPort) {
    var port = ServicePort.builder().name("http").port(80).targetPort(targetPort).build();
    return Service.builder()
        .metadata(Samples.named(name).withLabels(Map.of("team", "x")))
        .spec(ServiceSpec.builder().selector(Map.of("app", "web")).ports(List.of(port)).build())
        .build();
  }

  private Pod pod(String name, int port) {
    var pod = Samples.pod(name, Map.of("app", "web"));
    var named = ContainerPort.builder().name("web").containerPort(port).protocol("TCP").build();
    var container = pod.spec().containers().get(0).with(b -> b.ports(List.of(named)));
    var spec = pod.spec().with(b -> b.containers(List.of(container)).nodeName("n1"));
    addresses++;
    var address = "10.0." + addresses / 250 + "." + addresses % 250;
    var created = stage.create(Pods.KIND, pod.withSpec(spec));
    return stage.updateStatus(Pods.KIND, Samples.ready(created, stage.now(), address));
  }

  private void unready(Pod pod) {
    var condition = PodCondition.builder().type("Ready").status("False").build();
    var now = stage.api.get(Pods.KIND, Samples.NAMESPACE, pod.metadata().name());
    stage.updateStatus(Pods.KIND, now.withStatus(Pods.withCondition(now.status(), condition)));
  }

  private List<EndpointSlice> slices() {
    return stage.all(EndpointSlices.KIND);
  }

  private List<Endpoint> endpoints() {
    return slices().stream().flatMap(slice -> slice.endpoints().stream()).toList();
  }

  @Test
  void listsThePodsBehindAService() {
    var node = Samples.node("n1", true, stage.now());
    stage.create(
        Nodes.KIND,
        node.withMetadata(node.metadata().withLabels(Map.of("topology.kubernetes.io/zone", "z1"))));
    stage.create(Services.KIND, service("web", IntOrString.of(8080)));
    var pod = pod("p1", 8080);
    stage.create(Pods.KIND, Samples.pod("other", Map.of("app", "other")));
    stage.settle();

    assertThat(slices()).hasSize(1);
    var slice = slices().get(0);
    assertThat(slice.metadata().name()).startsWith("web-");
    assertThat(slice.metadata().labels())
        .containsEntry("kubernetes.io/service-name", "web")
        .containsEntry("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io")
        .containsEntry("team", "x");
    assertThat(slice.metadata().ownerReferences()).hasSize(1);
    assertThat(slice.addressType()).isEqualTo("IPv4");
    assertThat(slice.ports())
        .singleElement()
        .satisfies(port -> {
          assertThat(port.name()).isEqualTo("http");
          assertThat(port.port()).isEqualTo(8080);
          assertThat(port.protocol()).isEqualTo("TCP");
        });
    var endpoint = slice.endpoints().get(0);
    assertThat(endpoint.addresses()).containsExactly(pod.status().podIP());
    assertThat(endpoint.nodeName()).isEqualTo("n1");
    assertThat(endpoint.zone()).isEqualTo("z1");
    assertThat(endpoint.targetRef().name()).isEqualTo("p1");
    assertThat(endpoint.targetRef().uid()).isEqualTo(pod.metadata().uid());
    assertThat(endpoint.conditions().ready()).isTrue();
    assertThat(endpoint.conditions().serving()).isTrue();
    assertThat(endpoint.conditions().terminating()).isFalse();
  }

  @Test
  void tellsReadyServingAndTerminatingApart() {
    stage.create(Services.KIND, service("web", IntOrString.of(8080)));
    var going = pod("going", 8080);
    var unready = pod("unready", 8080);
    unready(unready);
    stage.delete(Pods.KIND, Samples.NAMESPACE, going.metadata().name());
    stage.settle();

    assertThat(endpoints())
        .extracting(
            e -> e.targetRef().name(),
            e -> e.conditions().ready(),
            e -> e.conditions().serving(),
            e -> e.conditions().terminating())
        .containsExactlyInAnyOrder(
            tuple("going", false, true, true), tuple("unready", false, false, false));
  }

  @Test
  void publishesPodsThatAreNotReadyWhereTheServiceSaysSo() {
    var service = service("web", IntOrString.of(8080));
    stage.create(
        Services.KIND,
        service.withSpec(service.spec().with(b -> b.publishNotReadyAddresses(true))));
    unready(pod("p1", 8080));
    stage.settle();

    assertThat(endpoints())
        .singleElement()
        .satisfies(e -> assertThat(e.conditions().ready()).isTrue());
  }

  @Test
  void resolvesNamedPortsPerPod() {
    stage.create(Services.KIND, service("web", IntOrString.of("web")));
    pod("p1", 8080);
    pod("p2", 9090);
    pod("p3", 8080);
    stage.settle();

    var byPort = new HashMap<Integer, Integer>();
    slices().forEach(s -> byPort.put(s.ports().get(0).port(), s.endpoints().size()));
    assertThat(byPort).containsOnly(Map.entry(8080, 2), Map.entry(9090, 1));
  }

  @Test
  void aServiceWithoutPodsHasAnEmptySlice() {
    stage.create(Services.KIND, service("web", IntOrString.of(8080)));
    stage.settle();
    assertThat(slices()).singleElement().satisfies(s -> assertThat(s.endpoints()).isEmpty());

    pod("p1", 8080);
    stage.settle();
    assertThat(slices()).singleElement().satisfies(s -> assertThat(s.endpoints()).hasSize(1));
  }

  @Test
  void leavesServicesWithoutSelectorAlone() {
    var service = service("web", IntOrString.of(8080));
    stage.create(Services.KIND, service.withSpec(service.spec().with(b -> b.selector(Map.of()))));
    stage.settle();
    assertThat(slices()).isEmpty();
  }

  @Test
  void marksHeadlessServices() {
    var service = service("web", IntOrString.of(8080));
    stage.create(Services.KIND, service.withSpec(service.spec().with(b -> b.clusterIP("None"))));
    stage.settle();
    assertThat(slices().get(0).metadata().labels())
        .containsEntry("service.kubernetes.io/headless", "");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void keepsEveryPodInOneSliceOfAtMostAHundred(long seed) {
    stage.random.setSeed(seed);
    stage.create(Services.KIND, service("web", IntOrString.of(8080)));
    for (int round = 0; round < 6; round++) {
      var pods = stage.all(Pods.KIND);
      for (var pod : pods) {
        if (stage.random.nextInt(3) == 0) {
          stage.deleteNow(Pods.KIND, pod);
        }
      }
      for (int i = 0; i < 60 + stage.random.nextInt(60); i++) {
        pod("p" + round + "-" + i, 8080);
      }
      var before = new HashMap<String, String>();
      slices()
          .forEach(s ->
              s.endpoints().forEach(e -> before.put(e.targetRef().name(), s.metadata().name())));
      stage.settle();

      var after = new HashMap<String, String>();
      slices()
          .forEach(s ->
              s.endpoints().forEach(e -> after.put(e.targetRef().name(), s.metadata().name())));
      assertThat(endpoints()).hasSize(stage.all(Pods.KIND).size()).hasSize(after.size());
      assertThat(slices()).allSatisfy(s -> assertThat(s.endpoints()).hasSizeLessThanOrEqualTo(100));
      assertThat(slices().stream().map(EndpointSlice::ports).distinct().toList())
          .extracting(List::size)
          .containsOnly(1);
      before.keySet().retainAll(after.keySet());
      before.forEach((pod, slice) -> assertThat(after).as("stays put").containsEntry(pod, slice));
    }
  }

  @Test
  void writesOnlyWhatChanged() {
    stage.create(Services.KIND, service("web", IntOrString.of(8080)));
    for (int i = 0; i < 250; i++) {
      pod("p" + i, 8080);
    }
    stage.settle();
    var versions = new HashMap<String, String>();
    slices().forEach(s -> versions.put(s.metadata().name(), s.metadata().resourceVersion()));
    unready(stage.all(Pods.KIND).get(0));
    stage.settle();

    assertThat(slices())
        .filteredOn(s -> !s.metadata().resourceVersion().equals(versions.get(s.metadata().name())))
        .hasSize(1);
  }
}
