package dev.podo.network.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.network.Dataplane;
import dev.podo.network.DataplaneContract;
import dev.podo.network.DataplaneException;
import dev.podo.network.FakeDataplane.Outcome;
import dev.podo.network.services.Portal;
import dev.podo.network.services.Protocol;
import dev.podo.network.services.ServiceEndpoint;
import dev.podo.network.services.ServiceName;
import dev.podo.network.services.ServicePlan;
import dev.podo.network.services.ServicePort;
import dev.podo.network.services.TrafficPolicy;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// The contract on a real kernel, and what only a kernel can show.
@EnabledIf(value = "dev.podo.network.linux.Root#withNft", disabledReason = "root+nft")
final class LinuxDataplaneTest extends DataplaneContract {
  private static TestNode node;

  private Dataplane linux;

  @BeforeAll
  static void startNode() {
    node = new TestNode(List.of(ONE, TWO));
  }

  @AfterAll
  static void stopNode() throws IOException {
    node.close();
  }

  @BeforeEach
  void open() {
    linux = new InNamespace(node.host);
  }

  @AfterEach
  void close() {
    linux.removeAll();
    linux.close();
  }

  @Override
  protected Dataplane dataplane() {
    return linux;
  }

  @Override
  protected Outcome connect(String ip, int port) {
    return TestNode.connect(node.pods.getFirst(), ip, port);
  }

  private static final int PATIENCE_MS = 30_000;

  private static Outcome fromHost(String ip, int port) {
    return TestNode.connect(node.host, ip, port);
  }

  private static ServicePort exposed(TrafficPolicy policy, List<ServiceEndpoint> local) {
    var portal = Portal.of(Protocol.TCP, IP, 80).withNodePort(30080);
    return new ServicePort("http", portal, policy, List.of(ONE, TWO), local);
  }

  @Test
  void reachesClusterIpFromTheHostWithoutADefaultRoute() {
    linux.apply(plan(port(80, List.of(ONE))));
    assertThat(fromHost(IP, 80)).isEqualTo(new Outcome.Reached(ONE));
  }

  @Test
  void refusesTheHostWhereThereIsNoEndpoint() {
    linux.apply(plan(port(80, List.of())));
    assertThat(fromHost(IP, 80)).isEqualTo(new Outcome.Refused());
  }

  @Test
  void refusesAddressesThatNoServiceHas() {
    linux.apply(plan(port(80, List.of(ONE))));
    assertThat(connect("10.96.3.3", 80)).isEqualTo(new Outcome.Refused());
    assertThat(connect(IP, 81)).isEqualTo(new Outcome.Refused());
    assertThat(fromHost(IP, 81)).isEqualTo(new Outcome.Refused());
  }

  @Test
  void servesANodePortOnEveryAddressOfTheNode() {
    linux.apply(plan(exposed(TrafficPolicy.CLUSTER, List.of(ONE, TWO))));
    assertThat(connect("10.244.0.1", 30080)).isInstanceOf(Outcome.Reached.class);
    assertThat(fromHost("10.244.0.1", 30080)).isInstanceOf(Outcome.Reached.class);
    assertThat(fromHost("127.0.0.1", 30080)).isInstanceOf(Outcome.Reached.class);
  }

  @Test
  void refusesANodePortWithoutEndpoints() {
    var portal = Portal.of(Protocol.TCP, IP, 80).withNodePort(30080);
    linux.apply(plan(new ServicePort("http", portal, TrafficPolicy.CLUSTER, List.of(), List.of())));
    assertThat(connect("10.244.0.1", 30080)).isEqualTo(new Outcome.Refused());
    assertThat(fromHost("127.0.0.1", 30080)).isEqualTo(new Outcome.Refused());
  }

  @Test
  void letsPodsAndNodeThroughALocalNodePortWithoutLocalEndpoints() {
    var local = new TrafficPolicy(Duration.ZERO, false, true);
    linux.apply(plan(exposed(local, List.of())));
    assertThat(connect("10.244.0.1", 30080)).isInstanceOf(Outcome.Reached.class);
    assertThat(fromHost("10.244.0.1", 30080)).isInstanceOf(Outcome.Reached.class);
  }

  @Test
  void lettsAPodReachItselfThroughItsService() {
    linux.apply(plan(port(80, List.of(ONE))));
    assertThat(connect(IP, 80)).isEqualTo(new Outcome.Reached(ONE));
  }

  @Test
  void keepsConnectionsThroughChangesOfThisAndOtherServices() throws Exception {
    var other = new ServiceName("default", "other");
    var plan = plan(port(80, List.of(ONE)));
    linux.apply(plan);
    try (var socket = node.pods.get(1).run(() -> TestNode.open(IP, 80))) {
      assertThat(TestNode.greeting(socket)).isEqualTo(ONE);
      for (int i = 0; i < 3; i++) {
        var elsewhere = List.of(new ServiceEndpoint("10.244.0.9", 80 + i, true));
        var moved =
            new ServicePort(
                "",
                Portal.of(Protocol.TCP, "10.96.0.8", 80),
                TrafficPolicy.CLUSTER,
                elsewhere,
                elsewhere);
        linux.apply(plan.with(other, List.of(moved)).with(WEB, List.of(port(80, List.of(TWO)))));
        socket.getOutputStream().write('x');
        assertThat(socket.getInputStream().read()).isEqualTo('x');
      }
    }
    assertThat(connect(IP, 80)).isEqualTo(new Outcome.Reached(TWO));
  }

  @Test
  void movesAUdpFlowWhenItsEndpointGoes() throws Exception {
    linux.apply(plan(udp(List.of(ONE))));
    try (var one = node.pods.get(0).run(() -> new DatagramSocket(5353));
        var two = node.pods.get(1).run(() -> new DatagramSocket(5353));
        var client = node.host.run(DatagramSocket::new)) {
      one.setSoTimeout(2000);
      two.setSoTimeout(2000);
      send(client);
      assertThat(receive(one)).isEqualTo("hello");
      linux.apply(plan(udp(List.of(TWO))));
      send(client);
      assertThat(receive(two)).isEqualTo("hello");
    }
  }

  private static ServicePort udp(List<ServiceEndpoint> pods) {
    var endpoints = pods.stream().map(pod -> new ServiceEndpoint(pod.ip(), 5353, true)).toList();
    return new ServicePort(
        "dns", Portal.of(Protocol.UDP, IP, 53), TrafficPolicy.CLUSTER, endpoints, endpoints);
  }

  private static void send(DatagramSocket from) throws IOException {
    var bytes = "hello".getBytes(US_ASCII);
    from.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName(IP), 53));
  }

  private static String receive(DatagramSocket at) throws IOException {
    var packet = new DatagramPacket(new byte[64], 64);
    at.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), US_ASCII);
  }

  /// One thread changes Services without a pause while another connects through one of them.
  @Test
  void losesNoConnectionWhileEndpointsAndServicesComeAndGo() throws Exception {
    linux.apply(plan(port(80, List.of(ONE, TWO))));
    var changes =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; i < 100; i++) {
                linux.apply(
                    plan(port(80, CHOICES.get(i % CHOICES.size())))
                        .with(new ServiceName("default", "s" + i % 7), List.of(elsewhere(i))));
              }
            });
    var connections = 0;
    while (changes.isAlive() || connections < 100) {
      assertThat(TestNode.connect(node.pods.getFirst(), IP, 80, PATIENCE_MS))
          .isIn(new Outcome.Reached(ONE), new Outcome.Reached(TWO));
      connections++;
    }
    changes.join();
  }

  private static final List<List<ServiceEndpoint>> CHOICES =
      List.of(List.of(ONE), List.of(ONE, TWO), List.of(TWO));

  private static ServicePort elsewhere(int i) {
    var pods = List.of(new ServiceEndpoint("10.244.0.9", 80 + i, true));
    var portal = Portal.of(Protocol.TCP, "10.96.0." + (20 + i % 7), 80);
    return new ServicePort("", portal, TrafficPolicy.CLUSTER, pods, pods);
  }

  /// That packets take it cannot be shown where the kernel has no SCTP sockets.
  @Test
  void takesRulesForSctp() {
    for (var affinity : List.of(Duration.ZERO, Duration.ofMinutes(1))) {
      var portal = Portal.of(Protocol.SCTP, IP, 7).withNodePort(30007);
      var policy = new TrafficPolicy(affinity, false, true);
      linux.apply(plan(new ServicePort("sctp", portal, policy, List.of(ONE, TWO), List.of(ONE))));
      assertThat(node.host.run(() -> nft("list table ip podo")))
          .contains("10.96.0.7 . sctp . 7", "sctp . 30007");
    }
  }

  @Test
  void leadsAPortalToAServerOfTheNodeItself() throws Exception {
    node.listen(node.host, 10053, "10.244.0.1:10053\n");
    var server = List.of(new ServiceEndpoint("10.244.0.1", 10053, true));
    var portal = Portal.of(Protocol.TCP, "10.96.0.10", 53);
    linux.apply(plan(new ServicePort("dns-tcp", portal, TrafficPolicy.CLUSTER, server, server)));
    assertThat(connect("10.96.0.10", 53)).isEqualTo(new Outcome.Reached(server.getFirst()));
    assertThat(fromHost("10.96.0.10", 53)).isEqualTo(new Outcome.Reached(server.getFirst()));
  }

  @Test
  void changesAffinityTimeoutAndEveryKindOfPortal() {
    var all =
        new ServicePort(
            "all",
            Portal.of(Protocol.TCP, IP, 80)
                .withNodePort(30080)
                .withExternal(
                    List.of("192.0.2.1"),
                    new Portal.LoadBalancer(List.of("192.0.2.2"), List.of("10.0.0.0/8"))),
            new TrafficPolicy(Duration.ofSeconds(10), true, true),
            List.of(ONE, TWO),
            List.of(ONE));
    linux.apply(plan(all));
    linux.apply(plan(port(80, List.of(ONE, TWO))));
    linux.apply(plan(all));
    var longer =
        new ServicePort(
            all.name(),
            all.portal(),
            new TrafficPolicy(Duration.ofSeconds(20), true, true),
            all.cluster(),
            all.local());
    linux.apply(plan(longer));
    assertThat(connect("192.0.2.1", 80)).isInstanceOf(Outcome.Reached.class);
    assertThat(connect("192.0.2.2", 80)).isInstanceOf(Outcome.Reached.class);
    var plain =
        new ServicePort(
            all.name(),
            all.portal(),
            new TrafficPolicy(Duration.ZERO, true, true),
            all.cluster(),
            all.local());
    linux.apply(plan(plain));
    assertThat(connect(IP, 80)).isEqualTo(new Outcome.Reached(ONE));
    assertThat(connect("192.0.2.1", 80)).isInstanceOf(Outcome.Reached.class);
    assertThat(connect("192.0.2.2", 80)).isInstanceOf(Outcome.Reached.class);
    assertThat(connect("10.244.0.1", 30080)).isInstanceOf(Outcome.Reached.class);
  }

  @Test
  void takesThousandsOfServices() {
    var plan = ServicePlan.empty(NETWORK);
    var ports = new ArrayList<ServicePort>();
    for (int i = 0; i < 2000; i++) {
      var ip = "10.96." + (10 + i / 250) + "." + (i % 250 + 1);
      ports.add(
          new ServicePort(
              "p" + i,
              Portal.of(Protocol.TCP, ip, 80),
              TrafficPolicy.CLUSTER,
              List.of(ONE, TWO),
              List.of()));
    }
    linux.apply(plan.with(new ServiceName("default", "many"), ports));
    assertThat(connect("10.96.17.200", 80)).isInstanceOf(Outcome.Reached.class);
  }

  @Test
  void leavesNothingBehind() {
    linux.apply(plan(exposed(TrafficPolicy.CLUSTER, List.of(ONE))));
    linux.removeAll();
    assertThat(node.host.run(() -> nft("list ruleset") + TestNamespace.sh("ip route; ip link")))
        .doesNotContain("podo", "10.96.");
  }

  @Test
  void leavesOthersRulesAlone() {
    node.host.run(() -> nft("add table ip others"));
    linux.apply(plan(port(80, List.of(ONE))));
    linux.removeAll();
    assertThat(node.host.run(() -> nft("list tables"))).contains("others");
  }

  /// Without the tool of that name, which a host that runs Podo need not have.
  private static String nft(String command) {
    try (var library = LibNftables.open()) {
      return library.run(command);
    }
  }

  @Test
  void startsFromScratchAfterARefusal() {
    linux.apply(plan(port(80, List.of(ONE))));
    var nonsense = List.of(new ServiceEndpoint("no address", 1, true));
    assertThatThrownBy(() -> linux.apply(plan(port(80, nonsense))))
        .isInstanceOf(DataplaneException.class)
        .hasMessageContaining("nftables refused");
    assertThat(connect(IP, 80)).isEqualTo(new Outcome.Reached(ONE));
    linux.apply(plan(port(80, List.of(TWO))));
    assertThat(connect(IP, 80)).isEqualTo(new Outcome.Reached(TWO));
  }

  @Test
  void isToldOfWhatOthersUndoAndSetsItUpAgain() {
    var plan = plan(port(80, List.of(ONE)));
    try (var scope = Scope.root("test", Environment.system())) {
      var losses = new AtomicInteger();
      linux.watch(losses::incrementAndGet, scope);
      linux.apply(plan);
      linux.apply(plan(port(80, List.of(TWO)))); // Podo's own changes are no loss
      for (var harm :
          List.of(
              "flush ruleset",
              "delete table ip podo",
              "ip link delete podo-services",
              "ip link set podo-services down")) {
        var before = losses.get();
        node.host.run(() -> harm.startsWith("ip ") ? TestNamespace.sh(harm) : nft(harm));
        until(() -> losses.get() > before);
        linux.apply(plan);
        assertThat(connect(IP, 80)).as(harm).isEqualTo(new Outcome.Reached(ONE));
        assertThat(fromHost(IP, 80)).as(harm).isEqualTo(new Outcome.Reached(ONE));
        assertThat(losses).as(harm).hasValue(before + 1);
      }
    }
  }

  private static void until(BooleanSupplier holds) {
    while (!holds.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  /// A dataplane that lives on a namespace's thread.
  private record InNamespace(TestNamespace namespace, LinuxDataplane inner) implements Dataplane {
    InNamespace(TestNamespace namespace) {
      this(namespace, namespace.run(LinuxDataplane::open));
    }

    @Override
    public void apply(ServicePlan plan) {
      on(() -> inner.apply(plan));
    }

    @Override
    public void watch(Runnable onLoss, Scope scope) {
      inner.watch(onLoss, scope);
    }

    @Override
    public void removeAll() {
      on(inner::removeAll);
    }

    @Override
    public void close() {
      on(inner::close);
    }

    private void on(Runnable step) {
      var failure =
          namespace.run(() -> {
            try {
              step.run();
              return "";
            } catch (DataplaneException e) {
              return String.valueOf(e.getMessage());
            }
          });
      if (!failure.isEmpty()) {
        throw new DataplaneException(failure, null);
      }
    }
  }
}
