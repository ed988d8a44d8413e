package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.tree.Trees;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What happens to Namespaces, and with them to what is in them.
class NamespacesTest {
  private static final String ALL = "/api/v1/namespaces/";
  private static final String POD =
      """
      metadata: {name: %s%s}
      spec: {containers: [{name: main, image: "example.com/main:1"}]}
      """;

  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  private final Rest rest = CLUSTER.rest();

  @Test
  void arePatchedAndUpdated() {
    CLUSTER.namespace("changed");
    rest.patch(ALL + "changed", "{\"metadata\":{\"labels\":{\"patched\":\"yes\"}}}");
    rest.update(ALL + "changed", it -> Trees.set(it, "yes", "metadata", "labels", "updated"));
    assertThat(Trees.asMap(Trees.get(rest.get(ALL + "changed"), "metadata", "labels")))
        .containsEntry("patched", "yes")
        .containsEntry("updated", "yes")
        .containsEntry("kubernetes.io/metadata.name", "changed");
  }

  @Test
  void haveAStatusThatIsPatchedAndUpdated() {
    CLUSTER.namespace("told");
    assertThat(Trees.text(rest.get(ALL + "told/status"), "status", "phase")).isEqualTo("Active");
    var patch =
        "{\"status\":{\"conditions\":[{\"type\":\"StatusPatch\",\"status\":\"True\",\"reason\":\"E2E\",\"message\":\"set\","
            + "\"lastTransitionTime\":\"2026-01-01T00:00:00Z\"}]}}";
    rest.patch(ALL + "told/status", patch);
    rest.update(
        ALL + "told/status",
        it -> {
          var conditions = Trees.asList(Trees.get(it, "status", "conditions"));
          var more = new TreeMap<String, Object>(Trees.asMap(conditions.get(0)));
          more.put("type", "StatusUpdate");
          return Trees.set(it, List.of(conditions.get(0), more), "status", "conditions");
        });
    assertThat(Trees.asList(Trees.get(rest.get(ALL + "told"), "status", "conditions")))
        .extracting(it -> Trees.text(it, "type"))
        .contains("StatusPatch", "StatusUpdate");
  }

  @Test
  void haveFinalizersOfTheirOwn() {
    CLUSTER.namespace("final");
    finalizers("final", List.of("kubernetes", "example.com/fake"));
    assertThat(Trees.asList(Trees.get(rest.get(ALL + "final"), "spec", "finalizers")))
        .contains("example.com/fake");
    finalizers("final", List.of("kubernetes"));
    assertThat(Trees.asList(Trees.get(rest.get(ALL + "final"), "spec", "finalizers")))
        .containsExactly("kubernetes");
  }

  /// Only `finalize` writes them, and it only writes.
  private void finalizers(String name, List<String> finalizers) {
    var changed = Trees.set(rest.get(ALL + name), finalizers, "spec", "finalizers");
    var body = new String(Json.print(changed), StandardCharsets.UTF_8);
    rest.send("PUT", ALL + name + "/finalize", "application/json", body).require(200);
  }

  @Test
  void takeTheirPodsAlong() {
    CLUSTER.namespace("with-pods");
    var pods = ALL + "with-pods/pods";
    rest.create(pods, POD.formatted("one", ""));
    OnCluster.await(
        "the pod to run",
        () -> Trees.text(rest.get(pods + "/one"), "status", "phase").equals("Running"));
    rest.delete(ALL + "with-pods");
    CLUSTER.awaitGone(ALL + "with-pods");
    CLUSTER.namespace("with-pods");
    assertThat(Trees.asList(Trees.get(rest.get(pods), "items"))).isEmpty();
  }

  @Test
  void takeTheirServicesAlong() {
    CLUSTER.namespace("with-services");
    var services = ALL + "with-services/services";
    rest.create(services, "{metadata: {name: web}, spec: {ports: [{port: 80}]}}");
    rest.delete(ALL + "with-services");
    CLUSTER.awaitGone(ALL + "with-services");
    CLUSTER.namespace("with-services");
    assertThat(Trees.asList(Trees.get(rest.get(services), "items"))).isEmpty();
  }

  @Test
  void deletePodsFirst() {
    CLUSTER.namespace("ordered");
    var pod = ALL + "ordered/pods/held";
    var map = ALL + "ordered/configmaps/held";
    rest.create(ALL + "ordered/pods", POD.formatted("held", ", finalizers: [example.com/held]"));
    rest.create(ALL + "ordered/configmaps", "metadata: {name: held}");
    rest.delete(ALL + "ordered");
    OnCluster.await(
        "the namespace to tell what holds it back",
        () ->
            Rest.list(rest.get(ALL + "ordered"), "status", "conditions").stream()
                .anyMatch(it ->
                    Trees.text(it, "type").equals("NamespaceContentRemaining")
                        && Trees.text(it, "status").equals("True")));
    assertThat(Trees.text(rest.get(pod), "metadata", "deletionTimestamp")).isNotEmpty();
    assertThat(Trees.text(rest.get(map), "metadata", "deletionTimestamp")).isEmpty();
    rest.patch(pod, "{\"metadata\":{\"finalizers\":null}}");
    CLUSTER.awaitGone(ALL + "ordered");
  }
}
