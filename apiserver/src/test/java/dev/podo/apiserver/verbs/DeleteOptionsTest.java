package dev.podo.apiserver.verbs;

import static dev.podo.apiserver.Objects.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Protobuf;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.Namespace;
import dev.podo.model.core.v1.ServiceAccount;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.ObjectMeta;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What deletions may be asked, in each of the forms in which they may be, and what they are told.
class DeleteOptionsTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String INVALID = "DeleteOptions.meta.k8s.io \"\" is invalid: ";
  private static final String JSON = "application/json";

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

  private static ConfigMap create(String name) {
    return server.admin().create(ConfigMaps.KIND, configMap(name), WriteOptions.defaults());
  }

  private static HttpResponse<String> delete(String path, String type, String body) {
    return client.send(client.body("DELETE", path, type, body));
  }

  private static Map<?, ?> tree(HttpResponse<String> response) {
    return (Map<?, ?>) Json.parse(response.body());
  }

  private static boolean isThere(String name) {
    return client.get(MAPS + "/" + name).statusCode() == 200;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"propagationPolicy\":\"Sideways\"} | propagationPolicy=Sideways | propagationPolicy: Unsupported value: \"Sideways\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"",
        "{\"propagationPolicy\":\"Orphan\",\"orphanDependents\":true} | propagationPolicy=Orphan&orphanDependents=true | propagationPolicy: Invalid value: \"Orphan\": orphanDependents and deletionPropagation cannot be both set",
        "{\"dryRun\":[\"Some\"]} | dryRun=Some | dryRun: Unsupported value: [\"Some\"]: supported values: \"All\"",
        "{\"dryRun\":[\"\"]} | dryRun= | dryRun: Unsupported value: [\"\"]: supported values: \"All\"",
      })
  void refusesWhatMeansNothing(String body, String query, String message) {
    for (var path : List.of(MAPS + "/any", MAPS)) {
      for (var response :
          List.of(
              delete(path, JSON, body), client.send(client.request(path + "?" + query).DELETE()))) {
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(tree(response).get("reason")).isEqualTo("Invalid");
        assertThat(tree(response).get("message")).isEqualTo(INVALID + message);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\"}",
        "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"meta.k8s.io/v1\"}",
        "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"apps/v1\"}",
        "{\"gracePeriodSeconds\":-5}",
        "{\"gracePeriodSeconds\":0,\"noSuchField\":{\"a\":[1]}}",
        "{\"ignoreStoreReadErrorWithClusterBreakingPotential\":true}",
        "{\"ignoreStoreReadErrorWithClusterBreakingPotential\":true,\"dryRun\":[]}",
        "{\"propagationPolicy\":\"Background\"}",
      })
  void takesWhatClientsSend(String body) {
    for (var type : List.of(JSON, "application/yaml")) {
      create("taken");
      var response = delete(MAPS + "/taken", type, body);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      assertThat(isThere("taken")).isFalse();
    }
  }

  @Test
  void readsOptionsAsProtobuf() {
    create("packed");
    var options = Protobuf.encode(DeleteOptions.builder().dryRun(List.of("All")).build());
    var request =
        client
            .request(MAPS + "/packed")
            .header("Content-Type", "application/vnd.kubernetes.protobuf")
            .method("DELETE", BodyPublishers.ofByteArray(options));
    assertThat(client.send(request).statusCode()).isEqualTo(200);
    assertThat(isThere("packed")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "application/cbor,{},415,UnsupportedMediaType",
    "application/json,{,400,BadRequest",
    "application/json,'{\"kind\":\"Pod\"}',400,BadRequest",
    "application/json,'{\"gracePeriodSeconds\":\"soon\"}',400,BadRequest",
  })
  void refusesWhatItCannotRead(String type, String body, int code, String reason) {
    for (var path : List.of(MAPS + "/any", MAPS)) {
      var response = delete(path, type, body);
      assertThat(response.statusCode()).isEqualTo(code);
      assertThat(tree(response).get("reason")).isEqualTo(reason);
    }
  }

  @Test
  void deletesNothingInADryRun() {
    create("dry");
    for (var path : List.of(MAPS + "/dry", MAPS + "?fieldSelector=metadata.name%3Ddry")) {
      assertThat(delete(path, JSON, "{\"dryRun\":[\"All\"]}").statusCode()).isEqualTo(200);
      var joined = path + (path.contains("?") ? "&" : "?") + "dryRun=All";
      assertThat(client.send(client.request(joined).DELETE()).statusCode()).isEqualTo(200);
      assertThat(isThere("dry")).isTrue();
    }
  }

  @Test
  void deletesOnlyTheObjectThatIsMeant() {
    var made = create("meant").metadata();
    var other = "00000000-0000-0000-0000-000000000000";
    conflicts(
        delete(MAPS + "/meant", JSON, "{\"preconditions\":{\"uid\":\"" + other + "\"}}"),
        "Operation cannot be fulfilled on ConfigMap \"meant\": the UID in the precondition (%s) does not match the UID in record (%s). The object might have been deleted and then recreated"
            .formatted(other, made.uid()));
    conflicts(
        delete(MAPS + "/meant", JSON, "{\"preconditions\":{\"resourceVersion\":\"1\"}}"),
        "Operation cannot be fulfilled on ConfigMap \"meant\": the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (%s). The object might have been modified"
            .formatted(made.resourceVersion()));
    var right =
        "{\"preconditions\":{\"uid\":\"%s\",\"resourceVersion\":\"%s\"}}"
            .formatted(made.uid(), made.resourceVersion());
    assertThat(delete(MAPS + "/meant", JSON, right).statusCode()).isEqualTo(200);
  }

  @Test
  void namesPreconditionsOfNamespacesInTheirOwnWords() {
    var namespace =
        server
            .admin()
            .create(
                Namespaces.KIND,
                Namespace.EMPTY.withMetadata(ObjectMeta.builder().name("held").build()),
                WriteOptions.defaults());
    conflicts(
        delete("/api/v1/namespaces/held", JSON, "{\"preconditions\":{\"uid\":\"x\"}}"),
        "Operation cannot be fulfilled on namespaces \"held\": Precondition failed: UID in precondition: x, UID in object meta: "
            + namespace.metadata().uid());
  }

  private static void conflicts(HttpResponse<String> response, String message) {
    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(tree(response).get("reason")).isEqualTo("Conflict");
    assertThat(tree(response).get("message")).isEqualTo(message);
  }

  @Test
  void keepsWhatIsHeldBack() {
    var held =
        configMap("held")
            .withMetadata(
                configMap("held").metadata().with(m -> m.finalizers(List.of("example.com/hold"))));
    server.admin().create(ConfigMaps.KIND, held, WriteOptions.defaults());

    var marked = tree(delete(MAPS + "/held", JSON, "{}"));
    assertThat(marked.get("kind")).isEqualTo("ConfigMap");
    var metadata = (Map<?, ?>) marked.get("metadata");
    assertThat(metadata.containsKey("deletionTimestamp")).isTrue();
    assertThat(metadata.get("deletionGracePeriodSeconds")).isEqualTo(0L);
    // Once more changes nothing; who has asked to delete dependents is told that it takes its time.
    var again = delete(MAPS + "/held", JSON, "{\"orphanDependents\":false}");
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(((Map<?, ?>) tree(again).get("metadata")).get("resourceVersion"))
        .isEqualTo(metadata.get("resourceVersion"));

    var freed =
        client.body(
            "PATCH",
            MAPS + "/held",
            "application/merge-patch+json",
            "{\"metadata\":{\"finalizers\":null}}");
    assertThat(client.send(freed).statusCode()).isEqualTo(200);
    assertThat(isThere("held")).isFalse();
  }

  @Test
  void showsSomeKindsAsTheyWere() {
    var account =
        ServiceAccount.EMPTY.withMetadata(
            ObjectMeta.builder().namespace("default").name("gone").build());
    server.admin().create(ServiceAccounts.KIND, account, WriteOptions.defaults());
    var shown = tree(delete("/api/v1/namespaces/default/serviceaccounts/gone", JSON, "{}"));
    assertThat(shown.get("kind")).isEqualTo("ServiceAccount");

    var made = create("told");
    var status = tree(delete(MAPS + "/told", JSON, "{}"));
    assertThat(status.get("kind")).isEqualTo("Status");
    assertThat(status.get("status")).isEqualTo("Success");
    assertThat(status.get("details"))
        .isEqualTo(Map.of("name", "told", "kind", "configmaps", "uid", made.metadata().uid()));
  }

  @Test
  void deletesTheSelectedOfACollection() {
    for (var name : List.of("x1", "x2", "y1")) {
      var labels = new TreeMap<String, String>();
      labels.put("set", name.substring(0, 1));
      var map = configMap(name);
      server
          .admin()
          .create(
              ConfigMaps.KIND,
              map.withMetadata(map.metadata().with(m -> m.labels(labels))),
              WriteOptions.defaults());
    }
    var gone =
        tree(
            delete(
                MAPS + "?labelSelector=set%3Dx", JSON, "{\"propagationPolicy\":\"Background\"}"));
    assertThat(gone.get("kind")).isEqualTo("ConfigMapList");
    assertThat((List<?>) gone.get("items")).hasSize(2);
    assertThat(List.of(isThere("x1"), isThere("x2"), isThere("y1")))
        .containsExactly(false, false, true);
    delete(MAPS + "?fieldSelector=metadata.name%3Dy1", JSON, "");
    assertThat(isThere("y1")).isFalse();
  }
}
