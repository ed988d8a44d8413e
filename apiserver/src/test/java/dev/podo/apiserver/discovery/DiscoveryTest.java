package dev.podo.apiserver.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Protobuf;
import dev.podo.machinery.codec.Strictness;
import dev.podo.model.apidiscovery.v2.APIGroupDiscoveryList;
import dev.podo.model.meta.v1.APIResource;
import dev.podo.model.meta.v1.APIResourceList;
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
  void putsGroupsAndVersionsInUpstreamsOrder() {
    var names = new ArrayList<Object>();
    var groups = (List<?>) tree(client.get("/apis")).get("groups");
    groups.forEach(group -> names.add(((Map<?, ?>) group).get("name")));
    assertThat(names)
        .containsSubsequence(
            "apps",
            "events.k8s.io",
            "autoscaling",
            "batch",
            "networking.k8s.io",
            "policy",
            "rbac.authorization.k8s.io",
            "storage.k8s.io",
            "scheduling.k8s.io",
            "coordination.k8s.io",
            "node.k8s.io",
            "discovery.k8s.io");
    var autoscaling = find(groups, "name", "autoscaling");
    assertThat(((Map<?, ?>) autoscaling.get("preferredVersion")).get("version")).isEqualTo("v2");
    assertThat(autoscaling.toString()).doesNotContain("kind", "apiVersion");
    assertThat(((List<?>) autoscaling.get("versions")).toString())
        .containsSubsequence("autoscaling/v2", "autoscaling/v1");
  }

  @Test
  void tellsWhichVersionIsStored() {
    var core = tree(client.get("/api/v1")).get("resources");
    var pods = find(core, "name", "pods");
    assertThat(pods.get("storageVersionHash")).isEqualTo("xPOwRZ+Yhw8=");
    assertThat(pods.get("singularName")).isEqualTo("pod");
    assertThat(find(core, "name", "pods/log").containsKey("storageVersionHash")).isFalse();
    var events =
        find(tree(client.get("/apis/events.k8s.io/v1")).get("resources"), "name", "events");
    assertThat(events.get("storageVersionHash")).isEqualTo("r2yiGXH7wu8=");
  }

  @Test
  void tellsTheSameInProtobuf() {
    for (var version : List.of("v2", "v2beta1")) {
      var type =
          "application/vnd.kubernetes.protobuf;g=apidiscovery.k8s.io;v="
              + version
              + ";as=APIGroupDiscoveryList";
      var response =
          client.sendForBytes(client.request("/apis").header("Accept", type + ",application/json"));
      assertThat(response.headers().firstValue("Content-Type")).contains(type);
      assertThat(response.headers().firstValue("Cache-Control")).contains("public");
      if (version.equals("v2")) {
        var list =
            Protobuf.decode(APIGroupDiscoveryList.SCHEMA, response.body(), Strictness.STRICT)
                .value();
        assertThat(list.items()).extracting(group -> group.metadata().name()).contains("apps");
      }
    }
    var legacy =
        client.sendForBytes(
            client
                .request("/apis/apps/v1")
                .header("Accept", "application/vnd.kubernetes.protobuf"));
    assertThat(
            Protobuf.decode(APIResourceList.SCHEMA, legacy.body(), Strictness.STRICT)
                .value()
                .resources())
        .extracting(APIResource::name)
        .contains("deployments", "deployments/scale");
  }

  @Test
  void answersWhatIsAcceptedFirst() {
    var aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    var plain =
        client.send(client.request("/apis").header("Accept", "application/json," + aggregated));
    assertThat(tree(plain).get("kind")).isEqualTo("APIGroupList");
    var unknown =
        client.send(
            client
                .request("/apis")
                .header(
                    "Accept",
                    "application/json;g=apidiscovery.k8s.io;v=v9;as=APIGroupDiscoveryList,"
                        + aggregated));
    assertThat(tree(unknown).get("apiVersion")).isEqualTo("apidiscovery.k8s.io/v2");
    var unacceptable = client.send(client.request("/apis").header("Accept", "text/html"));
    assertThat(unacceptable.statusCode()).isEqualTo(406);
    assertThat(unacceptable.body())
        .contains("only the following media types are accepted: application/json");
    assertThat(plain.headers().allValues("Vary")).contains("Accept");
  }

  @Test
  void listsThePathsThatThereAre() {
    var paths = (List<?>) tree(client.get("/")).get("paths");
    assertThat(paths.toString())
        .contains(
            "/.well-known/openid-configuration, /api, /api/v1, /apis, ",
            "/apis/apps, /apis/apps/v1, ",
            "/healthz, ",
            "/openapi/v3, ",
            "/version");
    assertThat(client.get("/apis/").statusCode()).isEqualTo(200);
    assertThat(client.get("/apis/apps/v1/").statusCode()).isEqualTo(200);
    assertThat(client.get("/apis/none").statusCode()).isEqualTo(404);
    assertThat(client.get("/apis/apps/v9").statusCode()).isEqualTo(404);
    assertThat(client.get("/api/v2").statusCode()).isEqualTo(404);
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
  void countsMethodsThatThereAreNotTogether() {
    client.send(client.body("BREW", "/api/v1/pods", "text/plain", "x"));
    assertThat(client.get("/metrics").body())
        .containsPattern(
            "apiserver_request_total\\{code=\"405\",.*resource=\"pods\",verb=\"OTHER\"")
        .doesNotContain("BREW");
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
