package dev.podo.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ExecAction;
import dev.podo.model.core.v1.Lifecycle;
import dev.podo.model.core.v1.LifecycleHandler;
import dev.podo.model.core.v1.SleepAction;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.node.simulated.SimulatedHost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HooksTest {
  private final TestAgent agent =
      new TestAgent()
          .start(
              SimulatedHost.numbered(TestAgent.NODE, 1),
              NodeAgentConfig.of(TestAgent.NODE, "v1.36.0"));

  @AfterEach
  void close() {
    agent.close();
  }

  private static Container container(Lifecycle.Builder lifecycle) {
    return Container.builder()
        .name("c")
        .image("example.com/web:1")
        .lifecycle(lifecycle.build())
        .build();
  }

  private static LifecycleHandler run(String... command) {
    return LifecycleHandler.builder()
        .exec(ExecAction.builder().command(List.of(command)).build())
        .build();
  }

  @Test
  void aContainerWhosePostStartHookFailsIsKilled() throws InterruptedException {
    agent.create(
        container(Lifecycle.builder().postStart(run("false"))),
        Map.of(),
        it -> it.restartPolicy("Never"));
    agent.await(Pods::isTerminal);
    assertThat(agent.awaitEvent("FailedPostStartHook")).isEqualTo("PostStartHook failed");
    assertThat(agent.awaitEvent("Killing"))
        .isEqualTo("Container c failed PostStartHook, will be restarted");
  }

  @Test
  void aContainerIsNotReadyBeforeItsPostStartHookHasEnded() throws InterruptedException {
    var sleep = SleepAction.builder().seconds(1).build();
    agent.create(
        container(Lifecycle.builder().postStart(LifecycleHandler.builder().sleep(sleep).build())),
        Map.of(),
        it -> it);
    var begun = agent.await(it -> it.status().phase().equals("Running"));
    assertThat(Pods.isReady(begun)).isFalse();
    assertThat(begun.status().containerStatuses().getFirst().started()).isFalse();
    agent.await(Pods::isReady);
  }

  @Test
  void aPreStopHookThatFailsIsToldAndThePodEndsAllTheSame() throws InterruptedException {
    agent.create(container(Lifecycle.builder().preStop(run("false"))), Map.of(), it -> it);
    agent.await(Pods::isReady);
    agent.api.delete(Pods.KIND, "default", "p", DeleteOptions.EMPTY);
    agent.awaitGone();
    assertThat(agent.awaitEvent("FailedPreStopHook")).isEqualTo("PreStopHook failed");
  }

  @Test
  void aPreStopHookHasNoMoreTimeThanTheGrace() throws InterruptedException {
    var sleep = SleepAction.builder().seconds(3600).build();
    agent.create(
        container(Lifecycle.builder().preStop(LifecycleHandler.builder().sleep(sleep).build())),
        Map.of(),
        it -> it.terminationGracePeriodSeconds(1L));
    agent.await(Pods::isReady);
    var clock = agent.environment.clock();
    var begin = clock.nanos();
    agent.api.delete(
        Pods.KIND, "default", "p", DeleteOptions.builder().gracePeriodSeconds(1L).build());
    agent.awaitGone();
    assertThat(Duration.ofNanos(clock.nanos() - begin)).isGreaterThan(Duration.ofMillis(900));
  }
}
