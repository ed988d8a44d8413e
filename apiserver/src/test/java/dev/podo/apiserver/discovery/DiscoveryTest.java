package dev.podo.apiserver.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.machinery.codec.Json;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
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
  void tellsGroupsTheOldWay() {
    assertThat(tree(client.get("/api")).get("versions")).isEqualTo(List.of("v1"));
    var apps = find(tree(client.get("/apis")).get("groups"), "name", "apps");
    assertThat(((Map<?, ?>) apps.get("preferredVersion")).get("groupVersion")).isEqualTo("apps/v1");
    assertThat(tree(client.get("/apis/apps")).get("kind")).isEqualTo("APIGroup");

    var resources = tree(client.get("/apis/apps/v1")).get("resources");
    var deployments = find(resources, "name", "deployments");
    assertThat(deployments.get("shortNames")).isEqualTo(List.of("deploy"));
    assertThat(deployments.get("categories")).isEqualTo(List.of("all"));
    assertThat(find(resources, "name", "deployments/scale").get("group")).isEqualTo("autoscaling");

    var eviction = find(tree(client.get("/api/v1")).get("resources"), "name", "pods/eviction");
    assertThat(eviction.get("group")).isEqualTo("policy");
    assertThat(eviction.get("kind")).isEqualTo("Eviction");
  }

  @Test
  void tellsEverythingAtOnceToThoseWhoAsk() {
    for (var version : List.of("v2", "v2beta1")) {
      var type =
          "application/json;g=apidiscovery.k8s.io;v=" + version + ";as=APIGroupDiscoveryList";
      var response =
          client.send(client.request("/apis").header("Accept", type + ",application/json"));
      assertThat(response.headers().firstValue("Content-Type")).contains(type);

      var list = tree(response);
      assertThat(list.get("apiVersion")).isEqualTo("apidiscovery.k8s.io/" + version);
      var groups = new ArrayList<Object>();
      for (var item : (List<?>) list.get("items")) {
        groups.add(((Map<?, ?>) ((Map<?, ?>) item).get("metadata")).get("name"));
      }
      assertThat(groups).contains("apps", "networking.k8s.io").doesNotContain("");
    }
  }

  @Test
  void tellsSubresourcesInTheAggregatedDocument() {
    var type = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    var core = tree(client.send(client.request("/api").header("Accept", type)));
    var version =
        (Map<?, ?>)
            ((List<?>) ((Map<?, ?>) ((List<?>) core.get("items")).getFirst()).get("versions"))
                .getFirst();
    var pods = find(version.get("resources"), "resource", "pods");
    var eviction = find(pods.get("subresources"), "subresource", "eviction");
    assertThat(((Map<?, ?>) eviction.get("responseKind")).get("group")).isEqualTo("policy");
    assertThat(pods.get("scope")).isEqualTo("Namespaced");
  }

  @Test
  void sendsNothingToThoseWhoHaveIt() {
    var first = client.get("/apis");
    var etag = first.headers().firstValue("ETag").orElseThrow();
    var second = client.send(client.request("/apis").header("If-None-Match", etag));
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
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
  void tellsHowItIs() {
    assertThat(client.get("/livez?verbose").body()).isEqualTo("[+]ping ok\nlivez check passed\n");
    assertThat(client.get("/readyz/store").body()).isEqualTo("ok");
    assertThat(client.get("/readyz/none").statusCode()).isEqualTo(404);

    server.server().health().ready("broken", () -> "out of order");
    assertThat(client.get("/readyz").statusCode()).isEqualTo(500);
    assertThat(client.get("/readyz").body()).contains("[-]broken failed: out of order");
    assertThat(client.get("/readyz?exclude=broken").body()).isEqualTo("ok");
    assertThat(client.get("/livez").body()).isEqualTo("ok");
  }

  @Test
  void countsRequests() {
    client.get("/api/v1/pods");
    assertThat(client.get("/metrics").body())
        .contains("# TYPE apiserver_request_total counter")
        .containsPattern(
            "apiserver_request_total\\{code=\"200\",group=\"\",resource=\"pods\",verb=\"LIST\",version=\"v1\"} [1-9]");
  }

  @Test
  void saysWhereNothingIs() {
    assertThat(client.get("/nowhere").statusCode()).isEqualTo(404);
    assertThat(client.get("/apis/none/v1/things").statusCode()).isEqualTo(404);
    assertThat(client.send(client.body("POST", "/version", "text/plain", "x")).statusCode())
        .isEqualTo(405);
    assertThat(client.get("/.well-known/openid-configuration").body()).contains("jwks_uri");
    assertThat(client.get("/openid/v1/jwks").body()).contains("\"alg\":\"ES256\"");
  }
}
