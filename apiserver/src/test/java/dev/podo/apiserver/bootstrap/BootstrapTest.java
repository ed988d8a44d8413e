package dev.podo.apiserver.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.podo.apiserver.TestServer;
import dev.podo.client.ListOptions;
import dev.podo.machinery.kinds.endpoints.EndpointsKind;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.kinds.priorityclass.PriorityClasses;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.core.v1.EndpointAddress;
import dev.podo.model.core.v1.EndpointSubset;
import dev.podo.model.scheduling.v1.PriorityClass;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  @Test
  void makesWhatEveryClusterHas() {
    try (var server = TestServer.inProcess()) {
      var api = server.admin();
      assertThat(api.list(Namespaces.KIND, ListOptions.all()).items())
          .extracting(namespace -> namespace.metadata().name())
          .containsExactly("default", "kube-node-lease", "kube-public", "kube-system");
      assertThat(api.list(PriorityClasses.KIND, ListOptions.all()).items())
          .extracting(priority -> priority.metadata().name(), PriorityClass::value)
          .containsExactly(
              tuple("system-cluster-critical", 2_000_000_000),
              tuple("system-node-critical", 2_000_001_000));
      assertThat(api.get(Services.KIND, "default", "kubernetes").spec().clusterIP())
          .isEqualTo("10.96.0.1");
      assertThat(api.get(EndpointSlices.KIND, "default", "kubernetes").endpoints())
          .flatExtracting(endpoint -> endpoint.addresses())
          .containsExactly("10.0.0.1");
      assertThat(api.get(EndpointsKind.KIND, "default", "kubernetes").subsets())
          .flatExtracting(EndpointSubset::addresses)
          .extracting(EndpointAddress::ip)
          .containsExactly("10.0.0.1");
    }
  }

  @Test
  void advertisesNoLoopbackAddress() {
    try (var server = TestServer.unadvertised()) {
      var api = server.admin();
      assertThat(api.get(Services.KIND, "default", "kubernetes")).isNotNull();
      assertThat(api.list(EndpointSlices.KIND, ListOptions.all()).items()).isEmpty();
    }
  }
}
