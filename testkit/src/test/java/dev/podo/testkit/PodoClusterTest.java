package dev.podo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.client.ListOptions;
import dev.podo.client.WriteOptions;
import dev.podo.client.http.HttpApi;
import dev.podo.client.kubeconfig.Kubeconfig;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.deployment.Deployments;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.meta.v1.ObjectMeta;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodoClusterTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void aDeploymentBecomesAvailable() throws Exception {
    try (var cluster = PodoCluster.builder().nodes(3).start()) {
      cluster.api().create(Deployments.KIND, Sample.deployment("web", 6), WriteOptions.defaults());
      var web = cluster.await(Deployments.KIND, "default", "web", Sample.hasAvailable(6), LIMIT);
      assertThat(web.status().readyReplicas()).isEqualTo(6);
      cluster.awaitCondition(Deployments.KIND, "default", "web", "Available", LIMIT);
      cluster.awaitReady(Nodes.KIND, "", "node-3", LIMIT);
      assertThat(cluster.api().list(Pods.KIND, ListOptions.in("default")).items()).hasSize(6);
    }
  }

  @Test
  void otherClientsReachItThroughItsKubeconfig(@TempDir Path directory) throws Exception {
    try (var cluster = PodoCluster.start();
        var scope = Scope.root("client", Environment.system())) {
      var file = cluster.kubeconfigFile(directory.resolve("config"));
      var text = Files.writeString(directory.resolve("text"), cluster.kubeconfig());
      assertThat(Kubeconfig.read(text).access()).isEqualTo(Kubeconfig.read(file).access());
      var api = new HttpApi(Kubeconfig.read(file).access(), scope);
      assertThat(api.list(Nodes.KIND, ListOptions.all()).items())
          .extracting(node -> node.metadata().name())
          .containsExactly("node-1");
    }
  }

  @Test
  void twoClustersKnowNothingOfEachOther() {
    try (var one = PodoCluster.start();
        var other = PodoCluster.start()) {
      var map =
          ConfigMap.builder()
              .metadata(ObjectMeta.builder().namespace("default").name("mine").build())
              .data(Map.of("a", "b"))
              .build();
      one.api().create(ConfigMaps.KIND, map, WriteOptions.defaults());
      assertThat(one.url()).isNotEqualTo(other.url());
      assertThatThrownBy(() -> other.api().get(ConfigMaps.KIND, "default", "mine"))
          .hasMessage("configmaps \"mine\" not found");
    }
  }

  @Test
  void closingLeavesNoThread() throws Exception {
    // What a JVM keeps for good – one timer, some of Netty's – is there after the first one.
    PodoCluster.start().close();
    var before = platformThreads();
    var cluster = PodoCluster.builder().nodes(2).start();
    cluster.api().create(Deployments.KIND, Sample.deployment("web", 2), WriteOptions.defaults());
    cluster.await(Deployments.KIND, "default", "web", Sample.hasAvailable(2), LIMIT);
    cluster.close();
    assertThat(platformThreads()).isEqualTo(before);
  }

  @Test
  void saysWhatAnObjectIsLikeThatDoesNotBecomeReady() {
    try (var cluster = PodoCluster.builder().nodes(0).start()) {
      cluster.api().create(Deployments.KIND, Sample.deployment("web", 1), WriteOptions.defaults());
      assertThatThrownBy(() ->
              cluster.awaitCondition(
                  Deployments.KIND, "default", "web", "Available", Duration.ofMillis(50)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("Deployment default/web is not as it should be after 50 ms");
    }
  }

  /// An event loop has ended a moment before its thread has; and Netty's own thread for what
  /// belongs to no loop ends by itself once it has nothing to do, and begins anew under another
  /// number.
  private static void awaitEventLoops() throws InterruptedException {
    assertThat(GlobalEventExecutor.INSTANCE.awaitInactivity(10, TimeUnit.SECONDS)).isTrue();
    for (var thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("podo-http")) {
        thread.join(Duration.ofSeconds(10));
      }
    }
  }

  /// Virtual threads run on carriers, which come and go as the JDK pleases.
  private static Map<String, Long> platformThreads() throws InterruptedException {
    awaitEventLoops();
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isVirtual())
        .map(Thread::getName)
        .filter(
            name -> List.of("ForkJoinPool", "VirtualThread").stream().noneMatch(name::startsWith))
        .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
  }
}
