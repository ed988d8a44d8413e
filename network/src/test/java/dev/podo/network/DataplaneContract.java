package dev.podo.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.network.FakeDataplane.Outcome;
import dev.podo.network.services.Portal;
import dev.podo.network.services.Protocol;
import dev.podo.network.services.ServiceEndpoint;
import dev.podo.network.services.ServiceName;
import dev.podo.network.services.ServiceNetwork;
import dev.podo.network.services.ServicePlan;
import dev.podo.network.services.ServicePort;
import dev.podo.network.services.TrafficPolicy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every dataplane does with a plan, seen by who answers a connection.
public abstract class DataplaneContract {
  protected static final ServiceNetwork NETWORK =
      new ServiceNetwork("10.244.0.1", "10.244.0.0/16", "10.96.0.0/16");
  protected static final String IP = "10.96.0.7";
  protected static final ServiceName WEB = new ServiceName("default", "web");
  protected static final ServiceEndpoint ONE = new ServiceEndpoint("10.244.0.2", 8080, true);
  protected static final ServiceEndpoint TWO = new ServiceEndpoint("10.244.0.3", 8080, true);

  protected abstract Dataplane dataplane();

  /// What becomes of a new TCP connection from the pod [#ONE].
  protected abstract Outcome connect(String ip, int port) throws Exception;

  protected static ServicePort port(int number, List<ServiceEndpoint> endpoints) {
    return new ServicePort(
        "", Portal.of(Protocol.TCP, IP, number), TrafficPolicy.CLUSTER, endpoints, endpoints);
  }

  protected static ServicePlan plan(ServicePort... ports) {
    return ServicePlan.empty(NETWORK).with(WEB, List.of(ports));
  }

  private Set<Outcome> outcomes(int connections) throws Exception {
    var seen = new HashSet<Outcome>();
    for (int i = 0; i < connections; i++) {
      seen.add(connect(IP, 80));
    }
    return seen;
  }

  @Test
  void spreadsConnectionsOverAllEndpoints() throws Exception {
    dataplane().apply(plan(port(80, List.of(ONE, TWO))));
    assertThat(outcomes(40))
        .containsExactlyInAnyOrder(new Outcome.Reached(ONE), new Outcome.Reached(TWO));
  }

  @Test
  void refusesWhereThereIsNoEndpoint() throws Exception {
    dataplane().apply(plan(port(80, List.of())));
    assertThat(connect(IP, 80)).isEqualTo(new Outcome.Refused());
  }

  @Test
  void followsAChangeOfEndpoints() throws Exception {
    dataplane().apply(plan(port(80, List.of(ONE))));
    assertThat(outcomes(5)).containsExactly(new Outcome.Reached(ONE));
    dataplane().apply(plan(port(80, List.of(TWO))));
    assertThat(outcomes(5)).containsExactly(new Outcome.Reached(TWO));
    dataplane().apply(plan(port(80, List.of())));
    assertThat(outcomes(2)).containsExactly(new Outcome.Refused());
    dataplane().apply(plan(port(80, List.of(ONE))));
    assertThat(outcomes(5)).containsExactly(new Outcome.Reached(ONE));
  }

  @Test
  void keepsAClientAtItsEndpoint() throws Exception {
    var sticky = new TrafficPolicy(Duration.ofHours(3), false, false);
    var endpoints = List.of(ONE, TWO);
    var port = new ServicePort("", Portal.of(Protocol.TCP, IP, 80), sticky, endpoints, endpoints);
    dataplane().apply(plan(port));
    assertThat(outcomes(20)).hasSize(1);
  }

  @Test
  void dropsWhatMayOnlyStayOnANodeWithoutEndpoints() throws Exception {
    var local = new TrafficPolicy(Duration.ZERO, true, false);
    var port = new ServicePort("", Portal.of(Protocol.TCP, IP, 80), local, List.of(ONE), List.of());
    dataplane().apply(plan(port));
    assertThat(connect(IP, 80)).isEqualTo(new Outcome.Dropped());
  }

  @Test
  void appliesThePlanOfAnEarlierProcessAnew() throws Exception {
    dataplane().apply(plan(port(80, List.of(ONE))));
    dataplane().removeAll();
    dataplane().apply(plan(port(80, List.of(TWO))));
    assertThat(outcomes(5)).containsExactly(new Outcome.Reached(TWO));
  }

  @Test
  void removesTwice() {
    dataplane().apply(plan(port(80, List.of(ONE))));
    dataplane().removeAll();
    dataplane().removeAll();
  }
}
