package dev.podo.apiserver.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.podo.apiserver.TestServer;
import dev.podo.client.ListOptions;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.machinery.kinds.apiservice.ApiServices;
import dev.podo.machinery.kinds.endpoints.EndpointsKind;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.flowcontrol.FlowSchemas;
import dev.podo.machinery.kinds.flowcontrol.PriorityLevelConfigurations;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.kinds.priorityclass.PriorityClasses;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.core.v1.EndpointAddress;
import dev.podo.model.core.v1.EndpointSubset;
import dev.podo.model.scheduling.v1.PriorityClass;
import dev.podo.store.Versioned;
import dev.podo.store.memory.MemoryDisk;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
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

  @Test
  void aSecondStartWritesNoneOfItAgain() throws Exception {
    var disk = new MemoryDisk();
    List<Long> before;
    try (var server = TestServer.listeningOn(disk)) {
      awaitAllNoted(server);
      before = revisions(server);
    }
    for (var start = 2; start <= 3; start++) {
      try (var server = TestServer.listeningOn(disk)) {
        assertThat(revisions(server)).as("start %s", start).isEqualTo(before);
      }
    }
  }

  /// Of what does not depend on the port and the certificates, which tests have anew each time.
  private static List<Long> revisions(TestServer server) {
    var image = server.store().image();
    return Stream.of(
            Namespaces.KIND,
            PriorityClasses.KIND,
            ApiServices.KIND,
            FlowSchemas.KIND,
            PriorityLevelConfigurations.KIND)
        .flatMap(kind -> image.list(kind.storageKey()).stream())
        .map(Versioned::modRevision)
        .toList();
  }

  /// What is noted in statuses is noted behind the start.
  private static void awaitAllNoted(TestServer server) throws InterruptedException {
    var clock = Environment.system().clock();
    var patience = Deadline.after(clock, Duration.ofMinutes(1));
    while (!server.admin().list(ApiServices.KIND, ListOptions.all()).items().stream()
        .allMatch(ApiServices::isAvailable)) {
      assertThat(patience.hasPassed(clock)).isFalse();
      clock.sleep(Duration.ofMillis(5));
    }
  }
}
