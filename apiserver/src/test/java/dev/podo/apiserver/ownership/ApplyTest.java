package dev.podo.apiserver.ownership;

import static dev.podo.apiserver.Objects.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.apiserver.authn.UserInfo;
import dev.podo.client.Patch;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.deployment.Deployments;
import dev.podo.machinery.kinds.event.Events;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.ManagedFieldsEntry;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Server-side apply, and the owners of fields, as clients see them over HTTP.
class ApplyTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
  private static final String APPLY = "application/apply-patch+yaml";
  private static final String MERGE = "application/merge-patch+json";
  private static final String WEB =
      """
      {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":1,
      "selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},
      "spec":{"containers":[{"name":"nginx","image":"nginx:1"}]}}}}
      """;

  private final TestServer server = TestServer.listening();
  private final TestClient client = TestClient.admin(server);

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private HttpResponse<String> patch(String path, String type, String body) {
    return client.send(client.body("PATCH", path, type, body));
  }

  private HttpResponse<String> applyMap(String query, String data) {
    var config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: " + data + "\n";
    return patch(MAPS + "/a?" + query, APPLY, config);
  }

  private static Object tree(HttpResponse<String> response) {
    return Trees.asMap(Json.parse(response.body()));
  }

  private static String message(HttpResponse<String> response) {
    return Trees.text(tree(response), "message");
  }

  private static String version(HttpResponse<String> response) {
    return Trees.text(tree(response), "metadata", "resourceVersion");
  }

  private static List<String> owners(ApiObject object) {
    return object.metadata().managedFields().stream().map(ApplyTest::owner).toList();
  }

  private static String owner(ManagedFieldsEntry entry) {
    var part = entry.subresource().isEmpty() ? "" : "/" + entry.subresource();
    return entry.operation()
        + " "
        + entry.manager()
        + part
        + " "
        + entry.apiVersion()
        + ": "
        + FieldSet.of(entry.fieldsV1());
  }

  private List<String> ownersOfMap() {
    return owners(server.admin().get(ConfigMaps.KIND, "default", "a"));
  }

  @Test
  void makesWhatDoesNotExistAndLeavesWhatIsAsApplied() {
    var made = applyMap("fieldManager=x", "{k: v}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(made.body()).contains("\"fieldsV1\":{\"f:data\":{\"f:k\":{}}}");
    var again = applyMap("fieldManager=x", "{k: v}");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(version(again)).isEqualTo(version(made));
    assertThat(again.body()).isEqualTo(made.body());
    assertThat(ownersOfMap()).containsExactly("Apply x v1: .data.k");
  }

  @Test
  void removesWhatIsAppliedNoMore() {
    applyMap("fieldManager=x", "{k: v, l: w}");
    applyMap("fieldManager=y", "{l: w}");
    applyMap("fieldManager=x", "{m: z}");
    assertThat(server.admin().get(ConfigMaps.KIND, "default", "a").data())
        .isEqualTo(Map.of("l", "w", "m", "z"));
    assertThat(ownersOfMap())
        .containsExactlyInAnyOrder("Apply x v1: .data.m", "Apply y v1: .data.l");
  }

  @Test
  void refusesToTakeWhatOthersOwnUnlessForced() {
    applyMap("fieldManager=x", "{k: v}");
    var refused = applyMap("fieldManager=y", "{k: w}");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(message(refused))
        .isEqualTo("Apply failed with 1 conflict: conflict with \"x\": .data.k");
    assertThat(refused.body())
        .contains("\"reason\":\"Conflict\"")
        .contains(
            "{\"reason\":\"FieldManagerConflict\",\"message\":\"conflict with \\\"x\\\"\",\"field\":\".data.k\"}");
    assertThat(applyMap("fieldManager=y&force=true", "{k: w}").statusCode()).isEqualTo(200);
    assertThat(ownersOfMap()).containsExactly("Apply y v1: .data.k");
  }

  @Test
  void checksTheOptionsOfAPatch() {
    assertThat(message(applyMap("", "{}")))
        .isEqualTo(
            "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
    var forced = patch(MAPS + "/a?force=true", MERGE, "{}");
    assertThat(forced.statusCode()).isEqualTo(422);
    assertThat(message(forced))
        .contains("force: Forbidden: may not be specified for non-apply patch");
    assertThat(applyMap("fieldManager=" + "x".repeat(129), "{}").statusCode()).isEqualTo(422);
    assertThat(message(applyMap("fieldManager=a%01b", "{}"))).contains("invalid character U+0001");
  }

  @Test
  void tellsWhatDoesNotFit() {
    assertThat(message(applyMap("fieldManager=x&fieldValidation=Strict", "{k: v, k: w}")))
        .isEqualTo(
            "error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n"
                + "  line 4: key \"k\" already set in map");
    var unknown =
        patch(
            MAPS + "/a?fieldManager=x",
            APPLY,
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, datum: {}}");
    assertThat(unknown.statusCode()).isEqualTo(500);
    assertThat(message(unknown))
        .isEqualTo(
            "failed to create typed patch object (/a; /v1, Kind=ConfigMap): .datum: field not declared in schema");
    assertThat(patch(MAPS + "/a?fieldManager=x", APPLY, "[1]").statusCode()).isEqualTo(400);
    assertThat(patch(MAPS + "/a?fieldManager=x", APPLY, "{\"").statusCode()).isEqualTo(400);
    assertThat(
            patch(
                    MAPS + "/b?fieldManager=x",
                    APPLY,
                    "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void keepsToTheVersionThatIsAskedFor() {
    var made = applyMap("fieldManager=x", "{k: v}");
    applyMap("fieldManager=x", "{k: w}");
    var stale =
        patch(
            MAPS + "/a?fieldManager=x",
            APPLY,
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, resourceVersion: \""
                + version(made)
                + "\"}, data: {k: z}}");
    assertThat(stale.statusCode()).isEqualTo(409);
    assertThat(message(stale)).contains("the object has been modified");
    var other =
        patch(
            MAPS + "/b?fieldManager=x",
            APPLY,
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: b, uid: u}}");
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(message(other)).contains("uid mismatch: the provided object specified uid u");
    // The Java Operator SDK makes objects so, in order not to overwrite any.
    var marked =
        patch(
            MAPS + "/b?fieldManager=x",
            APPLY,
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: b, resourceVersion: \"1\"}}");
    assertThat(marked.statusCode()).isEqualTo(201);
  }

  @Test
  void triesWithoutWriting() {
    assertThat(applyMap("fieldManager=x&dryRun=All", "{k: v}").statusCode()).isEqualTo(201);
    assertThat(client.get(MAPS + "/a").statusCode()).isEqualTo(404);
    var made = applyMap("fieldManager=x", "{k: v}");
    var tried = applyMap("fieldManager=y&dryRun=All", "{l: v}");
    assertThat(tried.body()).contains("\"manager\":\"y\"");
    assertThat(version(applyMap("fieldManager=x", "{k: v}"))).isEqualTo(version(made));
  }

  @Test
  void recordsTheScaleUnderItsSubresource() {
    client.send(
        client
            .body("POST", DEPLOYMENTS, "application/json", WEB)
            .header("User-Agent", "kubectl-create/v1"));
    var scale = "{\"spec\":{\"replicas\":3}}";
    var scaled = patch(DEPLOYMENTS + "/web/scale?fieldManager=kubectl", MERGE, scale);
    assertThat(scaled.statusCode()).as(scaled.body()).isEqualTo(200);
    var web = server.admin().get(Deployments.KIND, "default", "web");
    assertThat(web.spec().replicas()).isEqualTo(3);
    assertThat(owners(web)).contains("Update kubectl/scale apps/v1: .spec.replicas");
    assertThat(owners(web).toString())
        .doesNotContain(".spec.progressDeadlineSeconds .spec.replicas");
    assertThat(
            patch(
                    DEPLOYMENTS + "/web/scale?fieldManager=kubectl",
                    MERGE,
                    "{\"spec\":{\"replicas\":4}}")
                .statusCode())
        .isEqualTo(200);
    var refused =
        patch(
            DEPLOYMENTS + "/web?fieldManager=helm",
            APPLY,
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 5}}");
    assertThat(message(refused))
        .isEqualTo(
            "Apply failed with 1 conflict: conflict with \"kubectl\" with subresource \"scale\" using apps/v1: .spec.replicas");
    var applied =
        patch(
            DEPLOYMENTS + "/web/scale?fieldManager=hpa&force=true",
            APPLY,
            "{apiVersion: autoscaling/v1, kind: Scale, metadata: {name: web}, spec: {replicas: 7}}");
    assertThat(applied.statusCode()).as(applied.body()).isEqualTo(200);
    assertThat(owners(server.admin().get(Deployments.KIND, "default", "web")))
        .contains("Apply hpa/scale apps/v1: .spec.replicas")
        .noneMatch(owner -> owner.contains("kubectl/scale"));
  }

  @Test
  void recordsTheStatusUnderItsSubresource() {
    client.post(DEPLOYMENTS, WEB);
    var status =
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 9}, status: {replicas: 1}}";
    assertThat(patch(DEPLOYMENTS + "/web/status?fieldManager=c", APPLY, status).statusCode())
        .isEqualTo(200);
    assertThat(
            patch(DEPLOYMENTS + "/lost/status?fieldManager=c", APPLY, status.replace("web", "lost"))
                .statusCode())
        .isEqualTo(404);
    var web = server.admin().get(Deployments.KIND, "default", "web");
    assertThat(web.spec().replicas()).isEqualTo(1);
    assertThat(owners(web)).contains("Apply c/status apps/v1: .status.replicas");
  }

  @Test
  void lettingGoOfAllOwnersIsAWish() {
    for (var none : new String[] {"[]", "[{}]"}) {
      applyMap("fieldManager=x&force=true", "{k: v}");
      assertThat(ownersOfMap()).isNotEmpty();
      patch(MAPS + "/a", MERGE, "{\"metadata\":{\"managedFields\":" + none + "}}");
      assertThat(ownersOfMap()).as(none).isEmpty();
      applyMap("fieldManager=x", "{k: v}");
      var put =
          "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\",\"managedFields\":"
              + none
              + "},\"data\":{\"k\":\"v\"}}";
      client.send(client.body("PUT", MAPS + "/a", "application/json", put));
      assertThat(ownersOfMap()).as(none).isEmpty();
    }
    client.send(
        client.body(
            "PUT",
            MAPS + "/a",
            "application/json",
            "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"z\"}}"));
    assertThat(ownersOfMap()).as("what is not tracked stays so").isEmpty();
  }

  @Test
  void whoDoesNotKnowOfOwnersKeepsThem() {
    applyMap("fieldManager=x", "{k: v}");
    var put = "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"v\",\"l\":\"w\"}}";
    client.send(
        client.body("PUT", MAPS + "/a", "application/json", put).header("User-Agent", "curl/8"));
    assertThat(ownersOfMap()).containsExactly("Apply x v1: .data.k", "Update curl v1: .data.l");
  }

  @Test
  void anUpdateThatChangesNothingIsNoRevision() {
    var made = client.post(MAPS, "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"v\"}}");
    var same = patch(MAPS + "/a?fieldManager=other", MERGE, "{\"data\":{\"k\":\"v\"}}");
    assertThat(version(same)).isEqualTo(version(made));
  }

  @Test
  void ownersSpellTheirFieldsInTheirOwnVersion() {
    var core = "/api/v1/namespaces/default/events";
    var event =
        "{\"metadata\":{\"name\":\"e\",\"labels\":{\"k\":\"v\"}},\"involvedObject\":{\"kind\":\"Pod\",\"namespace\":\"default\","
            + "\"name\":\"x\"},\"reason\":\"R\",\"message\":\"m\",\"type\":\"Normal\"}";
    var made = client.post(core + "?fieldManager=a", event);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    var changed =
        patch(
            "/apis/events.k8s.io/v1/namespaces/default/events/e?fieldManager=b",
            MERGE,
            "{\"metadata\":{\"labels\":{\"l\":\"w\"}}}");
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    assertThat(owners(server.admin().get(Events.KIND, "default", "e")))
        .anyMatch(owner -> owner.startsWith("Update a v1:") && owner.contains(".message"))
        .contains("Update b events.k8s.io/v1: .metadata.labels.l");
    patch(core + "/e?fieldManager=c", MERGE, "{\"metadata\":{\"labels\":{\"l\":\"z\"}}}");
    assertThat(owners(server.admin().get(Events.KIND, "default", "e")))
        .contains("Update c v1: .metadata.labels.l")
        .noneMatch(owner -> owner.startsWith("Update b"));
  }

  @Test
  void namesTheComponentsOfTheProcess() {
    server.admin().create(ConfigMaps.KIND, configMap("a", "k", "v"), WriteOptions.defaults());
    assertThat(ownersOfMap().getFirst()).startsWith("Update ");
    var controllers = server.as(UserInfo.of("system:kube-controller-manager", UserInfo.MASTERS));
    controllers.patch(
        ConfigMaps.KIND,
        "default",
        "a",
        new Patch.Merge(Trees.asMap(Json.parse("{\"data\":{\"l\":\"w\"}}"))),
        "",
        WriteOptions.defaults());
    assertThat(ownersOfMap()).contains("Update kube-controller-manager v1: .data.l");
    assertThat(owners(server.admin().get(Namespaces.KIND, "", "default")).getFirst())
        .startsWith("Update kube-apiserver v1: ");
    controllers.patch(
        ConfigMaps.KIND,
        "default",
        "a",
        new Patch.Apply(
            Trees.asMap(
                Json.parse(
                    "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"},\"data\":{\"m\":\"z\"}}")),
            false),
        "",
        WriteOptions.as("operator"));
    assertThat(ownersOfMap()).contains("Apply operator v1: .data.m");
  }
}
