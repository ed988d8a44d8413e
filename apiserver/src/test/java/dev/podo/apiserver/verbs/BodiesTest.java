package dev.podo.apiserver.verbs;

import static dev.podo.apiserver.Objects.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.codec.Protobuf;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Writes over HTTP: the bodies that clients send, and what they hear of them.
class BodiesTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";

  private final TestServer server = TestServer.listening();
  private final TestClient client = TestClient.admin(server);

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private String stored(String name) {
    return server.admin().get(ConfigMaps.KIND, "default", name).data().get("k");
  }

  @Test
  void readsJsonYamlAndProtobuf() {
    var json = client.post(MAPS, "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"json\"}}");
    assertThat(json.statusCode()).isEqualTo(201);
    assertThat(json.body()).contains("\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\"").endsWith("\n");
    assertThat(stored("a")).isEqualTo("json");

    var yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\ndata: {k: yaml}\n";
    assertThat(client.send(client.body("POST", MAPS, "application/yaml", yaml)).statusCode())
        .isEqualTo(201);
    assertThat(stored("b")).isEqualTo("yaml");

    var protobuf =
        client
            .request(MAPS)
            .header("Content-Type", "application/vnd.kubernetes.protobuf")
            .header("Accept", "application/vnd.kubernetes.protobuf,application/json")
            .POST(BodyPublishers.ofByteArray(Protobuf.encode(configMap("c", "k", "protobuf"))));
    assertThat(client.sendForBytes(protobuf).body()).startsWith('k', '8', 's', 0);
    assertThat(stored("c")).isEqualTo("protobuf");
  }

  @Test
  void refusesWhatItCannotRead() {
    var type = client.send(client.body("POST", MAPS, "application/cbor", "x"));
    assertThat(type.statusCode()).isEqualTo(415);
    assertThat(type.body()).contains("UnsupportedMediaType").contains("application/yaml");

    assertThat(client.post(MAPS, "{").statusCode()).isEqualTo(400);
    assertThat(client.post(MAPS, "").statusCode()).isEqualTo(400);
    assertThat(client.post(MAPS, "{\"data\":{\"k\":1}}").body()).contains("BadRequest");
    assertThat(client.post(MAPS, "{\"kind\":\"Secret\",\"apiVersion\":\"v1\"}").statusCode())
        .isEqualTo(400);
    assertThat(client.post(MAPS, "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v2\"}").body())
        .contains("the API version in the data (v2) does not match the expected API version (v1)");
    assertThat(client.post(MAPS, "{\"metadata\":{\"name\":\"a\",\"namespace\":\"b\"}}").body())
        .contains("does not match the namespace sent on the request");
  }

  /// As upstream: the fabric8 client sends them.
  @Test
  void readsEvictionsOfTheVersionBefore() {
    var eviction =
        "{\"apiVersion\":\"policy/%s\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"p\"}}";
    var path = "/api/v1/namespaces/default/pods/p/eviction";

    assertThat(client.post(path, eviction.formatted("v1")).statusCode()).isEqualTo(404);
    assertThat(client.post(path, eviction.formatted("v1beta1")).statusCode()).isEqualTo(404);
    assertThat(client.post(path, eviction.formatted("v1beta2")).statusCode()).isEqualTo(400);
  }

  @Test
  void treatsUnknownFieldsAsTheClientWants() {
    var body = "{\"metadata\":{\"name\":\"a\"},\"dta\":{},\"data\":{\"k\":\"1\",\"k\":\"2\"}}";

    var strict = client.post(MAPS + "?fieldValidation=Strict", body);
    assertThat(strict.statusCode()).isEqualTo(400);
    assertThat(strict.body())
        .contains("strict decoding error: unknown field \\\"dta\\\"")
        .contains("duplicate field \\\"data.k\\\"");

    var ignored = client.post(MAPS + "?fieldValidation=Ignore&dryRun=All", body);
    assertThat(ignored.statusCode()).isEqualTo(201);
    assertThat(ignored.headers().allValues("Warning")).isEmpty();

    var warned = client.post(MAPS, body);
    assertThat(warned.statusCode()).isEqualTo(201);
    assertThat(warned.headers().allValues("Warning"))
        .contains("299 - \"unknown field \\\"dta\\\"\"");
    assertThat(client.post(MAPS + "?fieldValidation=Perhaps", body).statusCode()).isEqualTo(422);
    assertThat(client.post(MAPS + "?dryRun=Some", body).statusCode()).isEqualTo(422);
  }

  @Test
  void patchesByMediaType() {
    server
        .admin()
        .create(ConfigMaps.KIND, configMap("a", "k", "1", "l", "1"), WriteOptions.defaults());
    var path = MAPS + "/a";
    patch(path, "application/merge-patch+json", "{\"data\":{\"k\":\"2\",\"l\":null}}", 200);
    patch(path, "application/strategic-merge-patch+json", "{\"data\":{\"m\":\"3\"}}", 200);
    patch(
        path,
        "application/json-patch+json",
        "[{\"op\":\"test\",\"path\":\"/data/k\",\"value\":\"2\"},"
            + "{\"op\":\"add\",\"path\":\"/data/n\",\"value\":\"4\"}]",
        200);
    assertThat(server.admin().get(ConfigMaps.KIND, "default", "a").data())
        .containsOnlyKeys("k", "m", "n");

    patch(
        path,
        "application/json-patch+json",
        "[{\"op\":\"test\",\"path\":\"/data/k\",\"value\":\"other\"}]",
        422);
    patch(path, "application/json-patch+json", "{}", 400);
    patch(path, "application/merge-patch+json", "nonsense", 400);
    patch(path, "application/cbor", "data: {}", 415);
    patch(path, "application/apply-patch+yaml", "data: {}", 422);
    patch(path, "application/merge-patch+json", "{\"metadata\":{\"name\":\"b\"}}", 400);
    patch(path + "-none", "application/merge-patch+json", "{}", 404);
  }

  private void patch(String path, String type, String body, int code) {
    var response = client.send(client.body("PATCH", path, type, body));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(code);
  }

  @Test
  void deletesAsTheBodyOrTheQuerySays() {
    for (var name : new String[] {"a", "b", "c"}) {
      server.admin().create(ConfigMaps.KIND, configMap(name), WriteOptions.defaults());
    }
    var gone =
        client.send(
            client.body(
                "DELETE",
                MAPS + "/a",
                "application/json",
                "{\"propagationPolicy\":\"Background\"}"));
    assertThat(gone.body())
        .contains("\"status\":\"Success\"")
        .contains("\"details\":{\"name\":\"a\",\"kind\":\"configmaps\",\"uid\":");

    var marked = client.send(client.request(MAPS + "/b?propagationPolicy=Foreground").DELETE());
    assertThat(marked.body()).contains("\"finalizers\":[\"foregroundDeletion\"]");

    var wrong = client.send(client.request(MAPS + "/c?propagationPolicy=Sideways").DELETE());
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(client.send(client.request(MAPS + "/none").DELETE()).statusCode()).isEqualTo(404);

    assertThat(client.send(client.request(MAPS).DELETE()).statusCode()).isEqualTo(200);
    assertThat(client.get(MAPS).body()).doesNotContain("\"name\":\"c\"");
  }
}
