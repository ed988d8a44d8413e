package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.tree.Trees;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Deployments, ReplicaSets and ReplicationControllers, with Pods on simulated nodes.
class WorkloadsTest {
  private static final String CORE = "/api/v1/namespaces/workloads/";
  private static final String APPS = "/apis/apps/v1/namespaces/workloads/";

  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  private final Rest rest = CLUSTER.rest();

  @BeforeAll
  static void makeNamespace() {
    CLUSTER.namespace("workloads");
  }

  private static String collection(String resource) {
    return (resource.equals("replicationcontrollers") ? CORE : APPS) + resource;
  }

  /// @return its path
  private String create(String resource, String name, int replicas) {
    var selector =
        resource.equals("replicationcontrollers")
            ? "{app: " + name + "}"
            : "{matchLabels: {app: " + name + "}}";
    rest.create(
        collection(resource),
        """
        metadata: {name: %1$s, labels: {tested: %1$s}}
        spec:
          replicas: %2$d
          selector: %3$s
          template:
            metadata: {labels: {app: %1$s}}
            spec: {containers: [{name: main, image: "example.com/main:1"}]}
        """
            .formatted(name, replicas, selector));
    var path = collection(resource) + "/" + name;
    awaitReady(path, replicas);
    return path;
  }

  private void awaitReady(String path, long replicas) {
    OnCluster.await(
        replicas + " ready replicas of " + path,
        () -> {
          var now = rest.get(path);
          return Trees.get(now, "metadata", "generation")
                  .equals(Trees.get(now, "status", "observedGeneration"))
              && number(now, "replicas") == replicas
              && number(now, "readyReplicas") == replicas
              && number(now, "availableReplicas") == replicas
              && (!path.contains("/deployments/") || isComplete(now));
        });
  }

  /// Nothing is left for its controller to tell.
  private static boolean isComplete(Object deployment) {
    return Rest.list(deployment, "status", "conditions").stream()
        .anyMatch(it -> Trees.text(it, "reason").equals("NewReplicaSetAvailable"));
  }

  private static long number(Object object, String field) {
    return Trees.get(object, "status", field) instanceof Long value ? value : 0;
  }

  private List<Object> items(String path) {
    return Rest.list(rest.get(path), "items");
  }

  @ParameterizedTest
  @ValueSource(strings = {"deployments", "replicasets", "replicationcontrollers"})
  void haveAScaleOfTheirOwn(String resource) {
    var path = create(resource, "scale-" + resource, 1);
    var scale = rest.get(path + "/scale");
    assertThat(Trees.text(scale, "kind")).isEqualTo("Scale");
    assertThat(Trees.get(scale, "spec", "replicas")).isEqualTo(1L);
    assertThat(Trees.get(scale, "status", "replicas")).isEqualTo(1L);
    rest.update(path + "/scale", it -> Trees.set(it, 2L, "spec", "replicas"));
    assertThat(Trees.get(rest.get(path), "spec", "replicas")).isEqualTo(2L);
    awaitReady(path, 2);
    rest.patch(path + "/scale", "{\"spec\":{\"replicas\":4}}");
    assertThat(Trees.get(rest.get(path), "spec", "replicas")).isEqualTo(4L);
    awaitReady(path, 4);
    assertThat(Trees.get(rest.get(path + "/scale"), "status", "replicas")).isEqualTo(4L);
    rest.delete(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deployments", "replicasets", "replicationcontrollers"})
  void keepConditionsOfOthersInTheirStatus(String resource) {
    var path = create(resource, "status-" + resource, 1);
    var status = path + "/status";
    assertThat(number(rest.get(status), "readyReplicas")).isEqualTo(1);
    rest.update(
        status,
        it -> {
          var conditions = new ArrayList<>(Rest.list(it, "status", "conditions"));
          conditions.add(
              Map.of("type", "StatusUpdate", "status", "True", "reason", "E2E", "message", "set"));
          return Trees.set(it, conditions, "status", "conditions");
        });
    assertThat(conditions(path)).contains("StatusUpdate");
    rest.patch(
        status, "{\"status\":{\"conditions\":[{\"type\":\"StatusPatched\",\"status\":\"True\"}]}}");
    assertThat(conditions(path)).contains("StatusPatched").doesNotContain("StatusUpdate");
    rest.delete(path);
  }

  private List<String> conditions(String path) {
    return Rest.list(rest.get(path), "status", "conditions").stream()
        .map(it -> Trees.text(it, "type"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"deployments", "replicasets", "replicationcontrollers"})
  void liveThroughPatchesUpdatesAndDeletion(String resource) {
    var name = "life-" + resource;
    var version = Trees.text(rest.get(collection(resource)), "metadata", "resourceVersion");
    try (var watching =
        rest.watch(
            collection(resource)
                + "?watch=true&labelSelector=tested%3D"
                + name
                + "&resourceVersion="
                + version)) {
      var path = create(resource, name, 1);
      assertThat(watching.next().type()).isEqualTo("ADDED");
      var patch =
          """
          {"metadata":{"labels":{"patched":"yes"}},
           "spec":{"replicas":2,"template":{"spec":{"containers":[{"name":"main","image":"example.com/main:2"}]}}}}\
          """;
      rest.send("PATCH", path, Rest.STRATEGIC, patch).require(200);
      watching.await(e -> e.text("metadata", "labels", "patched").equals("yes"));
      awaitReady(path, 2);
      rest.update(path, it -> Trees.set(it, 3L, "spec", "replicas"));
      awaitReady(path, 3);
      var everywhere = path.startsWith("/api/") ? "/api/v1/" : "/apis/apps/v1/";
      assertThat(items(everywhere + resource + "?labelSelector=patched%3Dyes")).hasSize(1);
      rest.delete(collection(resource) + "?labelSelector=tested%3D" + name);
      assertThat(watching.await(e -> e.type().equals("DELETED")).name()).isEqualTo(name);
    }
  }

  @Test
  void rollOverToTheLastOfManyChanges() {
    var path = create("deployments", "rollover", 3);
    for (int i = 2; i <= 6; i++) {
      var image = "example.com/main:" + i;
      var containers = "[{\"name\":\"main\",\"image\":\"" + image + "\"}]";
      var patch = "{\"spec\":{\"template\":{\"spec\":{\"containers\":" + containers + "}}}}";
      rest.send("PATCH", path, Rest.STRATEGIC, patch).require(200);
    }
    OnCluster.await(
        "only Pods of the last template",
        () -> {
          var sets = items(APPS + "replicasets?labelSelector=app%3Drollover");
          var live = sets.stream().filter(it -> number(it, "replicas") > 0).toList();
          return live.size() == 1
              && number(live.getFirst(), "readyReplicas") == 3
              && new String(Json.print(live.getFirst()), StandardCharsets.UTF_8)
                  .contains("example.com/main:6");
        });
    rest.delete(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"replicasets", "replicationcontrollers"})
  void adoptWhatMatchesAndReleaseWhatDoesNot(String resource) {
    var name = "adopts-" + resource;
    var pod = CORE + "pods/stray-" + resource;
    rest.create(
        CORE + "pods",
        """
        metadata: {name: stray-%s, labels: {app: %s}}
        spec: {containers: [{name: main, image: "example.com/main:1"}]}
        """
            .formatted(resource, name));
    // Everybody knows it then.
    OnCluster.await(
        "the stray to run", () -> Trees.text(rest.get(pod), "status", "phase").equals("Running"));
    var path = create(resource, name, 1);
    OnCluster.await("the stray to be adopted", () -> owners(pod).equals(List.of(name)));
    rest.patch(pod, "{\"metadata\":{\"labels\":{\"app\":\"free-" + resource + "\"}}}");
    OnCluster.await("the stray to be released", () -> owners(pod).isEmpty());
    OnCluster.await(
        "another in its place", () -> items(CORE + "pods?labelSelector=app%3D" + name).size() == 1);
    rest.delete(path);
    rest.delete(pod);
  }

  private List<String> owners(String pod) {
    return Rest.list(rest.get(pod), "metadata", "ownerReferences").stream()
        .map(it -> Trees.text(it, "name"))
        .toList();
  }
}
