package dev.podo.program.demo;

import dev.podo.machinery.kinds.deployment.Deployments;
import dev.podo.model.core.v1.ContainerStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// An image that cannot be had stalls the rollout, and the pods that work go on serving.
final class BrokenImage implements Scene {
  /// Short, so that nobody has to wait long to be told.
  private static final long PROGRESS_DEADLINE_SECONDS = 5;

  private static final List<String> REASONS = List.of("ErrImagePull", "ImagePullBackOff");

  @Override
  public String play(Stage stage) throws DemoException, IOException, InterruptedException {
    var cluster = stage.cluster();
    var load = Traffic.start(stage.visitor(), "stalled", stage.scope());
    cluster.change(
        Application.API,
        Map.of("spec", Map.of("progressDeadlineSeconds", PROGRESS_DEADLINE_SECONDS)));
    cluster.setImage(Application.API, SampleImages.reference("broken"));
    var reason = awaitBrokenPod(cluster);
    awaitStall(cluster);
    var result = load.stop();
    result.requireFlawless();
    var serving = cluster.readyPods(Application.NAMESPACE, Application.API).size();
    if (serving != Application.REPLICAS) {
      throw new DemoException(
          "a broken image was rolled out, and "
              + serving
              + " instead of "
              + Application.REPLICAS
              + " pods still serve",
          "See what runs: kubectl -n guestbook get pods");
    }
    RollingUpdate.requireVersion(stage, Application.VERSION, "v2 on ");
    return "a broken image stalls the rollout ("
        + reason
        + ", ProgressDeadlineExceeded) while the old pods serve: "
        + result.summary();
  }

  private static String awaitBrokenPod(Cluster cluster) throws DemoException, InterruptedException {
    return cluster.await(
        "a pod says that its image cannot be pulled",
        () ->
            cluster.pods(Application.NAMESPACE, Application.API).stream()
                .flatMap(p -> p.status().containerStatuses().stream())
                .map((ContainerStatus c) -> Cluster.reason(c))
                .filter(REASONS::contains)
                .findFirst()
                .orElse(null));
  }

  private static void awaitStall(Cluster cluster) throws DemoException, InterruptedException {
    cluster.await(
        "the Deployment says that its rollout makes no progress",
        () -> {
          var deployment = cluster.deployment(Application.NAMESPACE, Application.API);
          var progress = Deployments.condition(deployment, "Progressing");
          return progress != null && progress.reason().equals("ProgressDeadlineExceeded")
              ? progress
              : null;
        });
  }
}
