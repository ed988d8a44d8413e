package dev.podo.program.demo;

import dev.podo.client.Patch;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.model.core.v1.Pod;
import java.util.List;
import java.util.Map;

/// A ConfigMap's change reaches the file that is mounted in pods that run, without a restart.
final class ChangedConfig implements Scene {
  /// In a row, so that both pods are among them.
  private static final int ANSWERS = 8;

  @Override
  public String play(Stage stage) throws DemoException, InterruptedException {
    var cluster = stage.cluster();
    var before = identities(cluster);
    var greeting =
        "Welcome to the vineyard, where the grapes were counted at " + cluster.clock().now();
    var data = Map.of("data", Map.of(Application.GREETING, greeting));
    cluster
        .api()
        .patch(
            ConfigMaps.KIND,
            Application.NAMESPACE,
            Application.GREETING,
            new Patch.Merge(data),
            "",
            WriteOptions.as("podo-demo"));
    cluster.await(
        "the changed greeting of the ConfigMap shows on every pod",
        () -> {
          for (int i = 0; i < ANSWERS; i++) {
            if (!stage.visitor().get(Application.ENTRIES).firstLine().equals(greeting)) {
              return null;
            }
          }
          return greeting;
        });
    if (!identities(cluster).equals(before)) {
      throw new DemoException(
          "the greeting changed, but so did the containers: "
              + before
              + " became "
              + identities(cluster),
          "See why: kubectl -n guestbook get events");
    }
    return "changed the ConfigMap: the mounted file shows it in the same containers";
  }

  private static List<String> identities(Cluster cluster) {
    return cluster.readyPods(Application.NAMESPACE, Application.API).stream()
        .map(ChangedConfig::identity)
        .toList();
  }

  private static String identity(Pod pod) {
    return pod.metadata().name()
        + pod.status().containerStatuses().stream().map(c -> c.containerID()).toList();
  }
}
