package dev.podo.apiserver.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestServer;
import dev.podo.client.ListOptions;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.kinds.service.Services;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  @Test
  void makesWhatEveryClusterHas() {
    try (var server = TestServer.inProcess()) {
      var api = server.admin();
      assertThat(api.list(Namespaces.KIND, ListOptions.all()).items())
          .extracting(namespace -> namespace.metadata().name())
          .containsExactly("default", "kube-node-lease", "kube-public", "kube-system");
      assertThat(api.get(Services.KIND, "default", "kubernetes").spec().clusterIP())
          .isEqualTo("10.96.0.1");
      assertThat(api.get(EndpointSlices.KIND, "default", "kubernetes").endpoints())
          .flatExtracting(endpoint -> endpoint.addresses())
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
