package dev.podo.apiserver.endpoint;

import static dev.podo.apiserver.Objects.configMap;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.client.Api;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Protobuf;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.model.meta.v1.PartialObjectMetadata;
import dev.podo.model.meta.v1.PartialObjectMetadataList;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The forms in which the same objects can be had.
class RepresentationsTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String METADATA = ";as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
  private static final String METADATA_LIST = ";as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
  private static final String TABLE = ";as=Table;g=meta.k8s.io;v=v1";
  private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";

  private static TestServer server;
  private static TestClient client;
  private static Api api;

  @BeforeAll
  static void start() {
    server = TestServer.listening();
    client = TestClient.admin(server);
    api = server.admin();
    api.create(ConfigMaps.KIND, configMap("a", "k", "v"), WriteOptions.defaults());
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  private static HttpResponse<String> get(String path, String accept) {
    return client.send(client.request(path).header("Accept", accept));
  }

  private static byte[] bytes(String path, String accept) {
    return client.sendForBytes(client.request(path).header("Accept", accept)).body();
  }

  @Test
  void givesMetadataAsProtobuf() {
    var one =
        Protobuf.decode(
                PartialObjectMetadata.SCHEMA,
                bytes(MAPS + "/a", PROTOBUF + METADATA),
                Strictness.STRICT)
            .value();
    assertThat(one.apiVersion()).isEqualTo("meta.k8s.io/v1");
    assertThat(one.metadata().name()).isEqualTo("a");
    var list =
        Protobuf.decode(
                PartialObjectMetadataList.SCHEMA,
                bytes(MAPS, PROTOBUF + METADATA_LIST),
                Strictness.STRICT)
            .value();
    assertThat(list.items()).extracting(item -> item.metadata().name()).contains("a");
    assertThat(list.metadata().resourceVersion()).isNotEmpty();
  }

  @Test
  void watchesMetadataAsProtobuf() {
    var response =
        client.sendForBytes(
            client
                .request(MAPS + "?watch=1&timeoutSeconds=1&fieldSelector=metadata.name%3Da")
                .header("Accept", PROTOBUF + METADATA));
    assertThat(response.headers().firstValue("Content-Type")).contains(PROTOBUF + ";stream=watch");
    var text = new String(response.body(), ISO_8859_1);
    assertThat(text).contains("ADDED").contains("PartialObjectMetadata").contains("meta.k8s.io/v1");
  }

  @ParameterizedTest
  @CsvSource({TABLE + ",Table", METADATA_LIST + ",PartialObjectMetadataList"})
  void givesEveryShapeAsYaml(String shape, String kind) {
    var response = get(MAPS, "application/yaml" + shape);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    var tree = (Map<?, ?>) Yaml.parse(response.body().getBytes(UTF_8));
    assertThat(tree.get("kind")).isEqualTo(kind);
  }

  @Test
  void givesNoTableAsProtobuf() {
    assertThat(get(MAPS, PROTOBUF + TABLE).statusCode()).isEqualTo(406);
    assertThat(get(MAPS, PROTOBUF + TABLE + ",application/json" + TABLE).statusCode())
        .isEqualTo(200);
  }

  @Test
  void takesNeitherOneForManyNorManyForOne() {
    var many = get(MAPS, "application/json" + METADATA);
    assertThat(many.statusCode()).isEqualTo(406);
    assertThat(many.body())
        .contains("you requested PartialObjectMetadata, but the requested object is a list");
    var one = get(MAPS + "/a", "application/json" + METADATA_LIST);
    assertThat(one.statusCode()).isEqualTo(406);
    assertThat(one.body())
        .contains(
            "you requested PartialObjectMetadataList, but the requested object is not a list");
  }

  @Test
  void writesNothingWhoseAnswerNobodyTakes() {
    var body = "{\"metadata\":{\"name\":\"unwanted\"}}";
    var refused =
        client.send(
            client.body("POST", MAPS, "application/json", body).header("Accept", "image/png"));
    assertThat(refused.statusCode()).isEqualTo(406);
    assertThat(client.get(MAPS + "/unwanted").statusCode()).isEqualTo(404);
    var kept =
        client.send(
            client
                .request(MAPS + "/a")
                .method("DELETE", BodyPublishers.noBody())
                .header("Accept", "image/png"));
    assertThat(kept.statusCode()).isEqualTo(406);
    assertThat(client.get(MAPS + "/a").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "?pretty=true, podo-test, true",
    "?pretty=1, podo-test, true",
    "?pretty=false, curl/8.5.0, false",
    "?pretty=maybe, curl/8.5.0, false",
    "'', curl/8.5.0, true",
    "'', Wget/1.21, true",
    "'', Mozilla/5.0 (X11), true",
    "'', kubectl/v1.33.1, false"
  })
  void printsForPeople(String query, String agent, boolean pretty) {
    var response = client.send(client.request(MAPS + "/a" + query).header("User-Agent", agent));
    assertThat(response.body().contains("\n  \"metadata\": {\n    \"name\": \"a\","))
        .isEqualTo(pretty);
    assertThat(Json.parse(response.body().getBytes(UTF_8))).isNotNull();
    assertThat(response.body()).endsWith("}\n");
  }

  @Test
  void printsErrorsForPeopleToo() {
    assertThat(client.get(MAPS + "/none?pretty=1").body())
        .startsWith("{\n  \"kind\": \"Status\",\n  \"apiVersion\": \"v1\",\n  \"metadata\": {},\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/merge-patch+json", "application/strategic-merge-patch+json"})
  void blamesThePatchForWhatItMakes(String type) {
    var unknown = "{\"spec\":{\"foo\":1}}";
    var strict =
        client.send(client.body("PATCH", MAPS + "/a?fieldValidation=Strict", type, unknown));
    assertThat(strict.statusCode()).isEqualTo(422);
    assertThat(strict.body())
        .contains(" \\\"\\\" is invalid: patch: Invalid value: ")
        .contains("strict decoding error: unknown field \\\"spec\\\"");
    var wrong = client.send(client.body("PATCH", MAPS + "/a", type, "{\"data\":{\"k\":[1]}}"));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("patch: Invalid value");
  }
}
