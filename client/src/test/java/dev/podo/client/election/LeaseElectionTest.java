package dev.podo.client.election;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.fake.FakeApi;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Mailbox;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.lease.Leases;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaseElectionTest {
  private final Environment environment = Environment.system();
  private final Scope scope = Scope.root("test", environment);
  private final FakeApi api = new FakeApi(environment);
  private final Mailbox<String> told = new Mailbox<>(environment.clock(), 100);

  @AfterEach
  void close() {
    scope.close();
  }

  private Scope candidate(String identity) {
    var config =
        new ElectionConfig(
            "kube-system",
            "test",
            identity,
            Duration.ofMillis(300),
            Duration.ofMillis(200),
            Duration.ofMillis(20));
    var own = scope.child(identity);
    LeaseElection.start(
        api,
        config,
        own,
        term -> {
          // Before anyone can hear of the term and end it.
          term.onClose(() -> told.offer(identity + " ends"));
          told.offer(identity + " leads");
        });
    return own;
  }

  private String next() throws InterruptedException {
    return told.take(Deadline.after(environment.clock(), Duration.ofSeconds(10)));
  }

  @Test
  void oneLeadsAndTheNextFollowsWhenItLeaves() throws InterruptedException {
    var first = candidate("a");
    assertThat(next()).isEqualTo("a leads");
    candidate("b");
    first.close();

    assertThat(next()).isEqualTo("a ends");
    assertThat(next()).isEqualTo("b leads");
    var lease = api.get(Leases.KIND, "kube-system", "test");
    assertThat(lease.spec().holderIdentity()).isEqualTo("b");
    assertThat(lease.spec().leaseTransitions()).isEqualTo(1);
  }

  @Test
  void aLeaderThatCannotRenewStepsDown() throws Exception {
    candidate("a");
    assertThat(next()).isEqualTo("a leads");
    var outage =
        api.refuse((verb, kind, name) -> {
          throw ApiErrors.serviceUnavailable("down");
        });
    assertThat(next()).isEqualTo("a ends");
    outage.close();
    assertThat(next()).isEqualTo("a leads");
  }
}
