package dev.podo.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.core.v1.HostAlias;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodDNSConfig;
import dev.podo.model.core.v1.PodDNSConfigOption;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.node.runtime.SandboxConfig.DnsConfig;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PodDnsTest {
  private final PodDns dns =
      new PodDns(
          List.of("10.96.0.10"),
          "cluster.local",
          new DnsConfig(List.of("1.1.1.1"), List.of("corp"), List.of()));

  private static Pod pod(UnaryOperator<PodSpec.Builder> spec) {
    return Pod.builder()
        .metadata(ObjectMeta.builder().namespace("shop").name("web-1").build())
        .spec(spec.apply(PodSpec.builder().dnsPolicy("ClusterFirst")).build())
        .build();
  }

  @Test
  void podsAskTheCluster() {
    var config = dns.of(pod(it -> it));
    assertThat(config.servers()).containsExactly("10.96.0.10");
    assertThat(config.searches())
        .containsExactly("shop.svc.cluster.local", "svc.cluster.local", "cluster.local", "corp");
    assertThat(config.options()).containsExactly("ndots:5");
  }

  @Test
  void podsOnTheHostsNetworkAskWhomTheHostAsks() {
    assertThat(dns.of(pod(it -> it.hostNetwork(true))).servers()).containsExactly("1.1.1.1");
    assertThat(
            dns.of(pod(it -> it.hostNetwork(true).dnsPolicy("ClusterFirstWithHostNet"))).servers())
        .containsExactly("10.96.0.10");
  }

  @Test
  void dnsConfigIsAdded() {
    var own =
        PodDNSConfig.builder()
            .nameservers(List.of("9.9.9.9"))
            .searches(List.of("extra"))
            .options(List.of(PodDNSConfigOption.builder().name("ndots").value("2").build()))
            .build();
    var none = dns.of(pod(it -> it.dnsPolicy("None").dnsConfig(own)));
    assertThat(none)
        .isEqualTo(new DnsConfig(List.of("9.9.9.9"), List.of("extra"), List.of("ndots:2")));
    assertThat(dns.of(pod(it -> it.dnsConfig(own))).options()).containsExactly("ndots:2");
  }

  @Test
  void hostsFileNamesThePodAndItsAliases() {
    var alias = HostAlias.builder().ip("1.2.3.4").hostnames(List.of("a", "b")).build();
    var text =
        dns.hostsFile(
            pod(it -> it.hostname("web").subdomain("front").hostAliases(List.of(alias))),
            List.of("10.0.0.9"));
    assertThat(text)
        .startsWith("# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n")
        .contains("10.0.0.9\tweb.front.shop.svc.cluster.local\tweb\n")
        .endsWith("\n# Entries added by HostAliases.\n1.2.3.4\ta\tb\n");
  }

  @Test
  void hostnameIsShortUnlessTheWholeNameIsAskedFor() {
    assertThat(dns.hostname(pod(it -> it))).isEqualTo("web-1");
    assertThat(dns.hostname(pod(it -> it.hostname("w").subdomain("s")))).isEqualTo("w");
    assertThat(dns.hostname(pod(it -> it.hostname("w").subdomain("s").setHostnameAsFQDN(true))))
        .isEqualTo("w.s.shop.svc.cluster.local");
    assertThat(dns.hostname(pod(it -> it.hostNetwork(true)))).isEmpty();
  }
}
