package dev.podo.apiserver.definitions;

import static dev.podo.apiserver.definitions.Extended.DEFINITIONS;
import static dev.podo.apiserver.definitions.Extended.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.webhook.FakeWebhook;
import dev.podo.machinery.tree.Trees;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The definition of the conformance tests: in `v1` an address is `hostPort`, in `v2` it is `host`
/// and `port`.
class ConversionTest {
  private static final String NAME = "endpoints.stable.example.com";
  private static final String V1 = "/apis/stable.example.com/v1/namespaces/default/endpoints";
  private static final String V2 = "/apis/stable.example.com/v2/namespaces/default/endpoints";

  private static final String DEFINITION =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: endpoints.stable.example.com}
      spec:
        group: stable.example.com
        scope: Namespaced
        names: {plural: endpoints, singular: endpoint, kind: Endpoint}
        conversion: CONVERSION
        versions:
        - name: v1
          served: true
          storage: true
          selectableFields: [{jsonPath: .hostPort}]
          schema: {openAPIV3Schema: {type: object, properties: {hostPort: {type: string}}}}
        - name: v2
          served: true
          storage: false
          selectableFields: [{jsonPath: .host}]
          schema: {openAPIV3Schema: {type: object, properties: {host: {type: string}, port: {type: string}}}}
      """;

  private final Extended extended = new Extended();
  private final FakeWebhook webhook =
      FakeWebhook.start("127.0.0.1").answering(review -> answer(review, ConversionTest::converted));

  @AfterEach
  void close() {
    webhook.close();
    extended.close();
  }

  private void define() {
    extended.define(
        DEFINITION.replace(
            "CONVERSION",
            """
            {strategy: Webhook, webhook: {conversionReviewVersions: [v1, v1beta1],
                clientConfig: {url: "%s", caBundle: %s}}}\
            """
                .formatted(webhook.url("/convert"), webhook.caBundle().toBase64())));
  }

  private static Object answer(@Nullable Object review, UnaryOperator<Object> conversion) {
    var response = new LinkedHashMap<String, Object>();
    response.put("uid", Trees.text(review, "request", "uid"));
    response.put("result", Map.of("status", "Success"));
    var wanted = Trees.text(review, "request", "desiredAPIVersion");
    var converted = new ArrayList<Object>();
    for (var object : Trees.asList(Trees.get(review, "request", "objects"))) {
      var tree = Trees.set(object, wanted, "apiVersion");
      converted.add(conversion.apply(tree));
    }
    response.put("convertedObjects", converted);
    return Map.of(
        "apiVersion", "apiextensions.k8s.io/v1", "kind", "ConversionReview", "response", response);
  }

  private static Object converted(Object object) {
    var tree = new LinkedHashMap<String, Object>();
    Trees.asMap(object).forEach(tree::put);
    if (Trees.text(object, "apiVersion").endsWith("/v2")) {
      var parts = String.valueOf(tree.remove("hostPort")).split(":");
      tree.put("host", parts[0]);
      tree.put("port", parts[1]);
    } else {
      tree.put("hostPort", tree.remove("host") + ":" + tree.remove("port"));
    }
    return tree;
  }

  private Object createdV1(String name, String hostPort) {
    return created(V1, name, "v1", "hostPort: \"" + hostPort + "\"");
  }

  private Object created(String path, String name, String version, String content) {
    var response =
        extended.post(
            path,
            "apiVersion: stable.example.com/%s\nkind: Endpoint\nmetadata: {name: %s}\n%s\n"
                .formatted(version, name, content));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    return tree(response);
  }

  @Test
  void showsObjectInEachVersion() {
    define();
    var one = createdV1("a", "localhost:8080");
    var two = extended.get(V2 + "/a");
    assertThat(Trees.text(two, "apiVersion")).isEqualTo("stable.example.com/v2");
    assertThat(Trees.text(two, "host")).isEqualTo("localhost");
    assertThat(Trees.text(two, "port")).isEqualTo("8080");
    assertThat(Trees.get(two, "metadata")).isEqualTo(Trees.get(one, "metadata"));
  }

  @Test
  void writesThroughEachVersion() {
    define();
    created(V2, "a", "v2", "host: h\nport: \"1\"");
    assertThat(Trees.text(extended.get(V1 + "/a"), "hostPort")).isEqualTo("h:1");
    assertThat(extended.merge(V2 + "/a", "{\"port\":\"2\"}").statusCode()).isEqualTo(200);
    assertThat(Trees.text(extended.get(V1 + "/a"), "hostPort")).isEqualTo("h:2");
    var changed = Trees.set(extended.get(V2 + "/a"), "other", "host");
    assertThat(extended.put(V2 + "/a", changed).statusCode()).isEqualTo(200);
    assertThat(Trees.text(extended.get(V1 + "/a"), "hostPort")).isEqualTo("other:2");
    var applied =
        extended.client.send(
            extended.client.body(
                "PATCH",
                V2 + "/a?fieldManager=me&force=true",
                "application/apply-patch+yaml",
                "apiVersion: stable.example.com/v2\nkind: Endpoint\nport: \"3\"\n"));
    assertThat(applied.statusCode()).as(applied.body()).isEqualTo(200);
    assertThat(Trees.text(extended.get(V1 + "/a"), "hostPort")).isEqualTo("other:3");
    assertThat(extended.delete(V2 + "/a").statusCode()).isEqualTo(200);
    assertThat(extended.client.get(V1 + "/a").statusCode()).isEqualTo(404);
  }

  @Test
  void listsObjectsThatWereStoredInSeveralVersions() {
    define();
    createdV1("a", "one:1");
    var definition = extended.get(DEFINITIONS + "/" + NAME);
    var versions = new ArrayList<Object>();
    for (var version : Trees.asList(Trees.get(definition, "spec", "versions"))) {
      versions.add(Trees.set(version, Trees.text(version, "name").equals("v2"), "storage"));
    }
    var switched =
        tree(
            extended.put(
                DEFINITIONS + "/" + NAME, Trees.set(definition, versions, "spec", "versions")));
    assertThat(Trees.get(switched, "status", "storedVersions")).isEqualTo(List.of("v1", "v2"));
    created(V1, "b", "v1", "hostPort: two:2");
    for (var path : List.of(V1, V2)) {
      var items = Trees.asList(Trees.get(extended.get(path), "items"));
      assertThat(items)
          .extracting(it -> Trees.text(it, "metadata", "name"))
          .containsExactly("a", "b");
      assertThat(items)
          .extracting(it -> Trees.text(it, "hostPort") + Trees.text(it, "host"))
          .containsExactly(
              path.equals(V1) ? new String[] {"one:1", "two:2"} : new String[] {"one", "two"});
    }
  }

  @Test
  void convertsListAtOnceAndRemembersIt() {
    define();
    for (var i = 0; i < 20; i++) {
      createdV1("a" + i, "h:" + i);
    }
    var before = webhook.questions().size();
    assertThat(Trees.asList(Trees.get(extended.get(V2), "items"))).hasSize(20);
    extended.get(V2);
    extended.get(V2 + "/a3");
    assertThat(webhook.questions()).hasSize(before + 1);
  }

  @Test
  void selectsByFieldsOfRequestedVersion() {
    define();
    createdV1("a", "one:1");
    createdV1("b", "two:2");
    var items = Trees.asList(Trees.get(extended.get(V2 + "?fieldSelector=host%3Dtwo"), "items"));
    assertThat(items).extracting(it -> Trees.text(it, "metadata", "name")).containsExactly("b");
  }

  @Test
  void watchesInEachVersion() throws IOException {
    define();
    createdV1("a", "one:1");
    var watch =
        extended.client.open(
            extended.client.request(
                V2
                    + "?watch=true&sendInitialEvents=true&allowWatchBookmarks=true"
                    + "&resourceVersionMatch=NotOlderThan"));
    try (var lines =
        new BufferedReader(new InputStreamReader(watch.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).contains("\"ADDED\"", "\"host\":\"one\"");
      assertThat(lines.readLine())
          .contains(
              "\"BOOKMARK\"", "\"apiVersion\":\"stable.example.com/v2\"", "initial-events-end");
      createdV1("b", "two:2");
      assertThat(lines.readLine()).contains("\"ADDED\"", "\"host\":\"two\"");
      extended.delete(V1 + "/a");
      assertThat(lines.readLine()).contains("\"DELETED\"", "\"host\":\"one\"");
    }
  }

  /// As an informer that streams its list would.
  @Test
  void tellsWhoEntersAndLeavesSelectionByFieldsOfEachVersion() throws IOException {
    define();
    createdV1("a", "one:1");
    createdV1("b", "two:2");
    var stream =
        "&watch=true&sendInitialEvents=true&allowWatchBookmarks=true"
            + "&resourceVersionMatch=NotOlderThan";
    try (var first = lines(V1 + "?fieldSelector=hostPort%3Dtwo:2" + stream);
        var second = lines(V2 + "?fieldSelector=host%3Dtwo" + stream)) {
      for (var lines : List.of(first, second)) {
        assertThat(lines.readLine()).contains("\"ADDED\"", "\"name\":\"b\"");
        assertThat(lines.readLine()).contains("\"BOOKMARK\"");
      }
      extended.merge(V2 + "/b", "{\"port\":\"3\"}");
      assertThat(first.readLine()).contains("\"DELETED\"", "\"name\":\"b\"");
      assertThat(second.readLine()).contains("\"MODIFIED\"", "\"port\":\"3\"");
      extended.merge(V1 + "/a", "{\"hostPort\":\"two:2\"}");
      assertThat(first.readLine()).contains("\"ADDED\"", "\"name\":\"a\"");
      assertThat(second.readLine()).contains("\"ADDED\"", "\"name\":\"a\"");
      extended.delete(V1 + "/a");
      assertThat(first.readLine()).contains("\"DELETED\"", "\"name\":\"a\"");
      assertThat(second.readLine()).contains("\"DELETED\"", "\"name\":\"a\"");
    }
    var left = Trees.asList(Trees.get(extended.get(V2 + "?fieldSelector=host%3Dtwo"), "items"));
    assertThat(left).extracting(it -> Trees.text(it, "metadata", "name")).containsExactly("b");
    var none = extended.get(V1 + "?fieldSelector=hostPort%3Dtwo:2");
    assertThat(Trees.asList(Trees.get(none, "items"))).isEmpty();
  }

  private BufferedReader lines(String path) throws IOException {
    var body = extended.client.open(extended.client.request(path)).body();
    return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  @Test
  void saysWhatIsWrongWithAnswers() {
    define();
    createdV1("a", "h:1");
    assertFails(
        review -> answer(review, it -> Trees.set(converted(it), "x", "metadata", "name")),
        " returned invalid object: must have the same name: a != x");
    assertFails(
        review -> answer(review, it -> Trees.set(converted(it), "x", "metadata", "uid")),
        " returned invalid object: must have the same UID: ");
    assertFails(
        review -> answer(review, it -> Trees.set(converted(it), "a/v3", "apiVersion")),
        " returned invalid object at index 0: invalid groupVersion"
            + " (expected stable.example.com/v2, received a/v3)");
    assertFails(
        review ->
            answer(review, it -> Trees.set(converted(it), Map.of("a", "_-"), "metadata", "labels")),
        " returned invalid metadata: metadata.labels: Invalid value: \"_-\"");
    assertFails(
        review -> Trees.set(answer(review, it -> it), List.of(), "response", "convertedObjects"),
        " returned 0 objects, expected 1");
    assertFails(
        review -> Trees.set(answer(review, it -> it), "other", "response", "uid"),
        " failed: expected response.uid=\"");
    assertFails(
        review ->
            Trees.set(
                answer(review, it -> it),
                Map.of("status", "Failure", "message", "no way"),
                "response",
                "result"),
        " failed: no way");
    assertFails(
        review -> Map.of(),
        " failed: expected webhook response of "
            + "apiextensions.k8s.io/v1, Kind=ConversionReview, got /, Kind=");
  }

  private void assertFails(UnaryOperator<@Nullable Object> answer, String why) {
    webhook.answering(answer);
    var response = extended.client.get(V2 + "/a");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(500);
    assertThat(Trees.text(tree(response), "message"))
        .startsWith("conversion webhook for stable.example.com/v1, Kind=Endpoint" + why);
  }

  @Test
  void keepsMetadataButLabelsAndAnnotations() {
    define();
    createdV1("a", "h:1");
    webhook.answering(review ->
        answer(
            review,
            it -> {
              var labelled = Trees.set(converted(it), Map.of("a", "b"), "metadata", "labels");
              return Trees.set(labelled, List.of("x/y"), "metadata", "finalizers");
            }));
    var two = extended.get(V2 + "/a");
    assertThat(Trees.get(two, "metadata", "labels")).isEqualTo(Map.of("a", "b"));
    assertThat(Trees.get(two, "metadata", "finalizers")).isNull();
  }

  @Test
  void deletesObjectsThoughTheWebhookIsGone() {
    define();
    createdV1("a", "h:1");
    webhook.close();
    var gone = extended.client.get(V2 + "/a");
    assertThat(gone.statusCode()).isEqualTo(500);
    assertThat(gone.body()).contains("connection refused");
    extended.delete(DEFINITIONS + "/" + NAME);
    extended.await(NAME, Objects::isNull);
  }

  @Test
  void changesOnlyTheVersionByDefault() {
    extended.define(
        DEFINITION
            .replace("CONVERSION", "{strategy: None}")
            .replace(".hostPort", ".host")
            .replace("hostPort: {type: string}", "host: {type: string}"));
    created(V1, "a", "v1", "host: h");
    var two = extended.get(V2 + "/a");
    assertThat(Trees.text(two, "host")).isEqualTo("h");
    assertThat(Trees.text(two, "apiVersion")).isEqualTo("stable.example.com/v2");
  }

  @Test
  void endsWatchesOfVersionsServedNoMore() throws IOException {
    extended.define(DEFINITION.replace("CONVERSION", "{strategy: None}"));
    var watch = extended.client.open(extended.client.request(V2 + "?watch=true"));
    var definition = extended.get(DEFINITIONS + "/" + NAME);
    var versions = new ArrayList<Object>();
    for (var version : Trees.asList(Trees.get(definition, "spec", "versions"))) {
      versions.add(Trees.set(version, Trees.text(version, "name").equals("v1"), "served"));
    }
    extended.put(DEFINITIONS + "/" + NAME, Trees.set(definition, versions, "spec", "versions"));
    assertThat(watch.body().readAllBytes()).isEmpty();
    assertThat(extended.client.get(V2).statusCode()).isEqualTo(404);
    assertThat(extended.client.get(V1).statusCode()).isEqualTo(200);
  }
}
