package dev.podo.program.demo;

import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.meta.v1.DeleteOptions;
import java.util.TreeSet;

/// A pod goes, and its ReplicaSet puts another in its place.
final class DeletedPod implements Scene {
  @Override
  public String play(Stage stage) throws DemoException, InterruptedException {
    var cluster = stage.cluster();
    var known = new TreeSet<String>();
    cluster
        .pods(Application.NAMESPACE, Application.API)
        .forEach(p -> known.add(p.metadata().name()));
    var victim = known.first();
    cluster.api().delete(Pods.KIND, Application.NAMESPACE, victim, DeleteOptions.EMPTY);
    var replacement =
        cluster.await(
            "another pod replaces " + victim,
            () ->
                cluster.readyPods(Application.NAMESPACE, Application.API).stream()
                    .map(p -> p.metadata().name())
                    .filter(n -> !known.contains(n))
                    .findFirst()
                    .orElse(null));
    Audience.awaitAnswerOf(stage, replacement);
    cluster.awaitRollout(Application.NAMESPACE, Application.API);
    return "deleted the pod " + victim + ": replaced by " + replacement + ", which answers";
  }
}
