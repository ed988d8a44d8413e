package dev.podo.apiserver.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.tree.Trees;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What strict decoding tells of a patch itself, by each of its types. The texts are upstream's.
class PatchStrictnessTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String JSON = "application/json-patch+json";
  private static final String MERGE = "application/merge-patch+json";
  private static final String STRATEGIC = "application/strategic-merge-patch+json";
  private static final String UNKNOWN = "unknown field \"[0].foo\"";
  private static final String TWICE = "duplicate field \"[1].op\"";
  private static final String OPERATIONS =
      "[{\"op\":\"test\",\"path\":\"/kind\",\"value\":\"ConfigMap\",\"foo\":{\"a\":1,\"a\":2}},"
          + "{\"op\":\"test\",\"op\":\"add\",\"path\":\"/data/l\",\"value\":\"1\"}]";

  private static TestServer server;
  private static TestClient client;

  @BeforeAll
  static void start() {
    server = TestServer.listening();
    client = TestClient.admin(server);
    client.post(MAPS, "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"v\"}}");
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  private static HttpResponse<String> patch(String query, String type, String body) {
    return client.send(client.body("PATCH", MAPS + "/a?" + query, type, body));
  }

  private static String message(HttpResponse<String> response) {
    return Trees.text(Json.parse(response.body()), "message");
  }

  @Test
  void tellsMembersOfOperationsThatMeanNothing() {
    var strict = patch("fieldValidation=Strict", JSON, OPERATIONS);
    assertThat(strict.statusCode()).isEqualTo(422);
    assertThat(message(strict))
        .startsWith(" \"\" is invalid: patch: Invalid value: ")
        .endsWith("strict decoding error: json patch " + UNKNOWN + ", json patch " + TWICE);

    var warned = patch("dryRun=All", JSON, OPERATIONS);
    assertThat(warned.statusCode()).isEqualTo(200);
    assertThat(warned.headers().allValues("Warning"))
        .containsExactly(
            "299 - \"json patch unknown field \\\"[0].foo\\\"\"",
            "299 - \"json patch duplicate field \\\"[1].op\\\"\"");

    var ignored = patch("dryRun=All&fieldValidation=Ignore", JSON, OPERATIONS);
    assertThat(ignored.statusCode()).isEqualTo(200);
    assertThat(ignored.headers().allValues("Warning")).isEmpty();
  }

  @Test
  void tellsWhatAMergePatchSaysTwice() {
    var twice = "{\"data\":{\"l\":\"1\",\"l\":\"2\"}}";
    assertThat(message(patch("fieldValidation=Strict", MERGE, twice)))
        .endsWith("strict decoding error: duplicate field \"data.l\"");
    assertThat(message(patch("fieldValidation=Strict", STRATEGIC, twice)))
        .isEqualTo(
            " \"\" is invalid: patch: Invalid value: \"map[data:map[l:2]]\":"
                + " strict decoding error: duplicate field \"data.l\"");
    assertThat(patch("dryRun=All", STRATEGIC, twice).headers().allValues("Warning"))
        .containsExactly("299 - \"duplicate field \\\"data.l\\\"\"");
  }

  @Test
  void takesNullForNoPatch() {
    assertThat(patch("", STRATEGIC, "null").statusCode()).isEqualTo(200);
    assertThat(patch("", JSON, "null").statusCode()).isEqualTo(200);
    assertThat(message(patch("", MERGE, "null"))).isEqualTo("Invalid JSON Patch");
  }
}
