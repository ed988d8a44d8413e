package dev.podo.node.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.foundation.VirtualClock;
import dev.podo.model.IntOrString;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Probe;
import dev.podo.model.core.v1.TCPSocketAction;
import dev.podo.node.handlers.Handlers.Target;
import dev.podo.node.simulated.SimulatedRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// On virtual time, each step on the thread of the test.
class ContainerProbesTest {
  private static final int STARTUP = 1;
  private static final int LIVENESS = 2;
  private static final int READINESS = 3;

  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-01T00:00:00Z"));

  /// Not closed: it would wait for threads that were never started.
  private final Scope scope = Scope.root("test", onThisThread());

  private final List<String> told = new ArrayList<>();
  private final SortedMap<Integer, Answer> answers = new TreeMap<>();

  private Environment onThisThread() {
    return new Environment(
        clock,
        Environment.system().random(),
        task ->
            new Thread(task) {
              @Override
              public void start() {
                task.run();
              }
            });
  }

  private final class Network implements NetworkClient {
    @Override
    public Answer tcp(String host, int port, Duration timeout) {
      told.add(at() + " asked " + port);
      return answers.getOrDefault(port, Answer.OK);
    }

    @Override
    public Reply get(HttpGet request, Duration timeout) {
      return new Reply.Failure("not asked for");
    }
  }

  private final class Listener implements ContainerProbes.Listener {
    @Override
    public void judged(ContainerProbes.Type type, boolean success) {
      told.add(at() + " " + type + " " + success);
    }

    @Override
    public void failed(String text) {
      told.add(at() + " " + text);
    }

    @Override
    public void warned(String text) {
      told.add(at() + " " + text);
    }
  }

  private long at() {
    return clock.nanos() / 1_000_000_000;
  }

  private static Probe probe(int port, int delay, int period, int failures) {
    return Probe.builder()
        .tcpSocket(TCPSocketAction.builder().port(IntOrString.of(port)).build())
        .initialDelaySeconds(delay)
        .periodSeconds(period)
        .successThreshold(1)
        .failureThreshold(failures)
        .build();
  }

  private ContainerProbes begin(Container container) {
    var handlers = new Handlers(new SimulatedRuntime(clock, 1), new Network(), clock);
    var target = new Target(container, "id", "10.0.0.9");
    var probes = new ContainerProbes(handlers, target, clock, new Listener());
    probes.start(scope, clock.now(), false, false);
    return probes;
  }

  @Test
  void livenessAndReadinessWaitForTheStartupProbe() {
    answers.put(STARTUP, Answer.failed("not yet"));
    var container =
        Container.builder()
            .name("c")
            .startupProbe(probe(STARTUP, 0, 5, 30))
            .livenessProbe(probe(LIVENESS, 2, 10, 3))
            .readinessProbe(probe(READINESS, 0, 10, 3))
            .build();
    try (var probes = begin(container)) {
      assertThat(probes).isNotNull();
      clock.advance(Duration.ofSeconds(6));
      assertThat(told)
          .containsExactly(
              "0 asked 1",
              "0 Startup probe failed: not yet",
              "5 asked 1",
              "5 Startup probe failed: not yet");
      told.clear();
      answers.remove(STARTUP);
      clock.advance(Duration.ofSeconds(15));
      assertThat(told)
          .containsSubsequence("10 asked 1", "10 STARTUP true")
          .contains("10 asked 2", "10 LIVENESS true", "10 asked 3", "10 READINESS true")
          .contains("20 asked 2", "20 asked 3")
          .doesNotContain("15 asked 1", "20 asked 1");
    }
  }

  @Test
  void aStartupProbeThatFailsTooOftenIsJudgedOnce() {
    answers.put(STARTUP, Answer.failed("no"));
    var container = Container.builder().name("c").startupProbe(probe(STARTUP, 0, 1, 3)).build();
    try (var probes = begin(container)) {
      assertThat(probes).isNotNull();
      clock.advance(Duration.ofSeconds(2));
      assertThat(told)
          .filteredOn(each -> each.contains("STARTUP"))
          .containsExactly("2 STARTUP false");
    }
  }

  @Test
  void theInitialDelayAndThePeriodAreKept() {
    var container = Container.builder().name("c").readinessProbe(probe(READINESS, 7, 4, 1)).build();
    try (var probes = begin(container)) {
      assertThat(probes).isNotNull();
      clock.advance(Duration.ofSeconds(16));
      assertThat(told).containsExactly("7 asked 3", "7 READINESS true", "11 asked 3", "15 asked 3");
      told.clear();
      answers.put(READINESS, Answer.failed("busy"));
      clock.advance(Duration.ofSeconds(4));
      assertThat(told)
          .containsExactly("19 asked 3", "19 Readiness probe failed: busy", "19 READINESS false");
    }
    told.clear();
    clock.advance(Duration.ofSeconds(60));
    assertThat(told).as("after its end").isEmpty();
  }

  @Test
  void aSuccessThatWarnsIsToldAndCounts() {
    answers.put(LIVENESS, Answer.warned("redirected"));
    var container = Container.builder().name("c").livenessProbe(probe(LIVENESS, 0, 9, 1)).build();
    try (var probes = begin(container)) {
      assertThat(probes).isNotNull();
      clock.advance(Duration.ofSeconds(1));
      assertThat(told)
          .containsExactly("0 asked 2", "0 Liveness probe warning: redirected", "0 LIVENESS true");
    }
  }
}
