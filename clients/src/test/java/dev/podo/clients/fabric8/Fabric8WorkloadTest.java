package dev.podo.clients.fabric8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.clients.cluster.Cluster;
import dev.podo.clients.cluster.SharedCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What programs do to running pods with the fabric8 client, and what they learn without asking.
@Tag("e2e")
@ExtendWith(SharedCluster.class)
class Fabric8WorkloadTest {
  private static final String NAMESPACE = "fabric8-workloads";
  private static final long PATIENCE_SECONDS = 120;

  private static KubernetesClient client;

  @BeforeAll
  static void connect(Cluster cluster) throws IOException {
    client = Fabric8Test.connected(cluster, NAMESPACE);
  }

  @AfterAll
  static void disconnect() {
    client.close();
  }

  private static Deployment deployment(String name, int replicas) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .addToMatchLabels("app", name)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", name)
        .addToAnnotations("simulate.podo.dev/log", "first line\nsecond line")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("example.com/" + name + ":1")
        .addNewPort()
        .withContainerPort(80)
        .endPort()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Pod runningPod(String name) {
    client.resource(deployment(name, 1)).create();
    client.apps().deployments().withName(name).waitUntilReady(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return client.pods().withLabel("app", name).list().getItems().getFirst();
  }

  @Test
  void rollsOutScalesAndRestarts() {
    runningPod("rolling");
    var deployment = client.apps().deployments().withName("rolling");
    deployment.scale(3);
    deployment.waitUntilCondition(
        now -> Integer.valueOf(3).equals(now.getStatus().getReadyReplicas()),
        PATIENCE_SECONDS,
        TimeUnit.SECONDS);
    deployment.edit(now ->
        new DeploymentBuilder(now)
            .editSpec()
            .editTemplate()
            .editSpec()
            .editFirstContainer()
            .withImage("example.com/rolling:2")
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build());
    deployment.rolling().restart();
    deployment.waitUntilCondition(
        now ->
            now.getMetadata().getGeneration().equals(now.getStatus().getObservedGeneration())
                && Integer.valueOf(3).equals(now.getStatus().getUpdatedReplicas())
                && Integer.valueOf(3).equals(now.getStatus().getReplicas())
                && Integer.valueOf(3).equals(now.getStatus().getAvailableReplicas()),
        PATIENCE_SECONDS,
        TimeUnit.SECONDS);
    assertThat(client.pods().withLabel("app", "rolling").list().getItems())
        .filteredOn(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .hasSize(3)
        .allSatisfy(pod ->
            assertThat(pod.getSpec().getContainers().getFirst().getImage())
                .isEqualTo("example.com/rolling:2"));
    deployment.delete();
    client
        .pods()
        .withLabel("app", "rolling")
        .waitUntilCondition(pod -> pod == null, PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void readsLogsAndRunsCommands() throws Exception {
    var name = runningPod("talking").getMetadata().getName();
    var pod = client.pods().withName(name);
    assertThat(pod.getLog()).contains("first line\nsecond line");
    assertThat(pod.tailingLines(1).getLog()).doesNotContain("first").contains("second line");

    var out = new ByteArrayOutputStream();
    try (var command = pod.writingOutput(out).exec("echo", "hello")) {
      assertThat(command.exitCode().get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isZero();
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("hello\n");
    try (var command = pod.writingOutput(new ByteArrayOutputStream()).exec("exit", "3")) {
      assertThat(command.exitCode().get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(3);
    }
    var echoed = new ByteArrayOutputStream();
    try (var command = pod.redirectingInput().writingOutput(echoed).exec("cat")) {
      command.getInput().write("and back".getBytes(StandardCharsets.UTF_8));
      command.getInput().flush();
      Cluster.await(
          "the input comes back", () -> echoed.toString(StandardCharsets.UTF_8).equals("and back"));
      assertThat(command.exitCode()).isNotCompleted();
    }
  }

  @Test
  void forwardsPorts() throws Exception {
    var name = runningPod("forwarded").getMetadata().getName();
    try (var forward = client.pods().withName(name).portForward(80);
        var socket = new Socket(InetAddress.getLoopbackAddress(), forward.getLocalPort())) {
      socket.getOutputStream().write("ping".getBytes(StandardCharsets.UTF_8));
      assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("ping");
    }
  }

  @Test
  void evicts() {
    var pod = runningPod("evicted");
    assertThat(client.pods().resource(pod).evict()).isTrue();
    client
        .pods()
        .withName(pod.getMetadata().getName())
        .waitUntilCondition(now -> now == null, PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static ConfigMap named(String name, String size) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .addToData("size", size)
        .build();
  }

  @Test
  void watchesOneObject() throws Exception {
    var seen = new LinkedBlockingQueue<String>();
    var watcher =
        new Watcher<ConfigMap>() {
          @Override
          public void eventReceived(Action action, ConfigMap map) {
            seen.add(action + " " + map.getData().get("size"));
          }

          @Override
          public void onClose(WatcherException cause) {
            seen.add("closed by " + cause);
          }
        };
    try (var watch = client.configMaps().withName("watched").watch(watcher)) {
      assertThat(watch).isNotNull();
      client.resource(named("other", "9")).create();
      client.resource(named("watched", "1")).create();
      client.resource(named("watched", "2")).update();
      client.configMaps().withName("watched").delete();
      for (var expected : new String[] {"ADDED 1", "MODIFIED 2", "DELETED 2"}) {
        assertThat(seen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(expected);
      }
    }
  }

  @Test
  void keepsACache() {
    client.resource(named("cached", "1")).create();
    try (var informer = client.configMaps().inform()) {
      assertThat(informer.getStore().getByKey(NAMESPACE + "/cached").getData())
          .containsEntry("size", "1");
      client.resource(named("cached", "2")).update();
      Cluster.await(
          "the cache follows",
          () ->
              "2"
                  .equals(
                      informer.getStore().getByKey(NAMESPACE + "/cached").getData().get("size")));
      client.configMaps().withName("cached").delete();
      Cluster.await(
          "the cache forgets", () -> informer.getStore().getByKey(NAMESPACE + "/cached") == null);
      assertThat(informer.isWatching()).isTrue();
    }
  }

  /// One that candidates for a lease of short terms.
  private static LeaderElector candidate(String identity, CompletableFuture<String> leads) {
    var callbacks = new LeaderCallbacks(() -> leads.complete(identity), () -> {}, leader -> {});
    var config =
        new LeaderElectionConfigBuilder()
            .withName("election")
            .withReleaseOnCancel(true)
            .withLeaseDuration(Duration.ofSeconds(30))
            .withRenewDeadline(Duration.ofSeconds(20))
            .withRetryPeriod(Duration.ofMillis(200))
            .withLock(new LeaseLock(NAMESPACE, "election", identity))
            .withLeaderCallbacks(callbacks)
            .build();
    return client.leaderElector().withConfig(config).build();
  }

  @Test
  void electsOneLeaderAfterTheOther() throws Exception {
    var first = new CompletableFuture<String>();
    var second = new CompletableFuture<String>();
    var leading = candidate("first", first).start();
    assertThat(first.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("first");
    var waiting = candidate("second", second).start();
    assertThat(second).isNotDone();
    leading.cancel(true);
    assertThat(second.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("second");
    waiting.cancel(true);
  }
}
