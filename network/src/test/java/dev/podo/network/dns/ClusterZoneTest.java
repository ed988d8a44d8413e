package dev.podo.network.dns;

import static dev.podo.network.Manifest.service;
import static dev.podo.network.Manifest.slice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.informer.Snapshot;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.network.services.SliceIndex;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClusterZoneTest {
  static final ClusterZone ZONE =
      new ClusterZone(
          "cluster.local",
          "10.96.0.10",
          Snapshot.of(
              Services.KIND,
              7,
              List.of(
                  service(
                      """
                      metadata: {name: web, namespace: default}
                      spec:
                        clusterIP: 10.96.0.7
                        ports: [{name: http, port: 80}, {name: dns, port: 53, protocol: UDP}]
                      """),
                  service(
                      """
                      metadata: {name: db, namespace: default}
                      spec: {clusterIP: None, ports: [{name: sql, port: 5432}]}
                      """),
                  service(
                      """
                      metadata: {name: empty, namespace: default}
                      spec: {clusterIP: None, ports: [{name: sql, port: 5432}]}
                      """),
                  service(
                      """
                      metadata: {name: out, namespace: other}
                      spec: {type: ExternalName, externalName: Example.ORG.}
                      """),
                  service(
                      """
                      metadata: {name: alias, namespace: other}
                      spec: {type: ExternalName, externalName: web.default.svc.cluster.local}
                      """)),
              List.of(ClusterZone.SERVICE_BY_IP)),
          Snapshot.of(
              EndpointSlices.KIND,
              9,
              List.of(
                  slice(
                      """
                      metadata: {name: db-1, namespace: default, labels: {kubernetes.io/service-name: db}}
                      addressType: IPv4
                      ports: [{name: sql, port: 15432}]
                      endpoints:
                      - {addresses: [10.244.0.2], hostname: db-0, conditions: {ready: true}}
                      - {addresses: [10.244.0.3], conditions: {ready: true}}
                      - {addresses: [10.244.0.4], conditions: {ready: false}}
                      """)),
              List.of(SliceIndex.BY_SERVICE, ClusterZone.SLICE_BY_ADDRESS)));

  private static final Map<String, Integer> TYPES =
      Map.of("A", 1, "NS", 2, "CNAME", 5, "SOA", 6, "PTR", 12, "TXT", 16, "AAAA", 28, "SRV", 33);

  private static String answer(String name, String type) {
    return switch (ZONE.answer(name, TYPES.get(type), 0)) {
      case DnsAnswer.Elsewhere elsewhere -> "elsewhere";
      case DnsAnswer.Alias alias -> "alias " + alias.cname().target();
      case DnsAnswer.Records records -> describe(records);
    };
  }

  private static String describe(DnsAnswer.Records records) {
    if (records.code() == Dns.NAME_ERROR) {
      assertThat(records.authority()).hasSize(1);
      return "NXDOMAIN";
    }
    if (records.answers().isEmpty()) {
      assertThat(records.authority()).hasSize(1);
      return "NODATA";
    }
    var out = new TreeSet<String>();
    records.answers().forEach(record -> out.add(describe(record)));
    return String.join(" + ", out);
  }

  private static String describe(DnsRecord record) {
    return switch (record) {
      case DnsRecord.A a -> a.ip();
      case DnsRecord.Cname cname -> "CNAME " + cname.target();
      case DnsRecord.Ptr ptr -> ptr.target();
      case DnsRecord.Ns ns -> ns.target();
      case DnsRecord.Srv srv -> srv.target() + ":" + srv.port() + " w" + srv.weight();
      case DnsRecord.Txt txt -> txt.text();
      case DnsRecord.Soa soa -> "SOA " + soa.serial();
      case DnsRecord.Foreign foreign -> "foreign";
    };
  }

  @ParameterizedTest
  @CsvSource({
    "web.default.svc.cluster.local, A, 10.96.0.7",
    "web.default.svc.cluster.local, AAAA, NODATA",
    "web.default.svc.cluster.local, SRV, web.default.svc.cluster.local:53 w50 + web.default.svc.cluster.local:80 w50",
    "_http._tcp.web.default.svc.cluster.local, SRV, web.default.svc.cluster.local:80 w100",
    "_dns._udp.web.default.svc.cluster.local, SRV, web.default.svc.cluster.local:53 w100",
    "_http._udp.web.default.svc.cluster.local, SRV, NXDOMAIN",
    "_http._tcp.web.default.svc.cluster.local, A, NODATA",
    "_tcp.web.default.svc.cluster.local, A, NODATA",
    "pod.web.default.svc.cluster.local, A, NXDOMAIN",
    "missing.default.svc.cluster.local, A, NXDOMAIN",
    "default.svc.cluster.local, A, NODATA",
    "nowhere.svc.cluster.local, A, NXDOMAIN",
    "svc.cluster.local, A, NODATA",
    "db.default.svc.cluster.local, A, 10.244.0.2 + 10.244.0.3",
    "db.default.svc.cluster.local, AAAA, NODATA",
    "db-0.db.default.svc.cluster.local, A, 10.244.0.2",
    "10-244-0-3.db.default.svc.cluster.local, A, 10.244.0.3",
    "10-244-0-4.db.default.svc.cluster.local, A, NXDOMAIN",
    "_sql._tcp.db.default.svc.cluster.local, SRV, 10-244-0-3.db.default.svc.cluster.local:15432 w50 + db-0.db.default.svc.cluster.local:15432 w50",
    "empty.default.svc.cluster.local, A, NXDOMAIN",
    "out.other.svc.cluster.local, A, alias example.org",
    "out.other.svc.cluster.local, CNAME, CNAME example.org",
    "x.out.other.svc.cluster.local, A, NXDOMAIN",
    "10-1-2-3.default.pod.cluster.local, A, 10.1.2.3",
    "10-1-2-399.default.pod.cluster.local, A, NXDOMAIN",
    "cluster.local, SOA, SOA 9",
    "cluster.local, NS, ns.dns.cluster.local",
    "cluster.local, A, NODATA",
    "ns.dns.cluster.local, A, 10.96.0.10",
    "dns-version.cluster.local, TXT, 1.1.0",
    "example.org.default.svc.cluster.local, A, NXDOMAIN",
    "7.0.96.10.in-addr.arpa, PTR, web.default.svc.cluster.local",
    "2.0.244.10.in-addr.arpa, PTR, db-0.db.default.svc.cluster.local",
    "3.0.244.10.in-addr.arpa, PTR, 10-244-0-3.db.default.svc.cluster.local",
    "7.0.96.10.in-addr.arpa, A, NODATA",
    "1.1.1.1.in-addr.arpa, PTR, elsewhere",
    "example.org, A, elsewhere",
    "notcluster.local, A, elsewhere",
  })
  void answersByTheSpecification(String name, String type, String expected) {
    assertThat(answer(name, type)).isEqualTo(expected);
  }

  @Test
  void addsTheAddressesOfTargets() {
    var srv = (DnsAnswer.Records) ZONE.answer("_sql._tcp.db.default.svc.cluster.local", Dns.SRV, 0);
    assertThat(srv.additional())
        .contains(new DnsRecord.A("db-0.db.default.svc.cluster.local", "10.244.0.2"));
  }

  @Test
  void startsEachAnswerElsewhere() {
    var name = "db.default.svc.cluster.local";
    var zero = (DnsAnswer.Records) ZONE.answer(name, Dns.A, 0);
    var one = (DnsAnswer.Records) ZONE.answer(name, Dns.A, 1);
    assertThat(zero.answers()).isNotEqualTo(one.answers()).hasSameElementsAs(one.answers());
  }
}
