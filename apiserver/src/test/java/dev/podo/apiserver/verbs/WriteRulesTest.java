package dev.podo.apiserver.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.tree.Trees;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Names, identifiers and versions in what is written, with upstream's codes and texts.
class WriteRulesTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
  private static final String MERGE = "application/merge-patch+json";
  private static final String OWNER =
      "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"name\":\"o\",\"uid\":\"1\"}";

  private static TestServer server;
  private static TestClient client;

  @BeforeAll
  static void start() {
    server = TestServer.listening();
    client = TestClient.admin(server);
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  private static HttpResponse<String> put(String path, String metadata) {
    return client.send(client.body("PUT", path, "application/json", object(metadata)));
  }

  private static HttpResponse<String> post(String path, String metadata) {
    return client.post(path, object(metadata));
  }

  private static HttpResponse<String> patch(String path, String metadata) {
    return client.send(client.body("PATCH", path, MERGE, object(metadata)));
  }

  private static String object(String metadata) {
    return "{\"metadata\":{" + metadata + "}}";
  }

  private static void isTold(HttpResponse<String> response, int code, String message) {
    assertThat(text(response, "message")).isEqualTo(message);
    assertThat(response.statusCode()).isEqualTo(code);
  }

  private static String text(HttpResponse<String> response, String... path) {
    return Trees.text(Json.parse(response.body()), path);
  }

  @Test
  void whatHasNoNamespaceLosesTheOneThatItNames() {
    var roles = "/apis/rbac.authorization.k8s.io/v1/clusterroles";
    var made = post(roles, "\"name\":\"lost\",\"namespace\":\"somewhere\"");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(Trees.get(Json.parse(made.body()), "metadata", "namespace")).isNull();
    assertThat(put(roles + "/lost", "\"name\":\"lost\",\"namespace\":\"x\"").statusCode())
        .isEqualTo(200);
  }

  @Test
  void whatIsReplacedTellsItsName() {
    post(MAPS, "\"name\":\"named\"");
    var unnamed =
        "the name of the object (named based on URL) was undeterminable: name must be provided";
    isTold(put(MAPS + "/named", ""), 400, unnamed);
    isTold(patch(MAPS + "/named", "\"name\":null"), 400, unnamed);
  }

  @Test
  void anIdentifierIsAPreconditionOfPutAndImmutableToAPatch() {
    var uid = text(post(MAPS, "\"name\":\"meant\""), "metadata", "uid");
    isTold(
        put(MAPS + "/meant", "\"name\":\"meant\",\"uid\":\"other\""),
        409,
        "Operation cannot be fulfilled on configmaps \"meant\": Precondition failed: UID in"
            + " precondition: other, UID in object meta: "
            + uid);
    isTold(
        patch(MAPS + "/meant", "\"uid\":\"other\""),
        422,
        "ConfigMap \"meant\" is invalid: metadata.uid: Invalid value: \"other\": field is immutable");
  }

  @Test
  void namesTheResourceThatNeedsAVersion() {
    post(LEASES, "\"name\":\"held\"");
    isTold(
        put(LEASES + "/held", "\"name\":\"held\""),
        422,
        "leases.coordination.k8s.io \"held\" is invalid: metadata.resourceVersion: Invalid value:"
            + " 0: must be specified for an update");
  }

  @Test
  void whatIsMadeByPutHasNoIdentifierAndAnyVersion() {
    isTold(
        put(LEASES + "/new", "\"name\":\"new\",\"uid\":\"gone\""),
        409,
        "Operation cannot be fulfilled on leases.coordination.k8s.io \"new\": Precondition failed:"
            + " UID in precondition: gone, UID in object meta: ");
    var made = put(LEASES + "/new", "\"name\":\"new\",\"resourceVersion\":\"7\"");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
  }

  @Test
  void aNameThatIsTakenIsToldAsItCame() {
    post(MAPS, "\"name\":\"taken\",\"finalizers\":[\"example.com/hold\"]");
    var already = "configmaps \"taken\" already exists";
    isTold(post(MAPS, "\"name\":\"taken\""), 409, already);
    isTold(
        post(MAPS, "\"name\":\"taken\",\"generateName\":\"t\""),
        409,
        already + ", the server was not able to generate a unique name for the object");
    client.send(client.request(MAPS + "/taken").DELETE());
    isTold(post(MAPS, "\"name\":\"taken\""), 409, "object is being deleted: " + already);
  }

  @Test
  void keepsEachOwnerOnce() {
    var twice = "\"ownerReferences\":[" + OWNER + "," + OWNER + "]";
    var made = post(MAPS, "\"name\":\"owned\"," + twice);
    var told = "299 - \".metadata.ownerReferences contains duplicate entries";
    assertThat(made.headers().firstValue("Warning").orElse("")).startsWith(told + "; API server");
    assertThat(owners(made)).hasSize(1);
    var patched = patch(MAPS + "/owned", twice);
    assertThat(patched.headers().firstValue("Warning").orElse(""))
        .startsWith(told + " after mutating admission happens; API server dedups");
    assertThat(owners(patched)).hasSize(1);
    assertThat(text(patched, "metadata", "resourceVersion"))
        .isEqualTo(text(made, "metadata", "resourceVersion"));
  }

  @Test
  void nobodyOwnsWhatTheKindMakesOfANewObject() {
    var made = post("/api/v1/namespaces", "\"name\":\"shop\"");
    assertThat(made.body())
        .contains("\"finalizers\":[\"kubernetes\"]")
        .contains(
            "\"fieldsV1\":{\"f:metadata\":{\"f:labels\":{\".\":{},"
                + "\"f:kubernetes.io/metadata.name\":{}}}}}]");
    var job =
        """
        {"metadata":{"name":"j"},"spec":{"template":{"spec":{"restartPolicy":"Never",
        "containers":[{"name":"c","image":"i"}]}}}}
        """;
    var selected = client.post("/apis/batch/v1/namespaces/default/jobs", job);
    assertThat(selected.body()).contains("\"selector\":{").doesNotContain("f:selector");
  }

  private static List<Object> owners(HttpResponse<String> response) {
    return Trees.asList(Trees.get(Json.parse(response.body()), "metadata", "ownerReferences"));
  }
}
