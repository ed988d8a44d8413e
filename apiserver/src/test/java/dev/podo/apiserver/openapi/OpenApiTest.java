package dev.podo.apiserver.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.tree.Trees;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenApiTest {
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

  private static Map<?, ?> tree(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    return (Map<?, ?>) Json.parse(response.body());
  }

  private static Map<?, ?> find(Object list, String key, String value) {
    for (var item : (List<?>) list) {
      if (value.equals(((Map<?, ?>) item).get(key))) {
        return (Map<?, ?>) item;
      }
    }
    throw new AssertionError(value + " is not in " + list);
  }

  @Test
  void documentsWhatClientsDecideBy() {
    var url =
        (String)
            ((Map<?, ?>)
                    ((Map<?, ?>) tree(client.get("/openapi/v3")).get("paths")).get("apis/apps/v1"))
                .get("serverRelativeURL");
    assertThat(url).startsWith("/openapi/v3/apis/apps/v1?hash=");
    var response = client.get(url);
    assertThat(response.headers().allValues("Cache-Control").toString()).contains("immutable");
    var document = tree(response);

    var path = "/apis/apps/v1/namespaces/{namespace}/deployments/{name}";
    var patch =
        (Map<?, ?>) ((Map<?, ?>) ((Map<?, ?>) document.get("paths")).get(path)).get("patch");
    assertThat(find(patch.get("parameters"), "name", "fieldValidation")).isNotNull();
    assertThat(find(patch.get("parameters"), "name", "dryRun")).isNotNull();
    assertThat(((Map<?, ?>) patch.get("x-kubernetes-group-version-kind")).get("kind"))
        .isEqualTo("Deployment");
    assertThat(patch.get("requestBody").toString())
        .contains("application/strategic-merge-patch+json");

    var schemas = (Map<?, ?>) ((Map<?, ?>) document.get("components")).get("schemas");
    var podSpec = (Map<?, ?>) schemas.get("io.k8s.api.core.v1.PodSpec");
    var containers = (Map<?, ?>) ((Map<?, ?>) podSpec.get("properties")).get("containers");
    assertThat(containers.get("x-kubernetes-patch-merge-key")).isEqualTo("name");
    assertThat(containers.get("x-kubernetes-patch-strategy")).isEqualTo("merge");
    assertThat(containers.get("description").toString()).isNotEmpty();
  }

  @Test
  void leadsFromAnOldDocumentToTheNewOne() {
    var response = client.get("/openapi/v3/api/v1?hash=OLD");
    assertThat(response.statusCode()).isEqualTo(301);
    assertThat(response.headers().firstValue("Location").orElseThrow())
        .startsWith("/openapi/v3/api/v1?hash=");
  }

  @Test
  void keepsADocumentUnderItsHashForEver() {
    var index = tree(client.get("/openapi/v3"));
    var entry = (Map<?, ?>) ((Map<?, ?>) index.get("paths")).get("api/v1");
    var url = (String) entry.get("serverRelativeURL");
    var hash = url.substring(url.indexOf('=') + 1);
    var response = client.get(url);
    assertThat(response.headers().firstValue("Cache-Control")).contains("public, immutable");
    assertThat(response.headers().firstValue("Expires").orElse("")).endsWith(" GMT");
    assertThat(response.headers().firstValue("Vary").orElse("")).contains("Accept");
    assertThat(response.headers().firstValue("ETag")).contains("\"" + hash + "\"");
    // Without the hash the next answer may differ.
    assertThat(client.get("/openapi/v3/api/v1").headers().firstValue("Cache-Control").orElse(""))
        .doesNotContain("immutable");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TAG", "W/TAG", "\"other\", TAG", "*"})
  void sendsNothingToThoseWhoHaveIt(String held) {
    for (var path : List.of("/openapi/v3", "/openapi/v3/apis/apps/v1")) {
      var tag = client.get(path).headers().firstValue("ETag").orElseThrow();
      var request = client.request(path).header("If-None-Match", held.replace("TAG", tag));
      var response = client.send(request);
      assertThat(response.statusCode()).as(path).isEqualTo(304);
      assertThat(response.headers().firstValue("ETag")).contains(tag);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/com.github.proto-openapi.spec.v3.v1.0+protobuf",
        "application/com.github.proto-openapi.spec.v3@v1.0+protobuf, application/json;q=0.5"
      })
  void sendsVersionThreeAsProtobuf(String accept) {
    var request = client.request("/openapi/v3/apis/apps/v1").header("Accept", accept);
    var response = client.sendForBytes(request);
    assertThat(response.headers().firstValue("Content-Type"))
        .contains("application/com.github.proto-openapi.spec.v3.v1.0+protobuf");
    // Document.openapi is field 1.
    assertThat(new String(response.body(), 0, 7, StandardCharsets.UTF_8))
        .isEqualTo("\n\u00053.0.0");
  }

  @Test
  void saysAllInOneDocumentOfVersionTwo() {
    var document = tree(client.get("/openapi/v2"));
    assertThat(document.get("swagger")).isEqualTo("2.0");
    var definitions = (Map<?, ?>) document.get("definitions");
    var deployment = (Map<?, ?>) definitions.get("io.k8s.api.apps.v1.Deployment");
    assertThat(deployment.get("x-kubernetes-group-version-kind").toString())
        .contains("group=apps", "kind=Deployment", "version=v1");
    var list = (Map<?, ?>) ((Map<?, ?>) document.get("paths")).get("/api/v1/pods");
    assertThat(((Map<?, ?>) list.get("get")).get("operationId"))
        .isEqualTo("listCoreV1PodForAllNamespaces");
    assertThat(definitions.toString()).doesNotContain("allOf=[", "default={}");
  }

  @Test
  void saysParametersOfManyOperationsOnce() {
    var document = tree(client.get("/openapi/v2"));
    var pods = Trees.get(document, "paths", "/api/v1/namespaces/{namespace}/pods/{name}");
    var references =
        Trees.asList(Trees.get(pods, "patch", "parameters")).stream()
            .map(it -> Trees.text(it, "$ref"))
            .toList();
    assertThat(references)
        .anyMatch(it -> it.matches("#/parameters/body-[\\w-]{8}"))
        .anyMatch(it -> it.matches("#/parameters/force-[\\w-]{8}"));
    for (var reference : references) {
      if (!reference.isEmpty()) {
        assertThat(Trees.get(document, reference.substring(2).split("/"))).isNotNull();
      }
    }
    // kubectl before 1.27 looks for these and follows no reference.
    assertThat(Trees.get(pods, "patch", "parameters").toString())
        .contains("name=dryRun", "name=fieldValidation");
  }

  @Test
  void sendsVersionTwoAsProtobufAndNothingToThoseWhoHaveIt() {
    var type = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    var response = client.sendForBytes(client.request("/openapi/v2").header("Accept", type));
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .isEqualTo("application/com.github.proto-openapi.spec.v2.v1.0+protobuf");
    // Document.swagger is field 1.
    assertThat(new String(response.body(), 0, 5, StandardCharsets.UTF_8)).isEqualTo("\n\u00032.0");
    var tag = response.headers().firstValue("ETag").orElseThrow();
    var again =
        client.send(
            client.request("/openapi/v2").header("Accept", type).header("If-None-Match", tag));
    assertThat(again.statusCode()).isEqualTo(304);
    var refused = client.send(client.request("/openapi/v2").header("Accept", "text/html"));
    assertThat(refused.statusCode()).isEqualTo(406);
  }

  @Test
  void packsForThoseWhoUnpack() {
    var response =
        client.sendForBytes(
            client.request("/openapi/v3/apis/apps/v1").header("Accept-Encoding", "gzip"));
    assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(response.body()).startsWith(0x1f, 0x8b);
  }
}
