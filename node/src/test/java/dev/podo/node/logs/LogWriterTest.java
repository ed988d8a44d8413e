package dev.podo.node.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.foundation.VirtualClock;
import dev.podo.node.runtime.Container;
import dev.podo.node.runtime.ContainerRuntime;
import dev.podo.node.runtime.ContainerStatus;
import dev.podo.node.runtime.Runtime;
import dev.podo.node.runtime.RuntimeEvent;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LogWriterTest {
  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final List<Consumer<RuntimeEvent>> listeners = new ArrayList<>();
  private Container.State state = Container.State.RUNNING;
  private int questions;

  private Runtime runtime() {
    var containers =
        (ContainerRuntime)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ContainerRuntime.class},
                (proxy, method, arguments) -> status());
    return (Runtime)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Runtime.class},
            (proxy, method, arguments) ->
                method.getName().equals("onEvent") ? listen(arguments[0]) : containers);
  }

  @SuppressWarnings("unchecked")
  private AutoCloseable listen(Object listener) {
    listeners.add((Consumer<RuntimeEvent>) listener);
    return listeners::clear;
  }

  private ContainerStatus status() {
    questions++;
    var container =
        new Container(
            "c", "s", "main", 0, state, "", Instant.EPOCH, new TreeMap<>(), new TreeMap<>());
    return new ContainerStatus(container, "", "", null, null, 0, "", "");
  }

  private void tell(RuntimeEvent event) {
    listeners.forEach(listener -> listener.accept(event));
  }

  private static RuntimeEvent stopped(String containerId) {
    return new RuntimeEvent(RuntimeEvent.Type.CONTAINER_STOPPED, "p", "s", containerId);
  }

  @Test
  void theRuntimeIsAskedOnceAndWhenItHasToldSomethingOfTheContainer() throws InterruptedException {
    try (var writer = new LogWriter(runtime(), "c", clock)) {
      for (var look = 0; look < 50; look++) {
        assertThat(writer.hasEnded()).isFalse();
        tell(stopped("another"));
      }
      assertThat(questions).isEqualTo(1);

      state = Container.State.EXITED;
      tell(stopped("c"));
      writer.awaitEnd(Duration.ofDays(1)); // Nobody has to wait.
      assertThat(writer.hasEnded()).isTrue();
    }
    assertThat(listeners).isEmpty();
  }

  @Test
  void whatTheRuntimeForgotToTellShowsInTheEnd() throws InterruptedException {
    try (var writer = new LogWriter(runtime(), "c", clock)) {
      assertThat(writer.hasEnded()).isFalse();
      state = Container.State.EXITED;
      assertThat(writer.hasEnded()).isFalse();
      clock.advance(Duration.ofSeconds(10));
      assertThat(writer.hasEnded()).isTrue();
      tell(RuntimeEvent.resync());
      assertThat(writer.hasEnded()).isTrue();
    }
  }
}
