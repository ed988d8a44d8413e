package dev.podo.apiserver.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import dev.podo.model.core.v1.ServiceAccount;
import dev.podo.model.meta.v1.ObjectMeta;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How much a request may ask of the API, and what it is told beyond that.
class RequestLimitsTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String NAMED = "{\"metadata\":{\"name\":\"a\"}}";

  private final TestServer server = TestServer.listening();
  private final TestClient client = TestClient.admin(server);

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private static Map<?, ?> status(HttpResponse<String> response) {
    return (Map<?, ?>) Json.parse(response.body());
  }

  @Test
  void refusesObjectsThatAStoreDoesNotTake() {
    // Of a ConfigMap another limit would come first.
    var keys = String.join("\",\"", Collections.nCopies(40_000, "x".repeat(40)));
    var pod =
        "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"a\","
            + "\"args\":[\""
            + keys
            + "\"]}]}}";
    server
        .admin()
        .create(
            ServiceAccounts.KIND,
            ServiceAccount.builder()
                .metadata(ObjectMeta.builder().namespace("default").name("default").build())
                .build(),
            WriteOptions.defaults());

    var response = client.post("/api/v1/namespaces/default/pods", pod);

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(status(response).get("message")).isEqualTo("etcdserver: request is too large");
    assertThat(status(response).get("kind")).isEqualTo("Status");
  }

  @Test
  void refusesAnnotationsThatAreTooLarge() {
    var value = "x".repeat((256 << 10) + 1);
    var response =
        client.post(
            MAPS, "{\"metadata\":{\"name\":\"a\",\"annotations\":{\"a\":\"" + value + "\"}}}");

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.body())
        .contains("metadata.annotations: Too long: may not be more than 262144 bytes");
  }

  @ParameterizedTest
  @CsvSource({"application/json,{\"a\":,}", "application/yaml,'{a: ',}"})
  void refusesWhatIsNestedTooDeeply(String type, String open, String close) {
    var body = open.repeat(20_000) + "1" + close.repeat(20_000);
    var response = client.send(client.body("POST", MAPS, type, body));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(status(response).get("reason")).isEqualTo("BadRequest");
    assertThat(response.body()).contains("exceeded max depth");
  }

  @Test
  void refusesYamlThatGrowsByItsAliases() {
    var yaml = new StringBuilder("metadata: {name: a}\nbase: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (var i = 1; i < 12; i++) {
      var aliases = String.join(",", Collections.nCopies(10, "*a" + (i - 1)));
      yaml.append("l")
          .append(i)
          .append(": &a")
          .append(i)
          .append(" [")
          .append(aliases)
          .append("]\n");
    }
    var response = client.send(client.body("POST", MAPS, "application/yaml", yaml.toString()));

    assertThat(response.statusCode()).isEqualTo(400);
  }

  @Test
  void refusesJsonPatchesOfTooManyOperations() {
    client.post(MAPS, NAMED);
    var operations =
        String.join(
            ",",
            Collections.nCopies(
                10_001, "{\"op\":\"add\",\"path\":\"/data\",\"value\":{\"a\":\"b\"}}"));
    var response =
        client.send(
            client.body(
                "PATCH", MAPS + "/a", "application/json-patch+json", "[" + operations + "]"));

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(status(response).get("message"))
        .isEqualTo(
            "Request entity too large: The allowed maximum operations in a JSON patch is 10000,"
                + " got 10001");
    assertThat(status(response).get("reason")).isEqualTo("RequestEntityTooLarge");
  }

  @Test
  void doesNotUnpackRequests() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(NAMED.getBytes(StandardCharsets.UTF_8));
    }
    var response =
        client.send(
            client
                .request(MAPS)
                .header("Content-Encoding", "gzip")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(packed.toByteArray())));

    assertThat(response.statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"30s", "1m30s", "500ms", "1h", "0s", "-1s", "0", "1.5s"})
  void takesTimeoutsAsGoSpellsThem(String timeout) {
    assertThat(client.get(MAPS + "?timeout=" + timeout).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "30,time: missing unit in duration \"30\"",
    "soon,time: invalid duration \"soon\"",
    "1d,time: invalid duration \"1d\""
  })
  void refusesTimeoutsThatMeanNothing(String timeout, String why) {
    var response = client.get(MAPS + "?timeout=" + timeout);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(status(response).get("message"))
        .isEqualTo("invalid timeout specified in the request URL - " + why);
    assertThat(client.get(MAPS + "?watch=1&timeoutSeconds=1&timeout=" + timeout).statusCode())
        .isEqualTo(200);
  }
}
