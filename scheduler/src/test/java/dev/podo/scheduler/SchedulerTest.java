package dev.podo.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.ListOptions;
import dev.podo.client.WriteOptions;
import dev.podo.client.fake.FakeApi;
import dev.podo.client.informer.Informer;
import dev.podo.client.informer.Informers;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.machinery.kinds.event.Events;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.core.v1.Event;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSchedulingGate;
import dev.podo.model.meta.v1.DeleteOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchedulerTest {
  private final Environment environment = Environment.system();
  private final Scope scope = Scope.root("test", environment);
  private final FakeApi api = new FakeApi(environment);
  private Informers informers = new Informers(api, scope);

  @BeforeEach
  void start() {
    informers = new Informers(api, scope);
    Scheduler.start(api, informers, environment, scope);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private Pod await(String name, Predicate<Pod> holds) throws InterruptedException {
    var cache = informers.of(Pods.KIND);
    var deadline = Deadline.after(environment.clock(), Duration.ofSeconds(20));
    while (!deadline.hasPassed(environment.clock())) {
      var pod = cache.snapshot().get("default", name);
      if (pod != null && holds.test(pod)) {
        return pod;
      }
      var seen = cache.revision();
      cache.awaitRevision(seen + 1, Deadline.after(environment.clock(), Duration.ofMillis(100)));
    }
    throw new AssertionError("not in time: " + cache.snapshot().get("default", name));
  }

  private long awaitBound(long count) throws InterruptedException {
    var cache = informers.of(Pods.KIND);
    var deadline = Deadline.after(environment.clock(), Duration.ofSeconds(20));
    while (bound(cache) < count && !deadline.hasPassed(environment.clock())) {
      var seen = cache.revision();
      cache.awaitRevision(seen + 1, Deadline.after(environment.clock(), Duration.ofMillis(100)));
    }
    return bound(cache);
  }

  private static long bound(Informer<Pod> cache) {
    return cache.snapshot().all().count(pod -> !pod.spec().nodeName().isEmpty());
  }

  private void create(Pod pod) {
    api.create(Pods.KIND, pod, WriteOptions.defaults());
  }

  @Test
  void bindsAPodAndTellsIt() throws InterruptedException {
    api.create(Nodes.KIND, Sample.node("n1", "4", "8Gi"), WriteOptions.defaults());
    create(Sample.pod("p", "100m", "64Mi"));

    var pod = await("p", it -> !it.spec().nodeName().isEmpty());

    assertThat(pod.spec().nodeName()).isEqualTo("n1");
    assertThat(awaitEvent("Scheduled").message())
        .isEqualTo("Successfully assigned default/p to n1");
  }

  private Event awaitEvent(String reason) throws InterruptedException {
    var deadline = Deadline.after(environment.clock(), Duration.ofSeconds(20));
    while (!deadline.hasPassed(environment.clock())) {
      for (var event : api.list(Events.KIND, ListOptions.in("default")).items()) {
        if (event.reason().equals(reason)) {
          return event;
        }
      }
      environment.clock().sleep(Duration.ofMillis(10));
    }
    throw new AssertionError("no event " + reason);
  }

  @Test
  void saysWhyAPodHasNoNodeAndTriesAgainWhenOneComes() throws InterruptedException {
    api.create(Nodes.KIND, Sample.node("n1", "1", "8Gi"), WriteOptions.defaults());
    create(Sample.pod("p", "2", "64Mi"));

    var pod = await("p", it -> Pods.condition(it, "PodScheduled") != null);

    var condition = Pods.condition(pod, "PodScheduled");
    assertThat(condition).isNotNull();
    assertThat(condition.status()).isEqualTo("False");
    assertThat(condition.reason()).isEqualTo("Unschedulable");
    assertThat(condition.message())
        .isEqualTo(
            "0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available:"
                + " 1 Preemption is not helpful for scheduling.");
    assertThat(awaitEvent("FailedScheduling").message()).isEqualTo(condition.message());

    api.create(Nodes.KIND, Sample.node("n2", "4", "8Gi"), WriteOptions.defaults());
    assertThat(await("p", it -> !it.spec().nodeName().isEmpty()).spec().nodeName()).isEqualTo("n2");
  }

  @Test
  void leavesGatedAndForeignPodsAlone() throws InterruptedException {
    api.create(Nodes.KIND, Sample.node("n1", "4", "8Gi"), WriteOptions.defaults());
    var gate = PodSchedulingGate.builder().name("wait").build();
    create(Sample.pod("gated", "1", "1Mi", it -> it.schedulingGates(List.of(gate))));
    create(Sample.pod("foreign", "1", "1Mi", it -> it.schedulerName("other")));
    create(Sample.pod("plain", "1", "1Mi"));

    await("plain", it -> !it.spec().nodeName().isEmpty());

    assertThat(api.get(Pods.KIND, "default", "gated").spec().nodeName()).isEmpty();
    assertThat(api.get(Pods.KIND, "default", "foreign").spec().nodeName()).isEmpty();
  }

  @Test
  void makesRoomForTheMoreImportant() throws InterruptedException {
    api.create(Nodes.KIND, Sample.node("n1", "2", "8Gi"), WriteOptions.defaults());
    create(Sample.pod("low", "2", "1Mi", it -> it.priority(1)));
    await("low", it -> !it.spec().nodeName().isEmpty());

    create(Sample.pod("high", "2", "1Mi", it -> it.priority(100)));
    var low = await("low", it -> Pods.isTerminating(it));
    assertThat(Pods.condition(low, "DisruptionTarget")).isNotNull();
    assertThat(await("high", it -> !it.status().nominatedNodeName().isEmpty()))
        .extracting(it -> it.status().nominatedNodeName())
        .isEqualTo("n1");

    api.delete(Pods.KIND, "default", "low", DeleteOptions.builder().gracePeriodSeconds(0L).build());
    await("high", it -> it.spec().nodeName().equals("n1"));
  }

  @Test
  void placesAsManyAsFitAndNoMore() throws InterruptedException {
    for (var i = 0; i < 5; i++) {
      api.create(Nodes.KIND, Sample.node("n" + i, "2", "8Gi"), WriteOptions.defaults());
    }
    for (var i = 0; i < 12; i++) {
      create(Sample.pod("p" + i, "1", "1Mi"));
    }
    // A pod that was tried before all nodes were known is tried again.
    assertThat(awaitBound(10)).isEqualTo(10);
  }
}
