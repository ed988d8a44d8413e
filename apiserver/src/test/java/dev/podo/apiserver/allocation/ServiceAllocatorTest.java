package dev.podo.apiserver.allocation;

import static dev.podo.apiserver.Objects.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.apiserver.ApiServerConfig;
import dev.podo.apiserver.TestServer;
import dev.podo.client.Api;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.core.v1.Service;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.store.StoreConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceAllocatorTest {
  private final TestServer server =
      TestServer.start(
          ApiServerConfig.inProcessOnly()
              .withServices(
                  new ApiServerConfig.ServiceRanges(
                      AddressRange.parse("10.96.0.0/29"), new PortRange(30_000, 30_003))),
          StoreConfig.DEFAULT,
          node -> {
            throw new IllegalStateException();
          });
  private final Api api = server.admin();

  @AfterEach
  void stop() {
    server.close();
  }

  private Service create(Service service) {
    return api.create(Services.KIND, service, WriteOptions.defaults());
  }

  @Test
  void givesEachServiceItsOwnAddressUntilNoneIsLeft() {
    var seen = new TreeSet<String>();
    // One of the six is the Service kubernetes'.
    for (var i = 0; i < 5; i++) {
      var created = create(service("s" + i, "ClusterIP", 80));
      assertThat(created.spec().clusterIPs()).containsExactly(created.spec().clusterIP());
      assertThat(created.spec().ipFamilies()).containsExactly("IPv4");
      seen.add(created.spec().clusterIP());
    }
    assertThat(seen).hasSize(5).doesNotContain("10.96.0.1");
    assertThatThrownBy(() -> create(service("s6", "ClusterIP", 80)))
        .hasMessageContaining("is full");

    api.delete(Services.KIND, "default", "s0", DeleteOptions.EMPTY);

    create(service("s6", "ClusterIP", 80));
  }

  @Test
  void givesTheAddressThatIsAskedFor() {
    var asked = service("a", "ClusterIP", 80);
    asked = asked.withSpec(asked.spec().with(s -> s.clusterIP("10.96.0.3")));
    assertThat(create(asked).spec().clusterIP()).isEqualTo("10.96.0.3");

    var again = asked.withMetadata(asked.metadata().withName("b"));
    assertThatThrownBy(() -> create(again))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.isInvalid()).isTrue())
        .hasMessageContaining("provided IP is already allocated");

    var outside = again.withSpec(again.spec().with(s -> s.clusterIP("10.97.0.3")));
    assertThatThrownBy(() -> create(outside)).hasMessageContaining("not in the valid range");
  }

  @Test
  void keepsTheAddressOfTheDnsForItsService() {
    try (var wide =
        TestServer.start(
            ApiServerConfig.inProcessOnly()
                .withServices(
                    new ApiServerConfig.ServiceRanges(
                        AddressRange.parse("10.96.0.0/28"), new PortRange(30_000, 30_003))),
            StoreConfig.DEFAULT,
            node -> {
              throw new IllegalStateException();
            })) {
      var services = wide.admin();
      var asked = service("dns", "ClusterIP", 53);
      var other = asked.withSpec(asked.spec().with(s -> s.clusterIP("10.96.0.10")));
      assertThatThrownBy(() -> services.create(Services.KIND, other, WriteOptions.defaults()))
          .hasMessageContaining("kept for the Service kube-system/kube-dns");
      for (var i = 0; i < 12; i++) {
        var given =
            services.create(
                Services.KIND, service("s" + i, "ClusterIP", 80), WriteOptions.defaults());
        assertThat(given.spec().clusterIP()).isNotEqualTo("10.96.0.10");
      }
      var dns =
          other.withMetadata(other.metadata().withNamespace("kube-system").withName("kube-dns"));
      assertThat(services.create(Services.KIND, dns, WriteOptions.defaults()).spec().clusterIP())
          .isEqualTo("10.96.0.10");
    }
  }

  @Test
  void leavesHeadlessServicesWithout() {
    var headless = service("h", "ClusterIP", 80);
    headless = headless.withSpec(headless.spec().with(s -> s.clusterIP("None")));

    assertThat(create(headless).spec().clusterIPs()).containsExactly("None");
  }

  @Test
  void givesPortsOfNodesAndTakesThemBack() {
    var first = create(service("a", "NodePort", 80, 81, 82));
    var ports = first.spec().ports().stream().map(p -> p.nodePort()).toList();
    assertThat(new TreeSet<>(ports)).hasSize(3).allMatch(p -> p >= 30_000 && p <= 30_003);
    assertThatThrownBy(() -> create(service("b", "NodePort", 80, 81)))
        .hasMessageContaining("range 30000-30003 is full");

    api.delete(Services.KIND, "default", "a", DeleteOptions.EMPTY);

    create(service("b", "NodePort", 80, 81));
  }

  @Test
  void keepsWhatAnUpdateLeavesOut() {
    var created = create(service("a", "NodePort", 80));
    var update =
        service("a", "NodePort", 80)
            .withMetadata(created.metadata())
            .with(s -> s.metadata(created.metadata().withLabels(Map.of("x", "y"))));

    var updated = api.update(Services.KIND, update, WriteOptions.defaults());

    assertThat(updated.spec().clusterIP()).isEqualTo(created.spec().clusterIP());
    assertThat(updated.spec().ports()).isEqualTo(created.spec().ports());
  }

  @Test
  void refusesAPortThatIsTaken() {
    var created = create(service("a", "NodePort", 80));
    var taken = created.spec().ports().getFirst().nodePort();
    var other = service("b", "NodePort", 80);
    var port = other.spec().ports().getFirst().with(p -> p.nodePort(taken));

    assertThatThrownBy(() -> create(other.withSpec(other.spec().with(s -> s.ports(List.of(port))))))
        .hasMessageContaining(
            "spec.ports[0].nodePort: Invalid value: "
                + taken
                + ": provided port is already allocated");
  }

  @Test
  void aDryRunTakesNothing() {
    for (var i = 0; i < 20; i++) {
      api.create(
          Services.KIND,
          service("s" + i, "ClusterIP", 80),
          WriteOptions.defaults().withDryRun(true));
    }
    create(service("real", "ClusterIP", 80));
  }

  @Test
  void givesOneFamilyToWhoPrefersTwo() {
    var preferring = service("p", "ClusterIP", 80);
    var created =
        create(
            preferring.withSpec(preferring.spec().with(s -> s.ipFamilyPolicy("PreferDualStack"))));
    assertThat(created.spec().ipFamilies()).containsExactly("IPv4");
    assertThat(created.spec().ipFamilyPolicy()).isEqualTo("PreferDualStack");
    assertThat(created.spec().clusterIPs()).hasSize(1);

    var requiring = service("r", "ClusterIP", 80);
    assertThatThrownBy(() ->
            create(
                requiring.withSpec(
                    requiring.spec().with(s -> s.ipFamilyPolicy("RequireDualStack")))))
        .hasMessage(
            "Service \"r\" is invalid: spec.ipFamilyPolicy: Invalid value: \"RequireDualStack\":"
                + " this cluster is not configured for dual-stack services");
  }

  @Test
  void letsHeadlessServicesOfOthersHaveBothFamilies() {
    var headless = service("h", "ClusterIP", 80);
    headless = headless.withSpec(headless.spec().with(s -> s.clusterIP("None").selector(null)));

    var created = create(headless);

    assertThat(created.spec().ipFamilies()).containsExactly("IPv4", "IPv6");
    assertThat(created.spec().ipFamilyPolicy()).isEqualTo("RequireDualStack");
    assertThat(created.spec().clusterIPs()).containsExactly("None");
  }

  @Test
  void givesAPortForHealthChecks() {
    var local = service("l", "LoadBalancer", 80);
    local =
        local.withSpec(
            local
                .spec()
                .with(s -> s.externalTrafficPolicy("Local").allocateLoadBalancerNodePorts(false)));

    var created = create(local);

    assertThat(created.spec().healthCheckNodePort()).isBetween(30_000, 30_003);
    assertThat(created.spec().ports().getFirst().nodePort()).isZero();
    assertThat(api.update(Services.KIND, created, WriteOptions.defaults()).spec())
        .isEqualTo(created.spec());
  }

  @Test
  void takesThePortsThatAreAskedForEvenWhereNoneAreGiven() {
    var asking = service("a", "LoadBalancer", 80);
    var port = asking.spec().ports().getFirst().with(p -> p.nodePort(30_001));
    create(
        asking.withSpec(
            asking.spec().with(s -> s.ports(List.of(port)).allocateLoadBalancerNodePorts(false))));

    var other = service("b", "NodePort", 80);
    assertThatThrownBy(() -> create(other.withSpec(other.spec().with(s -> s.ports(List.of(port))))))
        .hasMessageContaining("provided port is already allocated");
  }
}
