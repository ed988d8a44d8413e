package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.tree.Trees;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Services, and what is written about the Pods behind them.
class ServiceObjectsTest {
  private static final String CORE = "/api/v1/namespaces/services-of/";
  private static final String SLICES =
      "/apis/discovery.k8s.io/v1/namespaces/services-of/endpointslices";

  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  private final Rest rest = CLUSTER.rest();

  @BeforeAll
  static void makeNamespace() {
    CLUSTER.namespace("services-of");
  }

  private List<Object> slices(String service) {
    var selector = "?labelSelector=kubernetes.io/service-name%3D" + service;
    return Rest.list(rest.get(SLICES + selector), "items");
  }

  private Set<String> addressesInSlices(String service) {
    var out = new TreeSet<String>();
    for (var slice : slices(service)) {
      for (var endpoint : Rest.list(slice, "endpoints")) {
        Rest.list(endpoint, "addresses").forEach(it -> out.add(it.toString()));
      }
    }
    return out;
  }

  private Set<String> addressesInEndpoints(String service) {
    var out = new TreeSet<String>();
    var answer = rest.ask(CORE + "endpoints/" + service);
    if (answer.code() == 200) {
      for (var subset : Rest.list(answer.tree(), "subsets")) {
        for (var address : Rest.list(subset, "addresses")) {
          out.add(Trees.text(address, "ip"));
        }
      }
    }
    return out;
  }

  private void service(String name) {
    rest.create(
        CORE + "services",
        """
        metadata: {name: %s}
        spec: {selector: {app: %1$s}, ports: [{name: web, port: 80, targetPort: 8080}]}
        """
            .formatted(name));
  }

  private String pod(String name, String app) {
    rest.create(
        CORE + "pods",
        """
        metadata: {name: %s, labels: {app: %s}}
        spec: {containers: [{name: main, image: "example.com/main:1", ports: [{containerPort: 8080}]}]}
        """
            .formatted(name, app));
    var path = CORE + "pods/" + name;
    OnCluster.await(
        name + " to run", () -> !Trees.text(rest.get(path), "status", "podIP").isEmpty());
    return Trees.text(rest.get(path), "status", "podIP");
  }

  @Test
  void haveEndpointsAndSlicesOfTheirPods() {
    service("web");
    var both = Set.of(pod("one", "web"), pod("two", "web"));
    OnCluster.await("both Pods in slices", () -> addressesInSlices("web").equals(both));
    OnCluster.await("both Pods in Endpoints", () -> addressesInEndpoints("web").equals(both));
    assertThat(slices("web"))
        .allSatisfy(slice -> {
          var port = Rest.list(slice, "ports").getFirst();
          assertThat(Trees.get(port, "port")).isEqualTo(8080L);
          assertThat(Trees.text(port, "name")).isEqualTo("web");
        });
    rest.delete(CORE + "pods/one", "{\"gracePeriodSeconds\":0}");
    var other = Set.of(Trees.text(rest.get(CORE + "pods/two"), "status", "podIP"));
    OnCluster.await("one Pod in slices", () -> addressesInSlices("web").equals(other));
    OnCluster.await("one Pod in Endpoints", () -> addressesInEndpoints("web").equals(other));
    rest.delete(CORE + "services/web");
    OnCluster.await("no slices", () -> slices("web").isEmpty());
    CLUSTER.awaitGone(CORE + "endpoints/web");
    rest.delete(CORE + "pods/two");
  }

  @Test
  void haveEmptyOnesWithoutPods() {
    service("empty");
    OnCluster.await("a slice", () -> !slices("empty").isEmpty());
    OnCluster.await("Endpoints", () -> rest.ask(CORE + "endpoints/empty").code() == 200);
    assertThat(addressesInSlices("empty")).isEmpty();
    assertThat(addressesInEndpoints("empty")).isEmpty();
    rest.delete(CORE + "services/empty");
    OnCluster.await("no slices", () -> slices("empty").isEmpty());
    CLUSTER.awaitGone(CORE + "endpoints/empty");
  }

  @Test
  void haveSlicesOfEndpointsThatPeopleWrite() {
    rest.create(
        CORE + "services", "{metadata: {name: custom}, spec: {ports: [{port: 80, name: web}]}}");
    rest.create(
        CORE + "endpoints",
        """
        metadata: {name: custom}
        subsets: [{addresses: [{ip: 192.0.2.1}], ports: [{name: web, port: 80}]}]
        """);
    OnCluster.await("the mirror", () -> addressesInSlices("custom").equals(Set.of("192.0.2.1")));
    assertThat(slices("custom"))
        .allSatisfy(it ->
            assertThat(
                    Trees.text(it, "metadata", "labels", "endpointslice.kubernetes.io/managed-by"))
                .isEqualTo("endpointslicemirroring-controller.k8s.io"));
    rest.patch(
        CORE + "endpoints/custom",
        "{\"subsets\":[{\"addresses\":[{\"ip\":\"192.0.2.2\"}],\"ports\":[{\"name\":\"web\",\"port\":81}]}]}");
    OnCluster.await(
        "the mirror to follow", () -> addressesInSlices("custom").equals(Set.of("192.0.2.2")));
    rest.delete(CORE + "endpoints/custom");
    OnCluster.await("no mirror", () -> slices("custom").isEmpty());
    rest.delete(CORE + "services/custom");
  }

  @Test
  void includeThatOfTheServer() {
    var all = Rest.list(rest.get("/api/v1/services"), "items");
    assertThat(all)
        .filteredOn(it -> Trees.text(it, "metadata", "namespace").equals("default"))
        .extracting(it -> Trees.text(it, "metadata", "name"))
        .contains("kubernetes");
    var own = rest.get("/api/v1/namespaces/default/services/kubernetes");
    assertThat(Rest.list(own, "spec", "ports"))
        .anyMatch(it -> Trees.text(it, "name").equals("https"));
  }
}
