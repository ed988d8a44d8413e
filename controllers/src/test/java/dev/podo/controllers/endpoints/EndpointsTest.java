package dev.podo.controllers.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.controllers.endpointslice.EndpointSliceController;
import dev.podo.controllers.engine.Samples;
import dev.podo.controllers.engine.Stage;
import dev.podo.machinery.kinds.endpoints.EndpointsKind;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.IntOrString;
import dev.podo.model.core.v1.EndpointAddress;
import dev.podo.model.core.v1.EndpointPort;
import dev.podo.model.core.v1.EndpointSubset;
import dev.podo.model.core.v1.Endpoints;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodCondition;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServicePort;
import dev.podo.model.core.v1.ServiceSpec;
import dev.podo.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EndpointsTest {
  private final Stage stage = new Stage(1);

  {
    stage.add(new EndpointSliceController());
    stage.add(new EndpointsController());
    stage.add(new EndpointSliceMirroring());
  }

  private void service(Map<String, String> selector) {
    var port = ServicePort.builder().name("http").port(80).targetPort(IntOrString.of(8080)).build();
    var spec = ServiceSpec.builder().selector(selector).ports(List.of(port)).build();
    stage.create(
        Services.KIND, Service.builder().metadata(Samples.named("web")).spec(spec).build());
  }

  private Pod pod(int number) {
    var created = stage.create(Pods.KIND, Samples.pod("p" + number, Map.of("app", "web")));
    var address = "10.0." + number / 250 + "." + (1 + number % 250);
    return stage.updateStatus(Pods.KIND, Samples.ready(created, stage.now(), address));
  }

  private Endpoints endpoints() {
    return stage.api.get(EndpointsKind.KIND, Samples.NAMESPACE, "web");
  }

  private List<EndpointSlice> mirrors() {
    return stage.all(EndpointSlices.KIND).stream()
        .filter(slice -> slice.metadata().labels().containsValue(Mirrors.MANAGER))
        .toList();
  }

  private static EndpointAddress address(String ip) {
    return EndpointAddress.builder().ip(ip).build();
  }

  private Endpoints custom(Map<String, String> labels, String... ips) {
    var port = EndpointPort.builder().name("http").port(8080).protocol("TCP").build();
    var subset =
        EndpointSubset.builder()
            .addresses(List.of(ips).stream().map(EndpointsTest::address).toList())
            .ports(List.of(port))
            .build();
    var metadata = Samples.named("web").withLabels(new TreeMap<>(labels));
    return Endpoints.builder().metadata(metadata).subsets(List.of(subset)).build();
  }

  @Test
  void saysWhatTheSlicesSay() {
    service(Map.of("app", "web"));
    pod(1);
    var unready = pod(2);
    var condition = PodCondition.builder().type("Ready").status("False").build();
    stage.updateStatus(
        Pods.KIND, unready.withStatus(Pods.withCondition(unready.status(), condition)));
    stage.settle();

    assertThat(endpoints().metadata().labels())
        .containsEntry("endpoints.kubernetes.io/managed-by", "endpoint-controller");
    assertThat(endpoints().subsets())
        .singleElement()
        .satisfies(subset -> {
          assertThat(subset.addresses())
              .extracting(EndpointAddress::ip)
              .containsExactly("10.0.0.2");
          assertThat(subset.notReadyAddresses())
              .extracting(EndpointAddress::ip)
              .containsExactly("10.0.0.3");
          assertThat(subset.ports()).extracting(EndpointPort::port).containsExactly(8080);
        });
    assertThat(mirrors()).as("what was made of slices is not mirrored to slices").isEmpty();
  }

  @Test
  void aServiceWithoutPodsHasEmptyEndpoints() {
    service(Map.of("app", "web"));
    stage.settle();
    assertThat(endpoints().subsets()).isEmpty();
  }

  @Test
  void showsAThousandAtMost() {
    service(Map.of("app", "web"));
    for (int i = 0; i < 1_001; i++) {
      pod(i);
    }
    stage.settle();
    assertThat(endpoints().subsets().get(0).addresses()).hasSize(1_000);
    assertThat(endpoints().metadata().annotations())
        .containsEntry("endpoints.kubernetes.io/over-capacity", "truncated");

    stage.deleteNow(Pods.KIND, stage.all(Pods.KIND).get(0));
    stage.settle();
    assertThat(endpoints().metadata().annotations()).isEmpty();
  }

  @Test
  void mirrorsWhatPeopleWrote() {
    service(Map.of());
    stage.create(EndpointsKind.KIND, custom(Map.of("team", "x"), "192.0.2.1", "2001:db8::1"));
    stage.settle();

    assertThat(mirrors())
        .extracting(EndpointSlice::addressType)
        .containsExactlyInAnyOrder("IPv4", "IPv6");
    assertThat(mirrors())
        .allSatisfy(slice ->
            assertThat(slice.metadata().labels())
                .containsEntry("kubernetes.io/service-name", "web")
                .containsEntry("team", "x"));

    var now = endpoints();
    stage.update(
        EndpointsKind.KIND, now.with(b -> b.subsets(custom(Map.of(), "192.0.2.2").subsets())));
    stage.settle();
    assertThat(mirrors())
        .singleElement()
        .satisfies(
            slice -> assertThat(slice.endpoints().get(0).addresses()).containsExactly("192.0.2.2"));
  }

  @Test
  void mirrorsNeitherWhatHasNoServiceNorWhatAsksNotTo() {
    stage.create(EndpointsKind.KIND, custom(Map.of(), "192.0.2.1"));
    stage.settle();
    assertThat(mirrors()).isEmpty();

    service(Map.of());
    stage.settle();
    assertThat(mirrors()).hasSize(1);

    var skipped = Map.of("endpointslice.kubernetes.io/skip-mirror", "true");
    var now = endpoints();
    stage.update(EndpointsKind.KIND, now.withMetadata(now.metadata().withLabels(skipped)));
    stage.settle();
    assertThat(mirrors()).isEmpty();
  }
}
