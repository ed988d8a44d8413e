package dev.podo.network.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.network.services.StaleFlows.Flow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServicePlannerTest {
  private static final ServiceNetwork NETWORK =
      new ServiceNetwork("10.0.0.1", "10.244.0.0/16", "10.96.0.0/16");
  private static final ServiceName A = new ServiceName("ns", "a");
  private static final ServiceName B = new ServiceName("ns", "b");
  private static final List<ServiceEndpoint> POD =
      List.of(new ServiceEndpoint("10.244.0.2", 8080, true));

  private final ServicePlanner planner = new ServicePlanner(NETWORK);

  private static ServicePort port(String clusterIp, int nodePort, String... externalIps) {
    var portal =
        Portal.of(Protocol.UDP, clusterIp, 80)
            .withNodePort(nodePort)
            .withExternal(List.of(externalIps), Portal.LoadBalancer.NONE);
    return new ServicePort("", portal, TrafficPolicy.CLUSTER, POD, POD);
  }

  private Portal planned(ServiceName name) {
    return planner.plan().services().getOrDefault(name, List.of()).getFirst().portal();
  }

  @Test
  void givesNobodyAnothersClusterIp() {
    planner.put(A, List.of(port("10.96.0.1", 0, "10.96.0.2", "192.0.2.1")));
    assertThat(planned(A).externalIps()).containsExactly("10.96.0.2", "192.0.2.1");
    planner.put(B, List.of(port("10.96.0.2", 0)));
    assertThat(planned(A).externalIps()).containsExactly("192.0.2.1");
    assertThat(planned(B).clusterIp()).isEqualTo("10.96.0.2");
    planner.put(B, List.of());
    assertThat(planned(A).externalIps()).containsExactly("10.96.0.2", "192.0.2.1");
  }

  @Test
  void givesANodePortToOneServiceOnly() {
    planner.put(B, List.of(port("10.96.0.2", 30000)));
    planner.put(A, List.of(port("10.96.0.1", 30000)));
    assertThat(planned(A).nodePort()).isEqualTo(30000);
    assertThat(planned(B).nodePort()).isZero();
    planner.put(A, List.of());
    assertThat(planned(B).nodePort()).isEqualTo(30000);
  }

  @Test
  void letsNobodyTakeAPinnedAddress() {
    planner.pin(new ServiceName("_podo", "dns"), List.of(port("10.96.0.10", 0)));
    planner.put(A, List.of(port("10.96.0.10", 0)));
    assertThat(planned(A).clusterIp()).isEmpty();
    assertThat(planner.absent(List.of())).containsExactly(A);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void plansTheSameInWhateverOrderServicesCome(long seed) {
    var random = new Random(seed);
    var names = new ArrayList<ServiceName>();
    for (int i = 0; i < 20; i++) {
      names.add(new ServiceName("ns", "s" + i));
    }
    var other = new ServicePlanner(NETWORK);
    for (var planner : List.of(this.planner, other)) {
      Collections.shuffle(names, random);
      for (var name : names) {
        planner.put(name, List.of(port("10.96.1." + random.nextInt(20), 30000)));
        planner.plan();
      }
      Collections.shuffle(names, random);
      for (var name : names) {
        var id = Integer.parseInt(name.name().substring(1));
        planner.put(name, List.of(port("10.96.0." + id, 30000 + id / 3, "10.96.0." + (id / 2))));
      }
    }
    assertThat(planner.plan()).isEqualTo(other.plan());
  }

  @Test
  void namesTheUdpFlowsThatAChangeLeavesBehind() {
    var before = ServicePlan.empty(NETWORK).with(A, List.of(port("10.96.0.1", 30000)));
    assertThat(StaleFlows.between(before, before.with(A, List.of())))
        .containsExactly(
            new Flow("10.96.0.1", 80, "10.244.0.2"), new Flow("", 30000, "10.244.0.2"));
    assertThat(StaleFlows.between(ServicePlan.empty(NETWORK), before))
        .containsExactly(new Flow("10.96.0.1", 80, ""), new Flow("", 30000, ""));
    assertThat(StaleFlows.between(before, before)).isEmpty();
  }
}
