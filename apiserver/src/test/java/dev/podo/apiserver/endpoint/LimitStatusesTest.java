package dev.podo.apiserver.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.machinery.codec.Json;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What whoever goes beyond a limit is told, by HTTP/1.1 and by HTTP/2: the same Status.
class LimitStatusesTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String JSON = "application/json";
  private static final String YAML = "application/yaml";
  private static final String JSON_PATCH = "application/json-patch+json";
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String STRATEGIC_PATCH = "application/strategic-merge-patch+json";
  private static final String APPLY_PATCH = "application/apply-patch+yaml";
  private static final int DEPTH = 12_000;

  private static TestServer server;
  private static final Map<Version, TestClient> CLIENTS = new EnumMap<>(Version.class);

  @BeforeAll
  static void start() {
    server = TestServer.listening();
    for (var version : List.of(Version.HTTP_1_1, Version.HTTP_2)) {
      CLIENTS.put(version, TestClient.admin(server, version));
    }
    CLIENTS.get(Version.HTTP_1_1).post(MAPS, "{\"metadata\":{\"name\":\"there\"}}");
  }

  @AfterAll
  static void stop() {
    CLIENTS.values().forEach(TestClient::close);
    server.close();
  }

  /// A request beyond a limit, and its Status.
  private record Row(
      String what, String method, String path, String type, String body, Expected expected) {}

  /// @param message how it begins
  private record Expected(int code, String reason, String message) {}

  private static Expected badRequest(String message) {
    return new Expected(400, "BadRequest", message);
  }

  private static Expected invalid(String message) {
    return new Expected(422, "Invalid", message);
  }

  private static String named(String name) {
    return "{\"metadata\":{\"name\":\"" + name + "\"}}";
  }

  private static List<Row> sizes() {
    var tooLarge =
        new Expected(413, "RequestEntityTooLarge", "Request entity too large: limit is 3145728");
    var large = "\"" + "x".repeat(3 << 20) + "\"";
    var rows = new ArrayList<Row>();
    rows.add(new Row("body", "POST", MAPS, JSON, large, tooLarge));
    rows.add(new Row("update", "PUT", MAPS + "/there", JSON, large, tooLarge));
    for (var type : List.of(JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, APPLY_PATCH)) {
      rows.add(new Row(type, "PATCH", MAPS + "/there?fieldManager=x", type, large, tooLarge));
    }
    rows.add(new Row("delete options", "DELETE", MAPS + "/there", JSON, large, tooLarge));
    var operation = "{\"op\":\"test\",\"path\":\"/kind\",\"value\":\"ConfigMap\"}";
    rows.add(
        new Row(
            "operations",
            "PATCH",
            MAPS + "/there",
            JSON_PATCH,
            "[" + String.join(",", Collections.nCopies(10_001, operation)) + "]",
            new Expected(
                413,
                "RequestEntityTooLarge",
                "Request entity too large: The allowed maximum operations in a JSON patch is 10000,"
                    + " got 10001")));
    rows.add(
        new Row(
            "object",
            "POST",
            "/api/v1/namespaces",
            JSON,
            "{\"metadata\":{\"name\":\"large\",\"finalizers\":[\"example.com/"
                + String.join("\",\"example.com/", Collections.nCopies(40_000, "x".repeat(40)))
                + "\"]}}",
            new Expected(500, null, "etcdserver: request is too large")));
    return rows;
  }

  private static List<Row> rules() {
    var rows = new ArrayList<Row>();
    rows.add(
        new Row(
            "annotations",
            "POST",
            MAPS,
            JSON,
            "{\"metadata\":{\"name\":\"a\",\"annotations\":{\"a\":\"%s\",\"b\":\"%s\"}}}"
                .formatted("x".repeat(128 << 10), "y".repeat(128 << 10)),
            invalid(
                "ConfigMap \"a\" is invalid: metadata.annotations: Too long: may not be more than"
                    + " 262144 bytes")));
    var subdomain =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
            + " '.', and must start and end with an alphanumeric character (e.g. 'example.com',"
            + " regex used for validation is"
            + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    rows.add(
        new Row(
            "name",
            "POST",
            MAPS,
            JSON,
            named("A_b"),
            invalid(
                "ConfigMap \"A_b\" is invalid: metadata.name: Invalid value: \"A_b\": "
                    + subdomain)));
    var long254 = "x".repeat(254);
    rows.add(
        new Row(
            "long name",
            "POST",
            MAPS,
            JSON,
            named(long254),
            invalid(
                "ConfigMap \"%1$s\" is invalid: metadata.name: Invalid value: \"%1$s\": must be no more than 253 bytes"
                    .formatted(long254))));
    rows.add(
        new Row(
            "no name",
            "POST",
            MAPS,
            JSON,
            "{}",
            invalid(
                "ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required")));
    rows.add(
        new Row(
            "label",
            "POST",
            MAPS,
            JSON,
            "{\"metadata\":{\"name\":\"a\",\"labels\":{\"a\":\"" + "x".repeat(64) + "\"}}}",
            invalid(
                "ConfigMap \"a\" is invalid: metadata.labels: Invalid value: \""
                    + "x".repeat(64)
                    + "\": must be no more than 63 bytes")));
    rows.add(
        new Row(
            "manager",
            "POST",
            MAPS + "?fieldManager=" + "x".repeat(129),
            JSON,
            named("a"),
            invalid(
                "CreateOptions.meta.k8s.io \"\" is invalid: fieldManager: Too long: may not be more"
                    + " than 128 bytes")));
    rows.add(
        new Row(
            "timeout",
            "PUT",
            MAPS + "/there?timeout=soon",
            JSON,
            named("there"),
            badRequest(
                "invalid timeout specified in the request URL - time: invalid duration \"soon\"")));
    return rows;
  }

  private static List<Row> depths() {
    var rows = new ArrayList<Row>();
    var json = "{\"a\":".repeat(DEPTH) + "1" + "}".repeat(DEPTH);
    var yaml = "{a: ".repeat(DEPTH) + "1" + "}".repeat(DEPTH);
    var list = "[".repeat(DEPTH) + "]".repeat(DEPTH);
    var there = MAPS + "/there?fieldManager=x";
    var anything = badRequest("");
    rows.add(new Row("json", "POST", MAPS, JSON, json, anything));
    rows.add(new Row("yaml", "POST", MAPS, YAML, yaml, anything));
    rows.add(new Row("merge patch", "PATCH", there, MERGE_PATCH, json, anything));
    rows.add(new Row("strategic patch", "PATCH", there, STRATEGIC_PATCH, json, anything));
    rows.add(new Row("json patch", "PATCH", there, JSON_PATCH, list, anything));
    rows.add(new Row("applied", "PATCH", there, APPLY_PATCH, yaml, anything));
    rows.add(new Row("delete options", "DELETE", MAPS + "/there", JSON, json, anything));
    return rows;
  }

  private static void hold(Version version, List<Row> rows) {
    for (var row : rows) {
      var client = CLIENTS.get(version);
      var response = client.send(client.body(row.method(), row.path(), row.type(), row.body()));
      var expected = row.expected();
      assertThat(response.statusCode()).as(row.what()).isEqualTo(expected.code());
      assertThat(response.version()).isEqualTo(version);
      assertThat(response.headers().firstValue("Content-Type")).hasValue(JSON);
      var status = (Map<?, ?>) Json.parse(response.body());
      assertThat(status.get("kind")).as(row.what()).isEqualTo("Status");
      assertThat(status.get("status")).isEqualTo("Failure");
      assertThat(status.get("code")).isEqualTo((long) expected.code());
      assertThat(status.get("reason")).as(row.what()).isEqualTo(expected.reason());
      assertThat((String) status.get("message")).as(row.what()).startsWith(expected.message());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void tellsWhatIsTooLarge(Version version) {
    hold(version, sizes());
  }

  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void tellsWhatBreaksARule(Version version) {
    hold(version, rules());
  }

  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void tellsWhatIsTooDeep(Version version) {
    hold(version, depths());
  }

  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void tellsWhatIsTooLargeBeforeTheBody(Version version) {
    var client = CLIENTS.get(version);
    var text = "x".repeat(70_000);
    var header = new Expected(431, "BadRequest", "the headers of the request are too large");
    holds(header, client.send(client.request(MAPS).header("X-Large", text)));
    var many = client.request(MAPS);
    for (var i = 0; i < 1_000; i++) {
      many.header("X-" + i, text.substring(0, 80));
    }
    holds(header, client.send(many));
    var url = new Expected(414, "RequestURITooLong", "the URL of the request is too long");
    holds(url, client.get(MAPS + "?labelSelector=" + text.repeat(15)));
    assertThat(client.get(MAPS + "/there?x=" + text.repeat(14)).statusCode()).isEqualTo(200);
    holds(header, client.send(client.body("PUT", MAPS + "/there", JSON, "{}").header("X", text)));
  }

  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void tellsWhoWaitsWhetherToGoOn(Version version) {
    var client = CLIENTS.get(version);
    var path = MAPS + "?dryRun=All";
    var small = client.body("POST", path, JSON, named("small")).expectContinue(true);
    assertThat(client.send(small).statusCode()).isEqualTo(201);
    var large = client.body("POST", path, JSON, "x".repeat(4 << 20)).expectContinue(true);
    holds(
        new Expected(413, "RequestEntityTooLarge", "Request entity too large: limit is 3145728"),
        client.send(large));
  }

  private static void holds(Expected expected, HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(expected.code());
    assertThat(response.headers().firstValue("Content-Type")).hasValue(JSON);
    var status = (Map<?, ?>) Json.parse(response.body());
    assertThat(status.get("kind")).isEqualTo("Status");
    assertThat(status.get("code")).isEqualTo((long) expected.code());
    assertThat(status.get("reason")).isEqualTo(expected.reason());
    assertThat(status.get("message")).isEqualTo(expected.message());
  }

  /// Runtime.Unknown around what is no message.
  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void tellsWhatIsNoProtobuf(Version version) {
    var client = CLIENTS.get(version);
    byte[] body = {'k', '8', 's', 0, 0x12, 0x7f, 1};
    var response =
        client.send(
            client
                .request(MAPS)
                .header("Content-Type", "application/vnd.kubernetes.protobuf")
                .POST(BodyPublishers.ofByteArray(body)));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(((Map<?, ?>) Json.parse(response.body())).get("reason")).isEqualTo("BadRequest");
  }

  @Test
  void keepsALargeObjectWithoutItsOwners() {
    // Each finalizer is once in the object and once among the fields that its writer owns.
    var finalizers = "\"example.com/" + String.join("\",\"example.com/", names(15_000)) + "\"";
    var client = CLIENTS.get(Version.HTTP_1_1);
    var made =
        client.post(
            "/api/v1/namespaces",
            "{\"metadata\":{\"name\":\"unowned\",\"finalizers\":[" + finalizers + "]}}");
    assertThat(made.statusCode()).isEqualTo(201);
    var metadata = (Map<?, ?>) ((Map<?, ?>) Json.parse(made.body())).get("metadata");
    assertThat((List<?>) metadata.get("finalizers")).hasSize(15_000);
    assertThat(metadata.containsKey("managedFields")).isFalse();

    var small = client.post(MAPS, "{\"metadata\":{\"name\":\"owned\"},\"data\":{\"a\":\"b\"}}");
    assertThat(small.body()).contains("managedFields");
  }

  private static List<String> names(int count) {
    var names = new ArrayList<String>();
    for (var i = 0; i < count; i++) {
      names.add("x".repeat(30) + i);
    }
    return names;
  }
}
