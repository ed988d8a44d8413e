package dev.podo.program.demo;

import dev.podo.client.ListOptions;
import dev.podo.client.Patch;
import dev.podo.client.WatchOptions;
import dev.podo.client.WriteOptions;
import dev.podo.client.http.HttpApi;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.deployment.Deployments;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.meta.v1.DeleteOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The guestbook on simulated nodes, with what clients usually ask: what a JVM should have loaded
/// and compiled before it serves anyone. Nothing is checked but that the cluster does it.
public final class Rehearsal {
  private static final List<String> DOCUMENTS =
      List.of(
          "/version",
          "/readyz",
          "/livez",
          "/api",
          "/apis",
          "/api/v1",
          "/apis/apps/v1",
          "/openapi/v3",
          "/metrics");
  private static final Duration GLANCE = Duration.ofMillis(200);
  private static final int ROUNDS = 10;

  private Rehearsal() {}

  /// @throws DemoException when the guestbook does not come up
  public static void play(HttpApi api, Scope scope) throws DemoException, InterruptedException {
    var cluster = new Cluster(api, scope.environment().clock());
    Application.deploy(api, scope.environment());
    cluster.awaitRollout(Application.NAMESPACE, Application.API);
    DOCUMENTS.forEach(api::getText);
    for (int i = 0; i < ROUNDS; i++) {
      for (Kind<?> kind : Catalogue.builtIn().all()) {
        if (kind.isStored()) {
          api.list(kind, ListOptions.all());
        }
      }
      var data = new Patch.Merge(Map.of("data", Map.of("round", String.valueOf(i))));
      api.patch(
          ConfigMaps.KIND,
          Application.NAMESPACE,
          Application.GREETING,
          data,
          "",
          WriteOptions.defaults());
    }
    watch(api, cluster);
    cluster.setImage(Application.API, SampleImages.reference("v2"));
    cluster.scale(Application.API, Application.REPLICAS + 1);
    cluster.awaitRollout(Application.NAMESPACE, Application.API);
    api.get(Deployments.KIND, Application.NAMESPACE, Application.API);
    api.delete(Namespaces.KIND, "", Application.NAMESPACE, DeleteOptions.EMPTY);
    cluster.await(
        "the namespace is empty",
        () -> cluster.pods(Application.NAMESPACE, Application.API).isEmpty() ? cluster : null);
  }

  private static void watch(HttpApi api, Cluster cluster) throws InterruptedException {
    try (var pods = api.watch(Pods.KIND, WatchOptions.stateAndChanges())) {
      var end = Deadline.after(cluster.clock(), GLANCE);
      while (pods.next(end) != null) {
        // Seeing them is all.
      }
    }
  }
}
