package dev.podo.apiserver.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.machinery.codec.Json;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
}
