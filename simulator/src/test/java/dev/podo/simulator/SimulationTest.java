package dev.podo.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.foundation.Deadline;
import dev.podo.foundation.Mailbox;
import dev.podo.foundation.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {
  @Test
  void theSameSeedGivesTheSameOrder() {
    assertThat(orderOf(1)).isEqualTo(orderOf(1));
  }

  @Test
  void anotherSeedGivesAnotherOrder() {
    assertThat(orderOf(1)).isNotEqualTo(orderOf(2));
  }

  @Test
  void timeJumpsToTheNextTimer() {
    var simulation = new Simulation(1);
    var woke = new ArrayList<String>();
    var scope = Scope.root("test", simulation.environment());
    scope.fork(
        "sleeper",
        () -> {
          simulation.environment().clock().sleep(Duration.ofDays(365));
          woke.add(simulation.clock().now().toString());
        });
    assertThat(simulation.runUntil(() -> !woke.isEmpty(), Duration.ofDays(400))).isTrue();
    assertThat(woke).containsExactly("2027-01-01T00:00:00Z");
  }

  private static List<String> orderOf(long seed) {
    var simulation = new Simulation(seed);
    var environment = simulation.environment();
    var log = new ArrayList<String>();
    var scope = Scope.root("test", environment);
    var mailbox = new Mailbox<String>(environment.clock(), 4);
    for (int i = 0; i < 5; i++) {
      var name = "sender-" + i;
      scope.fork(
          name,
          () -> {
            for (int n = 0; n < 10; n++) {
              mailbox.put(name + ":" + n, Deadline.never());
              environment.clock().sleep(Duration.ofMillis(environment.random().nextInt(3)));
            }
          });
    }
    scope.fork(
        "taker",
        () -> {
          while (true) {
            log.add(mailbox.take(Deadline.never()));
          }
        });
    simulation.run(Duration.ofSeconds(1));
    assertThat(log).hasSize(50);
    return log;
  }
}
