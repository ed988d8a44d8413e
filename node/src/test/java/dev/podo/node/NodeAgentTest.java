package dev.podo.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.ListOptions;
import dev.podo.client.WriteOptions;
import dev.podo.client.events.EventRecorder;
import dev.podo.client.fake.FakeApi;
import dev.podo.client.informer.Informers;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.event.Events;
import dev.podo.machinery.kinds.lease.Leases;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.IntOrString;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Event;
import dev.podo.model.core.v1.HTTPGetAction;
import dev.podo.model.core.v1.NFSVolumeSource;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.Probe;
import dev.podo.model.core.v1.ResourceRequirements;
import dev.podo.model.core.v1.Volume;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.node.simulated.SimulatedHost;
import dev.podo.node.simulated.SimulatedRuntime;
import dev.podo.node.source.CachedReferences;
import dev.podo.node.source.PodFeed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeAgentTest {
  private static final String NODE = "n1";

  private final Environment environment = Environment.system();
  private final Scope scope = Scope.root("test", environment);
  private final FakeApi api = new FakeApi(environment);
  private final Informers informers = new Informers(api, scope);
  private final SimulatedRuntime runtime = new SimulatedRuntime(environment.clock(), 1);
  private Scope life = scope.child("first");

  @BeforeEach
  void start() {
    agent();
  }

  private NodeAgent agent() {
    var cluster =
        new ClusterAccess(
            api,
            PodFeed.shared(informers),
            new CachedReferences(informers),
            EventRecorder.start(api, "kubelet", NODE, life));
    var ports = new NodePorts(runtime, SimulatedHost.numbered(NODE, 1), runtime.network());
    return NodeAgent.start(NodeAgentConfig.of(NODE, "v1.36.0"), cluster, ports, life);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private Pod create(
      String name, Map<String, String> annotations, UnaryOperator<PodSpec.Builder> spec) {
    var builder =
        PodSpec.builder()
            .containers(
                List.of(
                    Container.builder()
                        .name("c")
                        .image("example.com/web:1")
                        .imagePullPolicy("IfNotPresent")
                        .build()))
            .restartPolicy("Always")
            .nodeName(NODE);
    var meta =
        ObjectMeta.builder()
            .namespace("default")
            .name(name)
            .annotations(new TreeMap<>(annotations));
    return api.create(
        Pods.KIND,
        Pod.builder().metadata(meta.build()).spec(spec.apply(builder).build()).build(),
        WriteOptions.defaults());
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

  private void awaitGone(String name) throws InterruptedException {
    var deadline = Deadline.after(environment.clock(), Duration.ofSeconds(20));
    while (!deadline.hasPassed(environment.clock())) {
      try {
        api.get(Pods.KIND, "default", name);
      } catch (ApiException e) {
        return;
      }
      environment.clock().sleep(Duration.ofMillis(10));
    }
    throw new AssertionError(name + " is still there");
  }

  @Test
  void bringsAPodToReady() throws InterruptedException {
    create("p", Map.of(), it -> it);

    var pod = await("p", Pods::isReady);

    assertThat(pod.status().phase()).isEqualTo("Running");
    assertThat(pod.status().podIP()).isEqualTo("10.64.1.2");
    assertThat(pod.status().hostIP()).isEqualTo("172.16.0.1");
    assertThat(pod.status().qosClass()).isEqualTo("BestEffort");
    assertThat(pod.status().conditions())
        .extracting(it -> it.type() + "=" + it.status())
        .containsExactly(
            "PodReadyToStartContainers=True",
            "Initialized=True",
            "Ready=True",
            "ContainersReady=True",
            "PodScheduled=True");
    var status = pod.status().containerStatuses().getFirst();
    assertThat(status.containerID()).startsWith("simulated://");
    assertThat(status.state().running()).isNotNull();
    assertThat(status.started()).isTrue();
    assertThat(awaitEvent("Started").message()).isEqualTo("Container started");
    assertThat(awaitEvent("Pulling").message()).isEqualTo("Pulling image \"example.com/web:1\"");
  }

  @Test
  void registersItsNodeAndSaysThatItLives() throws InterruptedException {
    var nodes = informers.of(Nodes.KIND);
    var deadline = Deadline.after(environment.clock(), Duration.ofSeconds(20));
    while (nodes.snapshot().get("", NODE) == null
        || !Nodes.isReady(nodes.snapshot().get("", NODE))) {
      assertThat(deadline.hasPassed(environment.clock())).isFalse();
      nodes.awaitRevision(
          nodes.revision() + 1, Deadline.after(environment.clock(), Duration.ofMillis(50)));
    }
    var node = nodes.snapshot().get("", NODE);
    assertThat(node.metadata().labels())
        .containsEntry("kubernetes.io/hostname", NODE)
        .containsEntry("kubernetes.io/os", "linux")
        .containsEntry("kubernetes.io/arch", "amd64");
    assertThat(node.status().nodeInfo().containerRuntimeVersion()).isEqualTo("simulated://1.0.0");
    assertThat(node.status().allocatable().get("pods").value()).isEqualTo(110);
    var leases = informers.of(Leases.KIND);
    while (leases.snapshot().get("kube-node-lease", NODE) == null) {
      assertThat(deadline.hasPassed(environment.clock())).isFalse();
      leases.awaitRevision(
          leases.revision() + 1, Deadline.after(environment.clock(), Duration.ofMillis(50)));
    }
    assertThat(leases.snapshot().get("kube-node-lease", NODE).spec().holderIdentity())
        .isEqualTo(NODE);
  }

  @Test
  void endsADeletedPodAndTakesItsObjectAway() throws InterruptedException {
    create("p", Map.of("simulate.podo.dev/stop-delay", "50ms"), it -> it);
    await("p", Pods::isReady);

    api.delete(Pods.KIND, "default", "p", DeleteOptions.EMPTY);

    awaitGone("p");
    assertThat(awaitEvent("Killing").message()).isEqualTo("Stopping container c");
  }

  private static PodSpec.Builder cpu(PodSpec.Builder spec, String amount) {
    return spec.containers(
        List.of(
            Container.builder()
                .name("c")
                .image("example.com/web:1")
                .imagePullPolicy("IfNotPresent")
                .resources(
                    ResourceRequirements.builder()
                        .requests(new TreeMap<>(Map.of("cpu", Quantity.parse(amount))))
                        .build())
                .build()));
  }

  private void resize(String name, String amount) {
    var pod = api.get(Pods.KIND, "default", name);
    var spec = cpu(pod.spec().toBuilder(), amount).build();
    api.update(
        Pods.KIND,
        pod.withSpec(spec).withMetadata(pod.metadata().with(it -> it.resourceVersion(""))),
        WriteOptions.defaults());
  }

  private static boolean has(Pod pod, String amount) {
    var resources = pod.status().containerStatuses().getFirst().resources();
    return resources != null && resources.requests().get("cpu").equals(Quantity.parse(amount));
  }

  @Test
  void resizesAPodWhereItRunsOnceThereIsRoom() throws InterruptedException {
    create("p", Map.of(), it -> cpu(it, "1"));
    create("q", Map.of(), it -> cpu(it, "30"));
    var before = await("p", it -> Pods.isReady(it) && has(it, "1"));
    await("q", Pods::isReady);

    resize("p", "100");
    var infeasible = await("p", it -> Pods.condition(it, "PodResizePending") != null);
    assertThat(Pods.condition(infeasible, "PodResizePending").reason()).isEqualTo("Infeasible");
    resize("p", "3");
    var deferred =
        await(
            "p",
            it -> {
              var pending = Pods.condition(it, "PodResizePending");
              return pending != null && pending.reason().equals("Deferred");
            });
    assertThat(has(deferred, "1")).isTrue();

    resize("q", "20");
    var resized = await("p", it -> has(it, "3"));
    var status = resized.status().containerStatuses().getFirst();
    assertThat(status.allocatedResources()).containsEntry("cpu", Quantity.parse("3"));
    assertThat(status.restartCount()).isZero();
    assertThat(status.containerID())
        .isEqualTo(before.status().containerStatuses().getFirst().containerID());
    await(
        "p",
        it ->
            Pods.condition(it, "PodResizePending") == null
                && Pods.condition(it, "PodResizeInProgress") == null);
  }

  @Test
  void restartsAContainerThatEndsAndCountsIt() throws InterruptedException {
    var created = create("p", Map.of(), it -> it);
    await("p", Pods::isReady);

    runtime.crash(created.metadata().uid(), "c", 1, "");

    var pod =
        await(
            "p",
            it ->
                Pods.isReady(it) && it.status().containerStatuses().getFirst().restartCount() == 1);
    var last = pod.status().containerStatuses().getFirst().lastState().terminated();
    assertThat(last).isNotNull();
    assertThat(last.exitCode()).isEqualTo(1);
    assertThat(last.reason()).isEqualTo("Error");

    runtime.crash(created.metadata().uid(), "c", 137, "OOMKilled");
    var looping =
        await("p", it -> it.status().containerStatuses().getFirst().state().waiting() != null);
    var waiting = looping.status().containerStatuses().getFirst().state().waiting();
    assertThat(waiting.reason()).isEqualTo("CrashLoopBackOff");
    assertThat(waiting.message())
        .isEqualTo(
            "back-off 10s restarting failed container=c pod=p_default("
                + created.metadata().uid()
                + ")");
    assertThat(looping.status().phase()).isEqualTo("Running");
    assertThat(looping.status().containerStatuses().getFirst().lastState().terminated().reason())
        .isEqualTo("OOMKilled");
  }

  @Test
  void runsAJobLikePodToItsEnd() throws InterruptedException {
    create("p", Map.of("simulate.podo.dev/exit-after", "20ms"), it -> it.restartPolicy("Never"));

    var pod = await("p", Pods::isTerminal);

    assertThat(pod.status().phase()).isEqualTo("Succeeded");
    assertThat(pod.status().containerStatuses().getFirst().state().terminated().reason())
        .isEqualTo("Completed");
    assertThat(Pods.condition(pod, "Ready").reason()).isEqualTo("PodCompleted");
  }

  @Test
  void runsInitContainersOneAfterTheOther() throws InterruptedException {
    var image = "example.com/web:1";
    create(
        "p",
        Map.of(
            "simulate.podo.dev/one.exit-after", "10ms", "simulate.podo.dev/two.exit-after", "10ms"),
        it ->
            it.initContainers(
                List.of(
                    Container.builder().name("one").image(image).build(),
                    Container.builder().name("side").image(image).restartPolicy("Always").build(),
                    Container.builder().name("two").image(image).build())));

    var pod = await("p", Pods::isReady);

    var init = pod.status().initContainerStatuses();
    assertThat(init).extracting(it -> it.name()).containsExactly("one", "side", "two");
    assertThat(init.get(0).state().terminated().exitCode()).isZero();
    assertThat(init.get(1).state().running()).isNotNull();
    assertThat(init.get(2).state().terminated().finishedAt())
        .isAfterOrEqualTo(init.get(0).state().terminated().finishedAt());
  }

  @Test
  void waitsForTheReadinessProbe() throws InterruptedException {
    var probe =
        Probe.builder()
            .httpGet(
                HTTPGetAction.builder().path("/").port(IntOrString.of(80)).scheme("HTTP").build())
            .periodSeconds(1)
            .timeoutSeconds(1)
            .successThreshold(1)
            .failureThreshold(1)
            .build();
    create(
        "p",
        Map.of("simulate.podo.dev/ready-after", "500ms"),
        it ->
            it.containers(
                List.of(
                    Container.builder()
                        .name("c")
                        .image("example.com/web:1")
                        .readinessProbe(probe)
                        .build())));

    var running = await("p", it -> it.status().phase().equals("Running"));
    assertThat(Pods.isReady(running)).isFalse();
    assertThat(Pods.condition(running, "ContainersReady").message())
        .isEqualTo("containers with unready status: [c]");
    await("p", Pods::isReady);
    assertThat(awaitEvent("Unhealthy").message()).startsWith("Readiness probe failed: Get");
  }

  @Test
  void tellsThatAnImageCannotBeHad() throws InterruptedException {
    create(
        "p",
        Map.of(),
        it ->
            it.containers(
                List.of(Container.builder().name("c").image("example.com/missing:1").build())));

    var pod =
        await(
            "p",
            it ->
                !it.status().containerStatuses().isEmpty()
                    && it.status().containerStatuses().getFirst().state().waiting() != null
                    && it.status()
                        .containerStatuses()
                        .getFirst()
                        .state()
                        .waiting()
                        .reason()
                        .equals("ImagePullBackOff"));

    assertThat(pod.status().phase()).isEqualTo("Pending");
    assertThat(awaitEvent("BackOff").message())
        .isEqualTo("Back-off pulling image \"example.com/missing:1\"");
  }

  @Test
  void refusesWhatItDoesNotImplementByName() throws InterruptedException {
    var volume =
        Volume.builder()
            .name("v")
            .nfs(NFSVolumeSource.builder().server("s").path("/").build())
            .build();
    create("p", Map.of(), it -> it.volumes(List.of(volume)));

    var pod = await("p", Pods::isTerminal);

    assertThat(pod.status().phase()).isEqualTo("Failed");
    assertThat(pod.status().reason()).isEqualTo("UnsupportedField");
    assertThat(pod.status().message()).contains("spec.volumes[0].nfs");
    assertThat(awaitEvent("UnsupportedField").message()).contains("spec.volumes[0].nfs");
  }

  @Test
  void restartedFindsItsPodsAndRestartsNone() throws InterruptedException {
    create("p", Map.of(), it -> it);
    var before = await("p", Pods::isReady);
    var gone = create("q", Map.of(), it -> it);
    await("q", Pods::isReady);

    life.close();
    api.delete(Pods.KIND, "default", "q", DeleteOptions.builder().gracePeriodSeconds(0L).build());
    life = scope.child("second");
    agent();
    create("r", Map.of(), it -> it);
    await("r", Pods::isReady);

    var after = api.get(Pods.KIND, "default", "p");
    assertThat(after.status().containerStatuses()).isEqualTo(before.status().containerStatuses());
    var deadline = Deadline.after(environment.clock(), Duration.ofSeconds(20));
    while (runtime.sandboxes().list().stream()
        .anyMatch(it -> it.pod().uid().equals(gone.metadata().uid()))) {
      assertThat(deadline.hasPassed(environment.clock())).isFalse();
      environment.clock().sleep(Duration.ofMillis(10));
    }
  }
}
