package dev.podo.network.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.network.services.Portal;
import dev.podo.network.services.Protocol;
import dev.podo.network.services.ServiceEndpoint;
import dev.podo.network.services.ServiceName;
import dev.podo.network.services.ServiceNetwork;
import dev.podo.network.services.ServicePlan;
import dev.podo.network.services.ServicePort;
import dev.podo.network.services.TrafficPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RulesetTest {
  private static final ServiceNetwork NETWORK =
      new ServiceNetwork("10.0.0.1", "10.244.0.0/16", "10.96.0.0/16");
  private static final ServiceName WEB = new ServiceName("default", "web");
  private static final ServiceEndpoint ONE = new ServiceEndpoint("10.244.0.2", 8080, true);
  private static final ServiceEndpoint TWO = new ServiceEndpoint("10.244.1.3", 8080, false);

  private static ServicePlan plan(ServicePort... ports) {
    return ServicePlan.empty(NETWORK).with(WEB, List.of(ports));
  }

  private static ServicePort web(TrafficPolicy policy, List<ServiceEndpoint> all) {
    var local = all.stream().filter(ServiceEndpoint::local).toList();
    var portal = Portal.of(Protocol.TCP, "10.96.0.7", 80).withNodePort(30080);
    return new ServicePort("http", portal, policy, all, local);
  }

  private static List<String> rules(ServicePort port, String prefix, String suffix) {
    return table(port).chains().get(prefix + "/default/web/http/tcp80" + suffix);
  }

  private static final TrafficPolicy STICKY =
      new TrafficPolicy(Duration.ofSeconds(60), false, false);

  private static TableModel table(ServicePort port) {
    var table = new TableModel();
    table.run(Ruleset.of(plan(port)).replaceAll());
    return table;
  }

  @Test
  void picksAmongEndpointsAtRandom() {
    var table = table(web(TrafficPolicy.CLUSTER, List.of(ONE, TWO)));
    assertThat(table.elements())
        .containsEntry("service-ips 10.96.0.7 . tcp . 80", "goto pick/cluster/tcp/2")
        .containsEntry("tcp-endpoints 10.96.0.7 . 80 . 0", "10.244.0.2 . 8080")
        .containsEntry("tcp-endpoints 10.96.0.7 . 80 . 1", "10.244.1.3 . 8080");
    assertThat(table.chains().get("pick/cluster/tcp/2"))
        .containsExactly(
            "ip saddr != 10.244.0.0/16 jump mark-for-masquerade",
            "dnat ip to ip daddr . tcp dport . numgen random mod 2 map @tcp-endpoints",
            // A number that was too high for what is there just now.
            "dnat ip to ip daddr . tcp dport . numgen random mod 1 map @tcp-endpoints");
  }

  @Test
  void masqueradesAPodThatReachesItself() {
    assertThat(table(web(TrafficPolicy.CLUSTER, List.of(ONE))).elements())
        .containsEntry("hairpins 10.244.0.2 . 10.244.0.2 . 10.96.0.7", "-");
    assertThat(rules(web(STICKY, List.of(ONE)), "ep", "/10.244.0.2/8080"))
        .containsExactly(
            "ip saddr 10.244.0.2 jump mark-for-masquerade",
            "update @aff/default/web/http/tcp80/10.244.0.2/8080 { ip saddr }",
            "meta l4proto tcp dnat to 10.244.0.2:8080");
  }

  @Test
  void remembersClientsBeforeItPicks() {
    assertThat(rules(web(STICKY, List.of(ONE, TWO)), "svc", ""))
        .containsExactly(
            "ip daddr 10.96.0.7 ip saddr != 10.244.0.0/16 jump mark-for-masquerade",
            "ip saddr @aff/default/web/http/tcp80/10.244.0.2/8080"
                + " goto ep/default/web/http/tcp80/10.244.0.2/8080",
            "ip saddr @aff/default/web/http/tcp80/10.244.1.3/8080"
                + " goto ep/default/web/http/tcp80/10.244.1.3/8080",
            "numgen random mod 2 vmap { 0 : goto ep/default/web/http/tcp80/10.244.0.2/8080,"
                + " 1 : goto ep/default/web/http/tcp80/10.244.1.3/8080 }");
  }

  @Test
  void keepsTheClientsAddressUnderALocalExternalPolicy() {
    var local = new TrafficPolicy(Duration.ZERO, false, true);
    var draw = "dnat ip to tcp dport . numgen random mod ";
    var table = table(web(local, List.of(ONE, TWO)));
    assertThat(table.elements())
        .containsEntry("service-nodeports tcp . 30080", "goto pick/nodeport/tcp/2/1");
    assertThat(table.chains().get("pick/nodeport/tcp/2/1"))
        .containsExactly(
            "ip saddr 10.244.0.0/16 goto pick/nodeport/tcp/2",
            "fib saddr type local goto pick/nodeport/tcp/2",
            draw + "1 map @tcp-nodeport-local-endpoints");
    var sticky = new TrafficPolicy(Duration.ofSeconds(60), false, true);
    assertThat(rules(web(sticky, List.of(ONE, TWO)), "ext", ""))
        .containsExactly(
            "ip saddr 10.244.0.0/16 goto svc/default/web/http/tcp80",
            "fib saddr type local jump mark-for-masquerade",
            "fib saddr type local goto svc/default/web/http/tcp80",
            "goto loc/default/web/http/tcp80");
  }

  @Test
  void refusesWithoutEndpointsAndDropsWhatOthersServe() {
    var table = new TableModel();
    table.run(Ruleset.of(plan(web(TrafficPolicy.CLUSTER, List.of()))).replaceAll());
    assertThat(table.elements())
        .containsEntry("no-endpoint-services 10.96.0.7 . tcp . 80", "goto reject-service")
        .containsEntry("no-endpoint-nodeports tcp . 30080", "goto reject-service")
        .doesNotContainKey("service-ips 10.96.0.7 . tcp . 80");
    var local = new TrafficPolicy(Duration.ZERO, true, true);
    table.run(Ruleset.of(plan(web(local, List.of(TWO)))).replaceAll());
    assertThat(table.elements())
        .containsEntry("no-endpoint-services 10.96.0.7 . tcp . 80", "goto drop-service")
        .containsEntry("no-endpoint-nodeports tcp . 30080", "goto drop-service");
  }

  @Test
  void changesNothingWhenNothingChanged() {
    var plan = plan(web(TrafficPolicy.CLUSTER, List.of(ONE, TWO)));
    assertThat(Ruleset.of(plan).commandsTo(Ruleset.of(plan))).isEmpty();
  }

  @Test
  void touchesOnlyTheServiceThatChanged() {
    var before = plan(web(TrafficPolicy.CLUSTER, List.of(ONE, TWO)));
    for (int i = 0; i < 100; i++) {
      before = before.with(new ServiceName("other", "s" + i), List.of(random(new Random(i), i)));
    }
    var after = before.with(WEB, List.of(web(TrafficPolicy.CLUSTER, List.of(ONE))));
    var ruleset = Ruleset.of(before);
    assertThat(ruleset.commandsTo(Ruleset.of(after, ruleset)).lines())
        .hasSizeLessThan(20)
        .allMatch(
            line -> line.contains("10.96.0.7") || line.contains("30080") || line.contains("pick/"));
  }

  @Test
  void leavesHairpinsToPacketsThatAreUnderWay() {
    var table = new TableModel();
    var hairpin = "hairpins 10.244.0.2 . 10.244.0.2 . 10.96.0.7";
    var before = Ruleset.of(plan(web(TrafficPolicy.CLUSTER, List.of(ONE, TWO))));
    table.run(before.replaceAll());
    var after = Ruleset.of(plan(web(TrafficPolicy.CLUSTER, List.of(TWO))), before);
    table.run(before.commandsTo(after));
    assertThat(table.elements())
        .containsKey(hairpin)
        .doesNotContainKey("tcp-endpoints 10.96.0.7 . 80 . 1");
    var again = Ruleset.of(plan(web(TrafficPolicy.CLUSTER, List.of(ONE))), after);
    table.run(after.commandsTo(again));
    assertThat(table.elements()).containsKey(hairpin);
  }

  @Test
  void keepsNoMoreThanAThousandHairpinsThatNobodyAsksFor() {
    var table = new TableModel();
    var current = Ruleset.of(ServicePlan.empty(NETWORK));
    table.run(current.replaceAll());
    for (var i = 0; i < 1_100; i++) {
      var pod = new ServiceEndpoint("10.244.%d.%d".formatted(i / 200, i % 200 + 2), 80, true);
      var next = Ruleset.of(plan(web(TrafficPolicy.CLUSTER, List.of(pod))), current);
      table.run(current.commandsTo(next));
      current = next;
    }
    var left =
        table.elements().keySet().stream().filter(key -> key.startsWith("hairpins ")).toList();
    assertThat(left).hasSizeBetween(1_000, 1_002).noneMatch(key -> key.contains(" 10.244.0.2 "));
  }

  /// The property: whatever the two plans, the commands between them lead from the one to the
  /// other, and no command on the way refers to what is not there.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void leadsFromAnyPlanToAnyOther(long seed) {
    var random = new Random(seed);
    var table = new TableModel();
    var current = Ruleset.of(randomPlan(random));
    table.run(current.replaceAll());
    for (int i = 0; i < 60; i++) {
      var next = Ruleset.of(randomPlan(random), current);
      table.run(current.commandsTo(next));
      var anew = new TableModel();
      anew.run(next.replaceAll());
      assertThat(table).as("seed %s, step %s", seed, i).isEqualTo(anew);
      current = next;
    }
  }

  private static ServicePlan randomPlan(Random random) {
    var plan = ServicePlan.empty(NETWORK);
    for (int i = 0; i < 6; i++) {
      var ports = new ArrayList<ServicePort>();
      for (int port = 0; port < random.nextInt(3); port++) {
        ports.add(random(random, i * 10 + port));
      }
      plan = plan.with(new ServiceName("ns", "s" + i), ports);
    }
    return plan;
  }

  private static ServicePort random(Random random, int id) {
    var endpoints = new ArrayList<ServiceEndpoint>();
    for (int i = 0; i < 4; i++) {
      if (random.nextBoolean()) {
        endpoints.add(new ServiceEndpoint("10.244.0." + (i + 2), 8080, i % 2 == 0));
      }
    }
    var protocol = List.of(Protocol.values()).get(random.nextInt(3));
    var portal =
        Portal.of(protocol, "10.96.1." + id, 80)
            .withNodePort(random.nextBoolean() ? 30000 + id : 0)
            .withExternal(
                random.nextBoolean() ? List.of("192.0.2." + id) : List.of(),
                new Portal.LoadBalancer(
                    random.nextBoolean() ? List.of("198.51.100." + id) : List.of(),
                    random.nextBoolean() ? List.of("10.0.0.0/8") : List.of()));
    var policy =
        new TrafficPolicy(
            Duration.ofSeconds(random.nextInt(3) * 60L),
            random.nextBoolean(),
            random.nextBoolean());
    var local = endpoints.stream().filter(ServiceEndpoint::local).toList();
    return new ServicePort("p" + id, portal, policy, endpoints, local);
  }
}
