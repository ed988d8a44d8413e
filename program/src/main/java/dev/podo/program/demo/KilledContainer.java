package dev.podo.program.demo;

import dev.podo.model.core.v1.ContainerStatus;
import dev.podo.model.core.v1.Pod;
import dev.podo.node.containerd.instance.InstanceException;

/// A container's process dies, and the node starts the container again, in the same pod.
final class KilledContainer implements Scene {
  @Override
  public String play(Stage stage) throws DemoException, InstanceException, InterruptedException {
    var cluster = stage.cluster();
    var victim = cluster.readyPods(Application.NAMESPACE, Application.API).getFirst();
    var name = victim.metadata().name();
    var before = container(victim);
    stage.containerd().kill(before.containerID().replaceFirst("^containerd://", ""));
    var after =
        cluster.await(
            "the killed container of " + name + " runs again",
            () ->
                cluster.readyPods(Application.NAMESPACE, Application.API).stream()
                    .filter(p -> p.metadata().uid().equals(victim.metadata().uid()))
                    .filter(p -> container(p).restartCount() > before.restartCount())
                    .findFirst()
                    .orElse(null));
    Audience.awaitAnswerOf(stage, name);
    return "killed the container of "
        + name
        + ": restarted in the same pod (restarts: "
        + container(after).restartCount()
        + "), and it answers again";
  }

  private static ContainerStatus container(Pod pod) {
    var all = pod.status().containerStatuses();
    return all.isEmpty() ? ContainerStatus.EMPTY : all.getFirst();
  }
}
