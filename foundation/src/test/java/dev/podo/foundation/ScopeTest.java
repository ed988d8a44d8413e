package dev.podo.foundation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ScopeTest {
  private final Environment environment = Environment.system();

  @Test
  void closingEndsThreadsAndClosesLastFirst() {
    var order = new ArrayList<String>();
    var scope = Scope.root("test", environment);
    scope.onClose(() -> order.add("first opened"));
    var child = scope.child("child");
    child.onClose(() -> order.add("child's"));
    child.fork("sleeper", () -> environment.clock().sleep(Duration.ofDays(1)));
    scope.onClose(() -> order.add("last opened"));
    scope.close();
    assertThat(order).isEqualTo(List.of("last opened", "child's", "first opened"));
    assertThat(child.isClosed()).isTrue();
    assertThatThrownBy(() -> scope.fork("late", () -> {}))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aThreadThatDiesTakesItsScopeAlong() throws Exception {
    var scope = Scope.root("test", environment);
    scope.fork(
        "dying",
        () -> {
          throw new IllegalStateException("bug");
        });
    var died = scope.failure().await(Deadline.after(environment.clock(), Duration.ofSeconds(30)));
    assertThat(died).hasMessage("bug");
    scope.close();
    assertThat(scope.isClosed()).isTrue();
  }

  @Test
  void closingWaitsForWhoeverClosesAlready() throws Exception {
    var order = new CopyOnWriteArrayList<String>();
    var scope = Scope.root("test", environment);
    var began = new Promise<Boolean>(environment.clock());
    var goOn = new Promise<Boolean>(environment.clock());
    var child = scope.child("child");
    child.onClose(() -> {
      began.complete(true);
      goOn.await(Deadline.never());
      order.add("child closed");
    });
    var other = Thread.ofVirtual().start(child::close);
    began.await(Deadline.never());
    environment
        .clock()
        .schedule(environment.clock().nanos() + 20_000_000, () -> goOn.complete(true));
    scope.close();
    order.add("scope closed");
    other.join();
    assertThat(order).containsExactly("child closed", "scope closed");
  }

  @Test
  void aThreadMayCloseItsOwnScope() throws Exception {
    var scope = Scope.root("test", environment);
    var child = scope.child("child");
    var done = new Promise<Boolean>(environment.clock());
    child.fork(
        "closer",
        () -> {
          scope.close();
          done.complete(true);
        });
    assertThat(done.await(Deadline.after(environment.clock(), Duration.ofSeconds(10)))).isTrue();
    assertThat(child.isClosed()).isTrue();
  }

  @Test
  void aClosedChildIsForgotten() {
    var scope = Scope.root("test", environment);
    var order = new ArrayList<String>();
    var child = scope.child("child");
    child.onClose(() -> order.add("closed"));
    child.close();
    scope.close();
    assertThat(order).containsExactly("closed");
  }
}
