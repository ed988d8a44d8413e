package dev.podo.apiserver.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.tree.Trees;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the tables of the machinery cannot show: what the server keeps of a write that changes
/// nothing, and how it answers patches that make no sense.
class ApplyAgainTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
  private static final String APPLY = "application/apply-patch+yaml";
  private static final String STRATEGIC = "application/strategic-merge-patch+json";

  private final TestServer server = TestServer.listening();
  private final TestClient client = TestClient.admin(server);

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private HttpResponse<String> patch(String path, String type, String body) {
    return client.send(client.body("PATCH", path, type, body));
  }

  private static String text(HttpResponse<String> response, String... path) {
    return Trees.text(Trees.asMap(Json.parse(response.body())), path);
  }

  @Test
  void whatIsSpelledInAnotherWayIsNoNewRevision() {
    var config =
        """
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {selector: {matchLabels:
        {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: i,
        resources: {limits: {cpu: 1000m, memory: 1024Mi}}}]}}}}
        """;
    var path = DEPLOYMENTS + "/web?fieldManager=x";
    var made = patch(path, APPLY, config);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    var again = patch(path, APPLY, config);
    assertThat(text(again, "metadata", "resourceVersion"))
        .isEqualTo(text(made, "metadata", "resourceVersion"));
    assertThat(again.body()).isEqualTo(made.body());
  }

  @Test
  void whoOnlyJoinsOthersOwnsWithoutATime() {
    var config = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: v}}";
    var made = patch(MAPS + "/a?fieldManager=x", APPLY, config);
    var joined = patch(MAPS + "/a?fieldManager=z", APPLY, config);
    assertThat(text(joined, "metadata", "resourceVersion"))
        .isNotEqualTo(text(made, "metadata", "resourceVersion"));
    var again = patch(MAPS + "/a?fieldManager=z", APPLY, config);
    assertThat(again.body()).isEqualTo(joined.body());
    var owners = server.admin().get(ConfigMaps.KIND, "default", "a").metadata().managedFields();
    assertThat(owners).extracting(it -> it.manager()).containsExactly("z", "x");
    assertThat(owners.getFirst().time()).isNull();
    assertThat(owners.getLast().time()).isNotNull();
  }

  @Test
  void answersPatchesThatMakeNoSenseAsUpstreamDoes() {
    client.post(MAPS, "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"v\"}}");
    var failed = patch(MAPS + "/a", STRATEGIC, "{\"data\":{\"$patch\":\"jump\"}}");
    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(text(failed, "message"))
        .isEqualTo("unknown patch type: jump in map: map[$patch:jump]");
    var list = patch(MAPS + "/a", "application/merge-patch+json", "[1]");
    assertThat(list.statusCode()).isEqualTo(400);
    assertThat(text(list, "message"))
        .isEqualTo(
            "error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}");
    var missing =
        patch(
            MAPS + "/a",
            "application/json-patch+json",
            "[{\"op\":\"remove\",\"path\":\"/data/x\"}]");
    assertThat(missing.statusCode()).isEqualTo(422);
    assertThat(text(missing, "message"))
        .isEqualTo(
            "the server rejected our request due to an error in our request: error in remove for path:"
                + " '/data/x': Unable to remove nonexistent key: x: missing value");
  }
}
