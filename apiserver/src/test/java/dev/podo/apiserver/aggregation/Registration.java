package dev.podo.apiserver.aggregation;

import static dev.podo.apiserver.Objects.meta;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestServer;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.client.Api;
import dev.podo.client.WatchOptions;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.kinds.apiservice.ApiServices;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.Bytes;
import dev.podo.model.apiregistration.v1.APIService;
import dev.podo.model.apiregistration.v1.APIServiceSpec;
import dev.podo.model.apiregistration.v1.ServiceReference;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServicePort;
import dev.podo.model.core.v1.ServiceSpec;
import dev.podo.model.discovery.v1.Endpoint;
import dev.podo.model.discovery.v1.EndpointPort;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.model.selector.FieldPredicate;
import dev.podo.store.Commit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Makes a server known to the one in front of it.
record Registration(TestServer server, Api api) {
  static final String NAME = "v1alpha1.wardle.example.com";

  static Deadline patience() {
    return Deadline.after(Clock.system(), Duration.ofMinutes(2));
  }

  static APIService extension(String version, Bytes caBundle) {
    return APIService.builder()
        .metadata(meta("", version + ".wardle.example.com"))
        .spec(
            APIServiceSpec.builder()
                .group("wardle.example.com")
                .version(version)
                .groupPriorityMinimum(2000)
                .versionPriority(200)
                .caBundle(caBundle)
                .service(
                    ServiceReference.builder()
                        .namespace("default")
                        .name("sample")
                        .port(7443)
                        .build())
                .build())
        .build();
  }

  void createService(int port) {
    var ports = List.of(ServicePort.builder().name("https").port(port).protocol("TCP").build());
    api.create(
        Services.KIND,
        Service.builder()
            .metadata(meta("default", "sample"))
            .spec(ServiceSpec.builder().ports(ports).build())
            .build(),
        WriteOptions.defaults());
  }

  /// Past validation, which wants no endpoint on the loopback.
  void keepSlice(String name, String portName, int port) throws Exception {
    var slice =
        EndpointSlice.builder()
            .metadata(
                meta("default", name)
                    .with(m -> m.uid(name).labels(Map.of("kubernetes.io/service-name", "sample"))))
            .addressType("IPv4")
            .endpoints(List.of(Endpoint.builder().addresses(List.of("127.0.0.1")).build()))
            .ports(
                List.of(EndpointPort.builder().name(portName).port(port).protocol("TCP").build()))
            .build();
    server
        .store()
        .commit(
            Commit.create(ObjectStore.key(EndpointSlices.KIND, "default", name), new Stored(slice)),
            patience());
  }

  APIService await(String name, Predicate<APIService> until) throws Exception {
    var options =
        WatchOptions.stateAndChanges().withFields(FieldPredicate.parse("metadata.name=" + name));
    try (var watch = api.watch(ApiServices.KIND, options)) {
      while (true) {
        var event = watch.next(patience());
        assertThat(event).as("a change of %s", name).isNotNull();
        if (event.object().metadata().name().equals(name) && until.test(event.object())) {
          return event.object();
        }
      }
    }
  }

  APIService awaitReason(String reason) throws Exception {
    return await(
        NAME,
        it -> {
          var condition = ApiServices.available(it);
          return condition != null && condition.reason().equals(reason);
        });
  }

  void install(int port, Bytes caBundle) throws Exception {
    createService(7443);
    keepSlice("sample-1", "https", port);
    api.create(ApiServices.KIND, extension("v1alpha1", caBundle), WriteOptions.defaults());
    awaitReason("Passed");
  }
}
