package dev.podo.program.demo;

import dev.podo.client.ListOptions;
import dev.podo.client.Patch;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.kinds.deployment.Deployments;
import dev.podo.machinery.kinds.replicaset.ReplicaSets;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.apps.v1.ReplicaSet;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// As `kubectl rollout undo`: the template of the revision before becomes the Deployment's again.
final class Undo implements Scene {
  private static final long PROGRESS_DEADLINE_SECONDS = 60;

  @Override
  public String play(Stage stage) throws DemoException, IOException, InterruptedException {
    var cluster = stage.cluster();
    var deployment = cluster.deployment(Application.NAMESPACE, Application.API);
    var from = Deployments.revision(deployment.metadata());
    var previous = previous(cluster, deployment, from);
    cluster
        .api()
        .patch(
            Deployments.KIND,
            Application.NAMESPACE,
            Application.API,
            new Patch.Json(List.of(back(previous))),
            "",
            WriteOptions.as("podo-demo"));
    cluster.change(
        Application.API,
        Map.of("spec", Map.of("progressDeadlineSeconds", PROGRESS_DEADLINE_SECONDS)));
    cluster.awaitRollout(Application.NAMESPACE, Application.API);
    RollingUpdate.requireVersion(stage, Application.VERSION, "v2 on ");
    return "undid the rollout: back from revision "
        + from
        + " to what was revision "
        + Deployments.revision(previous.metadata())
        + ", and v2 answers";
  }

  private static ReplicaSet previous(Cluster cluster, Deployment deployment, long current)
      throws DemoException {
    return cluster
        .api()
        .list(ReplicaSets.KIND, ListOptions.in(Application.NAMESPACE))
        .items()
        .stream()
        .filter(set ->
            set.metadata().ownerReferences().stream()
                .anyMatch(owner -> owner.uid().equals(deployment.metadata().uid())))
        .filter(set -> Deployments.revision(set.metadata()) < current)
        .max(Comparator.comparingLong(set -> Deployments.revision(set.metadata())))
        .orElseThrow(() ->
            new DemoException(
                "the Deployment guestbook/api has no revision before " + current,
                "See its history: kubectl -n guestbook rollout history deployment/api"));
  }

  /// The label that tells ReplicaSets apart is no part of the template that people write.
  private static Map<String, Object> back(ReplicaSet to) {
    var template =
        Trees.remove(
            Trees.of(to.spec().template()), "metadata", "labels", ReplicaSets.POD_TEMPLATE_HASH);
    var operation = new TreeMap<String, Object>();
    operation.put("op", "replace");
    operation.put("path", "/spec/template");
    operation.put("value", template == null ? Map.of() : template);
    return operation;
  }
}
