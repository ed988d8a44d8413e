package dev.podo.clients.official;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.clients.cluster.Cluster;
import dev.podo.clients.cluster.SharedCluster;
import io.kubernetes.client.Exec;
import io.kubernetes.client.PodLogs;
import io.kubernetes.client.PortForward;
import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.kubernetes.client.extended.leaderelection.LeaderElector;
import io.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.AppsV1Api;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Eviction;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1Scale;
import io.kubernetes.client.util.PatchUtils;
import io.kubernetes.client.util.Yaml;
import io.kubernetes.client.util.generic.GenericKubernetesApi;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What programs do to running pods with the official Java client, and what they learn without
/// asking.
@Tag("e2e")
@ExtendWith(SharedCluster.class)
class OfficialWorkloadTest {
  private static final String NAMESPACE = "official-workloads";
  private static final long PATIENCE_SECONDS = 120;

  private static ApiClient client;
  private static CoreV1Api core;
  private static AppsV1Api apps;

  @BeforeAll
  static void connect(Cluster cluster) throws Exception {
    client = OfficialClientTest.connected(cluster, NAMESPACE);
    core = new CoreV1Api(client);
    apps = new AppsV1Api(client);
  }

  private static V1Deployment deployment(String name) {
    return Yaml.loadAs(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s}
        spec:
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata:
              labels: {app: %1$s}
              annotations: {simulate.podo.dev/log: "first line\\nsecond line"}
            spec:
              containers: [{name: main, image: "example.com/%1$s:1", ports: [{containerPort: 80}]}]
        """
            .formatted(name),
        V1Deployment.class);
  }

  private static void awaitReplicas(String name, int replicas) {
    Cluster.await(
        replicas + " replicas of " + name,
        () -> {
          var status = deploymentNow(name).getStatus();
          return status != null && Integer.valueOf(replicas).equals(status.getReadyReplicas());
        });
  }

  private static V1Deployment deploymentNow(String name) {
    try {
      return apps.readNamespacedDeployment(name, NAMESPACE).execute();
    } catch (ApiException e) {
      throw new IllegalStateException(e.getResponseBody(), e);
    }
  }

  private static List<V1Pod> pods(String app) {
    try {
      return core.listNamespacedPod(NAMESPACE).labelSelector("app=" + app).execute().getItems();
    } catch (ApiException e) {
      throw new IllegalStateException(e.getResponseBody(), e);
    }
  }

  private static V1Pod runningPod(String name) throws ApiException {
    apps.createNamespacedDeployment(NAMESPACE, deployment(name)).execute();
    awaitReplicas(name, 1);
    return pods(name).getFirst();
  }

  @Test
  void scalesAndEvicts() throws Exception {
    var pod = runningPod("scaled").getMetadata().getName();
    var scale = apps.readNamespacedDeploymentScale("scaled", NAMESPACE).execute();
    scale.getSpec().setReplicas(3);
    apps.replaceNamespacedDeploymentScale("scaled", NAMESPACE, scale).execute();
    awaitReplicas("scaled", 3);
    PatchUtils.patch(
        V1Scale.class,
        () ->
            apps.patchNamespacedDeploymentScale(
                    "scaled", NAMESPACE, new V1Patch("{\"spec\":{\"replicas\":2}}"))
                .buildCall(null),
        V1Patch.PATCH_FORMAT_JSON_MERGE_PATCH,
        client);
    awaitReplicas("scaled", 2);
    var evicted =
        pods("scaled").stream().map(each -> each.getMetadata().getName()).findAny().orElse(pod);
    var eviction = new V1Eviction().metadata(new V1ObjectMeta().name(evicted).namespace(NAMESPACE));
    // The answer is a Status, and execute() of this release reads nothing but an Eviction.
    var call = core.createNamespacedPodEviction(evicted, NAMESPACE, eviction).buildCall(null);
    try (var answer = call.execute()) {
      assertThat(answer.code()).isEqualTo(201);
    }
    Cluster.await(
        "the evicted pod goes",
        () ->
            pods("scaled").stream()
                .noneMatch(each -> each.getMetadata().getName().equals(evicted)));
    awaitReplicas("scaled", 2);
  }

  @Test
  void readsLogsAndRunsCommands() throws Exception {
    var pod = runningPod("talking");
    var name = pod.getMetadata().getName();
    assertThat(core.readNamespacedPodLog(name, NAMESPACE).tailLines(1).execute())
        .isEqualTo("second line\n");
    try (var log = new PodLogs(client).streamNamespacedPodLog(pod)) {
      assertThat(log.readNBytes(22)).asString(UTF_8).isEqualTo("first line\nsecond line");
    }

    var exec = new Exec(client);
    var command = exec.exec(pod, new String[] {"echo", "hello"}, false);
    assertThat(command.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("hello\n");
    assertThat(command.waitFor()).isZero();
    assertThat(exec.exec(pod, new String[] {"exit", "3"}, false).waitFor()).isEqualTo(3);
    var cat = exec.exec(pod, new String[] {"cat"}, true);
    cat.getOutputStream().write("and back".getBytes(UTF_8));
    cat.getOutputStream().flush();
    assertThat(cat.getInputStream().readNBytes(8)).asString(UTF_8).isEqualTo("and back");
    cat.destroy();
  }

  @Test
  void forwardsPorts() throws Exception {
    var forward = new PortForward(client).forward(runningPod("forwarded"), List.of(80));
    var out = forward.getOutboundStream(80);
    out.write("ping".getBytes(UTF_8));
    out.flush();
    assertThat(forward.getInputStream(80).readNBytes(4)).asString(UTF_8).isEqualTo("ping");
    forward.close();
  }

  @Test
  void keepsACache() throws Exception {
    var maps =
        new GenericKubernetesApi<>(
            V1ConfigMap.class, V1ConfigMapList.class, "", "v1", "configmaps", client);
    var informers = new SharedInformerFactory(client);
    var informer = informers.sharedIndexInformerFor(maps, V1ConfigMap.class, 0, NAMESPACE);
    var map = new V1ConfigMap().metadata(new V1ObjectMeta().name("cached"));
    core.createNamespacedConfigMap(NAMESPACE, map.putDataItem("size", "1")).execute();
    informers.startAllRegisteredInformers();
    try {
      Cluster.await("the cache is filled", informer::hasSynced);
      var cached = informer.getIndexer();
      assertThat(cached.getByKey(NAMESPACE + "/cached").getData()).containsEntry("size", "1");
      core.replaceNamespacedConfigMap("cached", NAMESPACE, map.putDataItem("size", "2")).execute();
      Cluster.await(
          "the cache follows",
          () -> "2".equals(cached.getByKey(NAMESPACE + "/cached").getData().get("size")));
      core.deleteNamespacedConfigMap("cached", NAMESPACE).execute();
      Cluster.await("the cache forgets", () -> cached.getByKey(NAMESPACE + "/cached") == null);
    } finally {
      informers.stopAllRegisteredInformers();
    }
  }

  /// A candidate for a lease; its thread ends when it is closed.
  private static LeaderElector candidate(String identity, CompletableFuture<String> leads) {
    var elector =
        new LeaderElector(
            new LeaderElectionConfig(
                new LeaseLock(NAMESPACE, "election", identity, client),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                Duration.ofMillis(200)));
    Thread.ofVirtual().start(() -> elector.run(() -> leads.complete(identity), () -> {}));
    return elector;
  }

  @Test
  void electsOneLeaderAfterTheOther() throws Exception {
    var first = new CompletableFuture<String>();
    var second = new CompletableFuture<String>();
    try (var leading = candidate("first", first)) {
      assertThat(leading).isNotNull();
      assertThat(first.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("first");
    }
    try (var waiting = candidate("second", second)) {
      assertThat(waiting).isNotNull();
      assertThat(second.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("second");
    }
  }
}
