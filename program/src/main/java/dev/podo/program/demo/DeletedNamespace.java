package dev.podo.program.demo;

import dev.podo.client.Api;
import dev.podo.client.ListOptions;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.node.containerd.instance.InstanceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A namespace of its own with an application in it is deleted, and nothing of it is left: no
/// object, no container, no route.
final class DeletedNamespace implements Scene {
  private static final String NAMESPACE = "guestbook-preview";
  private static final String HOST = "preview.localhost";
  private static final String APP = "preview";
  private static final int TRIES = 40;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  @Override
  public String play(Stage stage) throws DemoException, InstanceException, InterruptedException {
    var cluster = stage.cluster();
    var manifest = Manifest.resource("preview.yaml", Map.of());
    manifest.apply(cluster.api());
    cluster.awaitRollout(NAMESPACE, APP);
    var visitor = stage.visitor().at(HOST);
    cluster.await(
        "the page of " + HOST + " answers",
        () -> visitor.get("/").status() == 200 ? visitor : null);
    var containers = containers(cluster);

    cluster.api().delete(Namespaces.KIND, "", NAMESPACE, DeleteOptions.EMPTY);
    cluster.await(
        "the namespace " + NAMESPACE + " is gone", () -> isGone(cluster.api()) ? NAMESPACE : null);
    requireNothingLeft(cluster.api());
    awaitContainersGone(stage, containers);
    cluster.await(
        "the Ingress knows " + HOST + " no more",
        () -> visitor.get("/").status() == 404 ? visitor : null);
    return "deleted a namespace: its "
        + (manifest.names().size() - 1)
        + " objects, its pod and its route are gone";
  }

  private static List<String> containers(Cluster cluster) {
    return cluster.pods(NAMESPACE, APP).stream()
        .flatMap(p -> p.status().containerStatuses().stream())
        .map(c -> c.containerID().replaceFirst("^containerd://", ""))
        .toList();
  }

  private static boolean isGone(Api api) {
    try {
      api.get(Namespaces.KIND, "", NAMESPACE);
      return false;
    } catch (ApiException e) {
      if (e.isNotFound()) {
        return true;
      }
      throw e;
    }
  }

  private static void requireNothingLeft(Api api) throws DemoException {
    var left = new ArrayList<String>();
    for (Kind<?> kind : Catalogue.builtIn().all()) {
      if (kind.isStored() && kind.namespaced()) {
        api.list(kind, ListOptions.in(NAMESPACE))
            .items()
            .forEach(o -> left.add(kind + " " + o.metadata().name()));
      }
    }
    if (!left.isEmpty()) {
      throw new DemoException(
          "the namespace " + NAMESPACE + " is gone, but these are left of it: " + left,
          "Please report this; the log has more.");
    }
  }

  private static void awaitContainersGone(Stage stage, List<String> ids)
      throws DemoException, InstanceException, InterruptedException {
    for (int tries = 0; stage.containerd().containers().stream().anyMatch(ids::contains); tries++) {
      if (tries > TRIES) {
        throw new DemoException(
            "the namespace " + NAMESPACE + " is gone, but its containers are not: " + ids,
            "Please report this; the log has more.");
      }
      stage.cluster().clock().sleep(LOOK_AGAIN);
    }
  }
}
