package dev.podo.clients.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.clients.cluster.Cluster;
import dev.podo.clients.cluster.Ports;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.util.generic.GenericKubernetesApi;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Caches of clients outlive the server: killed and started again, it gives them what they missed.
@Tag("e2e")
class ServerRestartTest {
  private static final String NAMESPACE = "default";

  @Test
  void informersGoOnAfterTheServerWasKilled() throws Exception {
    var port = String.valueOf(Ports.free());
    try (var cluster = Cluster.start("--runtime", "simulated", "--nodes", "1", "--api-port", port);
        var fabric8 = fabric8(cluster);
        var informer = fabric8.configMaps().inform()) {
      var official = io.kubernetes.client.util.Config.fromConfig(cluster.kubeconfig().toString());
      var informers = new SharedInformerFactory(official);
      var other = officialInformer(informers, official);
      informers.startAllRegisteredInformers();
      create(fabric8, "before");
      create(fabric8, "going");
      awaitBoth(informer, other, Set.of("before", "going"));

      cluster.kill();
      cluster.up();
      create(fabric8, "after");
      fabric8.configMaps().withName("going").delete();
      awaitBoth(informer, other, Set.of("before", "after"));
      informers.stopAllRegisteredInformers();
    }
  }

  private static KubernetesClient fabric8(Cluster cluster) throws Exception {
    var config = Config.fromKubeconfig(Files.readString(cluster.kubeconfig()));
    config.setNamespace(NAMESPACE);
    // It tries again at once, and then after twice the time of before.
    config.setWatchReconnectInterval(200);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static io.kubernetes.client.informer.SharedIndexInformer<V1ConfigMap> officialInformer(
      SharedInformerFactory informers, ApiClient client) {
    var maps =
        new GenericKubernetesApi<>(
            V1ConfigMap.class, V1ConfigMapList.class, "", "v1", "configmaps", client);
    return informers.sharedIndexInformerFor(maps, V1ConfigMap.class, 0, NAMESPACE);
  }

  private static void create(KubernetesClient client, String name) {
    client
        .resource(new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  private static void awaitBoth(
      SharedIndexInformer<ConfigMap> fabric8,
      io.kubernetes.client.informer.SharedIndexInformer<V1ConfigMap> official,
      Set<String> names) {
    var expected = new TreeSet<>(names);
    expected.add("kube-root-ca.crt");
    Cluster.await(
        "both caches hold " + expected,
        () ->
            expected.equals(
                    fabric8.getStore().list().stream()
                        .map(map -> map.getMetadata().getName())
                        .collect(Collectors.toSet()))
                && expected.equals(
                    official.getIndexer().list().stream()
                        .map(map -> map.getMetadata().getName())
                        .collect(Collectors.toSet())));
    assertThat(fabric8.isRunning()).isTrue();
  }
}
