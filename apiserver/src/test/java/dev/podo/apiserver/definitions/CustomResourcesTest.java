package dev.podo.apiserver.definitions;

import static dev.podo.apiserver.definitions.Extended.CRONTAB;
import static dev.podo.apiserver.definitions.Extended.CRONTABS;
import static dev.podo.apiserver.definitions.Extended.DEFINITIONS;
import static dev.podo.apiserver.definitions.Extended.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.tree.Trees;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CustomResourcesTest {
  private static final String MINE =
      """
      apiVersion: stable.example.com/v1
      kind: CronTab
      metadata: {name: mine, labels: {app: a}}
      spec: {cronSpec: "* * 5", replicas: 1, color: red}
      """;

  private final Extended extended = new Extended();

  @AfterEach
  void close() {
    extended.close();
  }

  private Object created(String yaml) {
    var response = extended.post(CRONTABS, yaml);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    return tree(response);
  }

  @Test
  void servesWhatIsDefined() {
    assertThat(extended.client.get(CRONTABS).statusCode()).isEqualTo(404);
    extended.define(CRONTAB);
    var made = created(MINE);
    assertThat(Trees.get(made, "spec", "image")).isEqualTo("busybox");
    assertThat(Trees.get(made, "metadata", "generation")).isEqualTo(1L);
    assertThat(extended.get(CRONTABS + "/mine")).isEqualTo(made);
    var list = extended.get(CRONTABS);
    assertThat(Trees.text(list, "kind")).isEqualTo("CronTabList");
    assertThat(Trees.get(list, "items")).isEqualTo(List.of(made));
  }

  @Test
  void showsInDiscovery() {
    extended.define(CRONTAB);
    var resources = extended.client.get("/apis/stable.example.com/v1").body();
    assertThat(resources)
        .contains("\"name\":\"crontabs\"", "\"crontabs/status\"", "\"crontabs/scale\"")
        .contains("\"shortNames\":[\"ct\"]", "\"categories\":[\"all\"]");
    assertThat(extended.client.get("/apis").body()).contains("stable.example.com");
    assertThat(extended.client.get("/openapi/v3").body()).contains("apis/stable.example.com/v1");
  }

  @Test
  void refusesWhatSchemaForbids() {
    extended.define(CRONTAB);
    var response = extended.post(CRONTABS, MINE.replace("* * 5", "never"));
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(Trees.text(tree(response), "message"))
        .isEqualTo(
            "CronTab.stable.example.com \"mine\" is invalid: spec.cronSpec: Invalid value: \"never\":"
                + " spec.cronSpec in body should match '^[0-9* ]+$'");
  }

  @Test
  void prunesAndTellsUnknownFields() {
    extended.define(CRONTAB);
    var odd = MINE.replace("color: red", "odd: 1");
    var strict = extended.post(CRONTABS + "?fieldValidation=Strict", odd);
    assertThat(strict.statusCode()).isEqualTo(400);
    assertThat(strict.body()).contains("strict decoding error: unknown field \\\"spec.odd\\\"");
    var warned = extended.post(CRONTABS + "?fieldValidation=Warn&dryRun=All", odd);
    assertThat(warned.headers().allValues("Warning"))
        .containsExactly("299 - \"unknown field \\\"spec.odd\\\"\"");
    var ignored = extended.post(CRONTABS + "?fieldValidation=Ignore", odd);
    assertThat(ignored.headers().allValues("Warning")).isEmpty();
    assertThat(Trees.asMap(Trees.get(tree(ignored), "spec"))).doesNotContainKey("odd");
  }

  @Test
  void tellsDuplicateAndUnknownFieldsTogether() {
    extended.define(CRONTAB);
    var json =
        """
        {"apiVersion":"stable.example.com/v1","kind":"CronTab","metadata":{"name":"mine"},
         "spec":{"replicas":1,"replicas":2,"odd":1}}\
        """;
    var response = extended.client.post(CRONTABS + "?fieldValidation=Strict", json);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Trees.text(tree(response), "message"))
        .contains(
            "strict decoding error: duplicate field \"spec.replicas\", unknown field \"spec.odd\"");
  }

  @Test
  void countsGenerationsAndKeepsStatusApart() {
    extended.define(CRONTAB);
    var made = created(MINE + "status: {replicas: 7}\n");
    assertThat(Trees.get(made, "status")).isNull();
    var changed = Trees.set(made, 3L, "spec", "replicas");
    changed = Trees.set(changed, Map.of("replicas", 9L), "status");
    var updated = tree(extended.put(CRONTABS + "/mine", changed));
    assertThat(Trees.get(updated, "metadata", "generation")).isEqualTo(2L);
    assertThat(Trees.get(updated, "status")).isNull();
    var status = Trees.set(updated, Map.of("replicas", 2L), "status");
    status = Trees.set(status, 100L, "spec", "replicas");
    var told = tree(extended.put(CRONTABS + "/mine/status", status));
    assertThat(Trees.get(told, "status", "replicas")).isEqualTo(2L);
    assertThat(Trees.get(told, "spec", "replicas")).isEqualTo(3L);
    assertThat(Trees.get(told, "metadata", "generation")).isEqualTo(2L);
  }

  @Test
  void demandsVersionForUpdate() {
    extended.define(CRONTAB);
    var made = created(MINE);
    var without = Trees.set(made, "", "metadata", "resourceVersion");
    var response = extended.put(CRONTABS + "/mine", without);
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.body())
        .contains("metadata.resourceVersion: Invalid value: 0: must be specified for an update");
  }

  @Test
  void scales() {
    extended.define(CRONTAB);
    created(MINE);
    var scale = extended.get(CRONTABS + "/mine/scale");
    assertThat(Trees.text(scale, "kind")).isEqualTo("Scale");
    assertThat(Trees.get(scale, "spec", "replicas")).isEqualTo(1L);
    var scaled = extended.merge(CRONTABS + "/mine/scale", "{\"spec\":{\"replicas\":4}}");
    assertThat(Trees.get(tree(scaled), "spec", "replicas")).isEqualTo(4L);
    var owners =
        Trees.asList(Trees.get(extended.get(CRONTABS + "/mine"), "metadata", "managedFields"));
    assertThat(owners)
        .filteredOn(owner -> Trees.text(owner, "subresource").equals("scale"))
        .singleElement()
        .extracting(owner -> Trees.get(owner, "fieldsV1"))
        .isEqualTo(Map.of("f:spec", Map.of("f:replicas", Map.of())));
    assertThat(Trees.get(extended.get(CRONTABS + "/mine"), "spec", "replicas")).isEqualTo(4L);
    extended.merge(CRONTABS + "/mine/status", "{\"status\":{\"replicas\":2,\"selector\":\"a=b\"}}");
    var observed = extended.get(CRONTABS + "/mine/scale");
    assertThat(Trees.get(observed, "status", "replicas")).isEqualTo(2L);
    assertThat(Trees.get(observed, "status", "selector")).isEqualTo("a=b");
    extended.merge(CRONTABS + "/mine", "{\"spec\":{\"replicas\":null}}");
    var none = extended.client.get(CRONTABS + "/mine/scale");
    assertThat(none.statusCode()).isEqualTo(500);
    assertThat(Trees.text(tree(none), "message"))
        .contains("the spec replicas field \".spec.replicas\" does not exist");
    var odd = extended.merge(CRONTABS + "/mine/status", "{\"status\":{\"replicas\":-1}}");
    assertThat(odd.statusCode()).isEqualTo(422);
    assertThat(odd.body())
        .contains(".status.replicas: Invalid value: -1: should be a non-negative integer");
  }

  @Test
  void patches() {
    extended.define(CRONTAB);
    created(MINE);
    var merged = extended.merge(CRONTABS + "/mine", "{\"spec\":{\"color\":\"blue\"}}");
    assertThat(Trees.get(tree(merged), "spec", "color")).isEqualTo("blue");
    var operations = "[{\"op\":\"replace\",\"path\":\"/spec/color\",\"value\":\"green\"}]";
    var patched =
        extended.client.send(
            extended.client.body(
                "PATCH", CRONTABS + "/mine", "application/json-patch+json", operations));
    assertThat(Trees.get(tree(patched), "spec", "color")).isEqualTo("green");
    var strategic =
        extended.client.send(
            extended.client.body(
                "PATCH", CRONTABS + "/mine", "application/strategic-merge-patch+json", "{}"));
    assertThat(strategic.statusCode()).isEqualTo(415);
    assertThat(Trees.text(tree(strategic), "message"))
        .isEqualTo(
            "the body of the request was in an unknown format - accepted media types include:"
                + " application/json-patch+json, application/merge-patch+json,"
                + " application/apply-patch+yaml");
  }

  @Test
  void applies() {
    extended.define(CRONTAB);
    var applied = apply("one", MINE, "");
    assertThat(applied.statusCode()).as(applied.body()).isEqualTo(201);
    assertThat(applied.body()).contains("\"f:cronSpec\":{}");
    var conflict = apply("two", MINE.replace("color: red", "color: blue"), "");
    assertThat(conflict.statusCode()).isEqualTo(409);
    assertThat(conflict.body()).contains("conflict with \\\"one\\\": .spec.color");
    var forced = apply("two", MINE.replace("color: red", "color: blue"), "&force=true");
    assertThat(Trees.get(tree(forced), "spec", "color")).isEqualTo("blue");
    var dropped = apply("one", MINE.replace(", replicas: 1, color: red", ""), "&force=true");
    assertThat(Trees.get(tree(dropped), "spec", "color")).isEqualTo("blue");
  }

  private HttpResponse<String> apply(String manager, String yaml, String more) {
    return extended.client.send(
        extended.client.body(
            "PATCH",
            CRONTABS + "/mine?fieldManager=" + manager + more,
            "application/apply-patch+yaml",
            yaml));
  }

  @Test
  void selectsByDeclaredFieldsAndLabels() {
    extended.define(CRONTAB);
    created(MINE);
    created(
        MINE.replace("name: mine", "name: other")
            .replace("red", "blue")
            .replace("app: a", "app: b"));
    assertThat(names("?fieldSelector=spec.color%3Dblue")).containsExactly("other");
    assertThat(names("?labelSelector=app%3Da")).containsExactly("mine");
    assertThat(names("?fieldSelector=metadata.name%3Dmine")).containsExactly("mine");
    var unknown = extended.client.get(CRONTABS + "?fieldSelector=spec.image%3Dx");
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(unknown.body()).contains("field label not supported: spec.image");
  }

  private List<Object> names(String query) {
    return Trees.asList(Trees.get(extended.get(CRONTABS + query), "items")).stream()
        .map(item -> (Object) Trees.text(item, "metadata", "name"))
        .toList();
  }

  @Test
  void showsTablesAndMetadata() {
    extended.define(CRONTAB);
    created(MINE);
    var table =
        extended.client.send(
            extended
                .client
                .request(CRONTABS)
                .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io"));
    assertThat(table.body())
        .contains("\"name\":\"Spec\"", "\"name\":\"Replicas\"", "\"cells\":[\"mine\",\"* * 5\",1");
    var metadata =
        extended.client.send(
            extended
                .client
                .request(CRONTABS + "/mine")
                .header("Accept", "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io"));
    assertThat(metadata.body()).contains("PartialObjectMetadata").doesNotContain("cronSpec\":\"");
  }

  @Test
  void hasNoProtobuf() {
    extended.define(CRONTAB);
    var type = "application/vnd.kubernetes.protobuf";
    assertThat(
            extended.client.send(extended.client.body("POST", CRONTABS, type, "k8s")).statusCode())
        .isEqualTo(415);
    var only = extended.client.request(CRONTABS).header("Accept", type);
    assertThat(extended.client.send(only).statusCode()).isEqualTo(406);
    var either = extended.client.request(CRONTABS).header("Accept", type + ",application/json");
    assertThat(extended.client.send(either).statusCode()).isEqualTo(200);
  }

  @Test
  void generatesNamesAndDeletesCollections() {
    extended.define(CRONTAB);
    created(MINE.replace("name: mine", "generateName: mine-"));
    created(MINE);
    // Everywhere at once they can only be read.
    assertThat(extended.delete(CRONTABS.replace("/namespaces/default", "")).statusCode())
        .isEqualTo(404);
    assertThat(names("")).hasSize(2);
    assertThat(extended.delete(CRONTABS).statusCode()).isEqualTo(200);
    assertThat(names("")).isEmpty();
  }

  @Test
  void seesChangedDefinitionAtOnce() {
    extended.define(CRONTAB);
    created(MINE);
    var definition = extended.get(DEFINITIONS + "/crontabs.stable.example.com");
    var text = new String(Json.print(definition), StandardCharsets.UTF_8);
    var changed = Json.parse(text.replace("\"busybox\"", "\"alpine\""));
    assertThat(extended.put(DEFINITIONS + "/crontabs.stable.example.com", changed).statusCode())
        .isEqualTo(200);
    var made = created(MINE.replace("name: mine", "name: other"));
    assertThat(Trees.get(made, "spec", "image")).isEqualTo("alpine");
    assertThat(Trees.get(extended.get(CRONTABS + "/mine"), "spec", "image")).isEqualTo("busybox");
  }

  @Test
  void deletesObjectsWithTheirDefinition() {
    extended.define(CRONTAB);
    created(MINE.replace("labels:", "finalizers: [example.com/wait], labels:"));
    var name = DEFINITIONS + "/crontabs.stable.example.com";
    var deleted = tree(extended.delete(name));
    assertThat(Trees.get(deleted, "metadata", "finalizers"))
        .isEqualTo(List.of("customresourcecleanup.apiextensions.k8s.io"));
    extended.await(
        "crontabs.stable.example.com",
        it ->
            it != null
                && it.status().conditions().toString().contains("InstanceDeletionInProgress"));
    var refused = extended.post(CRONTABS, MINE.replace("name: mine", "name: late"));
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.body())
        .contains("create not allowed while custom resource definition is terminating");
    extended.merge(CRONTABS + "/mine", "{\"metadata\":{\"finalizers\":null}}");
    extended.await("crontabs.stable.example.com", Objects::isNull);
    assertThat(extended.client.get(CRONTABS).statusCode()).isEqualTo(404);
    assertThat(extended.client.get("/apis").body()).doesNotContain("stable.example.com");
  }

  @Test
  void refusesConflictingNamesUntilTheyAreFree() {
    extended.define(CRONTAB);
    var second =
        CRONTAB
            .replace("crontabs", "crontabs2")
            .replace("singular: crontab,", "singular: crontab2,");
    assertThat(extended.post(DEFINITIONS, second).statusCode()).isEqualTo(201);
    extended.await(
        "crontabs2.stable.example.com",
        it -> it != null && it.status().conditions().toString().contains("Conflict"));
    assertThat(extended.client.get(CRONTABS + "2").statusCode()).isEqualTo(404);
    extended.delete(DEFINITIONS + "/crontabs.stable.example.com");
    extended.await("crontabs2.stable.example.com", Extended::isEstablished);
    assertThat(extended.client.get(CRONTABS + "2").statusCode()).isEqualTo(200);
  }
}
