package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.tree.Trees;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What becomes of dependents when their owners are deleted.
class GarbageTest {
  private static final String DEPLOYMENT =
      """
      metadata: {name: web}
      spec:
        replicas: 2
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: main, image: "example.com/main:1"}]}
      """;

  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  private final Rest rest = CLUSTER.rest();

  private List<Object> items(String path) {
    return Trees.asList(Trees.get(rest.get(path), "items"));
  }

  private static String core(String namespace, String resource) {
    return "/api/v1/namespaces/" + namespace + "/" + resource;
  }

  private static String apps(String namespace, String resource) {
    return "/apis/apps/v1/namespaces/" + namespace + "/" + resource;
  }

  private static String options(String policy) {
    return "{\"propagationPolicy\":\"" + policy + "\"}";
  }

  /// @return the path of the controller
  private String controller(String namespace, String name, int replicas) {
    var controllers = core(namespace, "replicationcontrollers");
    rest.create(
        controllers,
        """
        metadata: {name: %s}
        spec:
          replicas: %d
          selector: {app: %1$s}
          template:
            metadata: {labels: {app: %1$s}}
            spec: {containers: [{name: main, image: "example.com/main:1"}]}
        """
            .formatted(name, replicas));
    OnCluster.await(
        replicas + " pods of " + name,
        () -> items(core(namespace, "pods") + "?labelSelector=app%3D" + name).size() == replicas);
    return controllers + "/" + name;
  }

  @Test
  void goesWithAControllerInTheBackground() {
    CLUSTER.namespace("background");
    var controller = controller("background", "web", 2);
    rest.delete(controller, options("Background"));
    CLUSTER.awaitGone(controller);
    OnCluster.await("no pods", () -> items(core("background", "pods")).isEmpty());
  }

  @Test
  void staysBehindAsOrphansOfAController() {
    CLUSTER.namespace("orphans");
    var controller = controller("orphans", "web", 10);
    rest.delete(controller, options("Orphan"));
    CLUSTER.awaitGone(controller);
    assertThat(items(core("orphans", "pods")))
        .hasSize(10)
        .allSatisfy(pod -> {
          assertThat(Trees.get(pod, "metadata", "ownerReferences")).isNull();
          assertThat(Trees.get(pod, "metadata", "deletionTimestamp")).isNull();
        });
  }

  @Test
  void goesBeforeAControllerInTheForeground() {
    CLUSTER.namespace("foreground");
    var controller = controller("foreground", "web", 10);
    var pods = core("foreground", "pods");
    var held = Trees.text(items(pods).get(0), "metadata", "name");
    rest.patch(pods + "/" + held, "{\"metadata\":{\"finalizers\":[\"example.com/held\"]}}");
    rest.delete(controller, options("Foreground"));
    OnCluster.await("one pod that is held", () -> items(pods).size() == 1);
    assertThat(Trees.asList(Trees.get(rest.get(controller), "metadata", "finalizers")))
        .containsExactly("foregroundDeletion");
    rest.patch(pods + "/" + held, "{\"metadata\":{\"finalizers\":null}}");
    CLUSTER.awaitGone(controller);
    assertThat(items(pods)).isEmpty();
  }

  @Test
  void isNoneWhileAnotherOwnerStays() {
    CLUSTER.namespace("owners");
    var first = controller("owners", "first", 10);
    var second = rest.get(controller("owners", "second", 0));
    var pods = core("owners", "pods");
    var shared = items(pods).subList(0, 5);
    for (var pod : shared) {
      var references =
          List.of(
              Trees.asList(Trees.get(pod, "metadata", "ownerReferences")).get(0),
              owner("ReplicationController", second));
      rest.update(
          pods + "/" + Trees.text(pod, "metadata", "name"),
          it -> Trees.set(it, references, "metadata", "ownerReferences"));
    }
    rest.delete(first, options("Foreground"));
    CLUSTER.awaitGone(first);
    assertThat(items(pods))
        .hasSize(5)
        .allSatisfy(pod -> assertThat(Trees.get(pod, "metadata", "deletionTimestamp")).isNull());
  }

  private static Map<String, Object> owner(String kind, Object object) {
    return Map.of(
        "apiVersion",
        "v1",
        "kind",
        kind,
        "name",
        Trees.text(object, "metadata", "name"),
        "uid",
        Trees.text(object, "metadata", "uid"));
  }

  @Test
  void mayGoInACircle() {
    CLUSTER.namespace("circle");
    var pods = core("circle", "pods");
    var names = List.of("pod-1", "pod-2", "pod-3");
    for (var name : names) {
      rest.create(
          pods,
          "{metadata: {name: %s}, spec: {containers: [{name: main, image: main}]}}"
              .formatted(name));
    }
    for (int i = 0; i < names.size(); i++) {
      var owner = owner("Pod", rest.get(pods + "/" + names.get((i + 2) % 3)));
      rest.update(
          pods + "/" + names.get(i),
          it -> Trees.set(it, List.of(owner), "metadata", "ownerReferences"));
    }
    rest.delete(pods + "/pod-1", options("Foreground"));
    OnCluster.await("no pods", () -> items(pods).isEmpty());
  }

  @Test
  void goesWithADeploymentUnlessOrphaned() {
    for (var policy : List.of("Background", "Orphan")) {
      var namespace = "deployment-" + policy.toLowerCase(java.util.Locale.ROOT);
      CLUSTER.namespace(namespace);
      rest.create(apps(namespace, "deployments"), DEPLOYMENT);
      var pods = core(namespace, "pods");
      OnCluster.await("two pods", () -> items(pods).size() == 2);
      rest.delete(apps(namespace, "deployments/web"), options(policy));
      CLUSTER.awaitGone(apps(namespace, "deployments/web"));
      var sets = apps(namespace, "replicasets");
      if (policy.equals("Orphan")) {
        assertThat(items(sets))
            .singleElement()
            .satisfies(it -> assertThat(Trees.get(it, "metadata", "ownerReferences")).isNull());
        assertThat(items(pods)).hasSize(2);
      } else {
        OnCluster.await("nothing left", () -> items(sets).isEmpty() && items(pods).isEmpty());
      }
    }
  }
}
