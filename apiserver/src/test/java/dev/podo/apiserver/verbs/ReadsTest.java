package dev.podo.apiserver.verbs;

import static dev.podo.apiserver.Objects.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.ApiServerConfig;
import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.client.Api;
import dev.podo.client.Patch;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Protobuf;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.model.core.v1.ConfigMapList;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.store.StoreConfig;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Reads over HTTP: what clients see on the wire.
class ReadsTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";

  private final TestServer server =
      TestServer.start(
          ApiServerConfig.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
          StoreConfig.DEFAULT,
          node -> {
            throw new IllegalStateException();
          });
  private final Api api = server.admin();
  private final TestClient client = TestClient.admin(server);

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private void create(String... names) {
    for (var name : names) {
      api.create(ConfigMaps.KIND, configMap(name, "k", "v"), WriteOptions.defaults());
    }
  }

  private static Map<?, ?> tree(HttpResponse<String> response) {
    return (Map<?, ?>) Json.parse(response.body());
  }

  private static Map<?, ?> metadata(Map<?, ?> tree) {
    return (Map<?, ?>) tree.get("metadata");
  }

  private static List<String> names(Map<?, ?> list) {
    return ((List<?>) list.get("items"))
        .stream().map(item -> (String) metadata((Map<?, ?>) item).get("name")).toList();
  }

  @Test
  void listsInPagesOfOneVersion() {
    create("a", "b", "c", "d", "e");

    var first = tree(client.get(MAPS + "?limit=2"));
    create("bb");
    var second = tree(client.get(MAPS + "?limit=2&continue=" + metadata(first).get("continue")));
    var third = tree(client.get(MAPS + "?limit=2&continue=" + metadata(second).get("continue")));

    assertThat(names(first)).containsExactly("a", "b");
    assertThat(metadata(first).get("remainingItemCount")).isEqualTo(3L);
    assertThat(names(second)).containsExactly("c", "d");
    assertThat(names(third)).containsExactly("e");
    assertThat(metadata(third).get("continue")).isNull();
    assertThat(metadata(second).get("resourceVersion"))
        .isEqualTo(metadata(first).get("resourceVersion"));
  }

  @Test
  void letsAnExpiredListGoOnInconsistently() throws Exception {
    create("a", "b", "c");
    var first = tree(client.get(MAPS + "?limit=1"));
    create("d");
    server.store().compact(server.store().image().revision());

    var expired = client.get(MAPS + "?limit=1&continue=" + metadata(first).get("continue"));
    assertThat(expired.statusCode()).isEqualTo(410);
    assertThat(tree(expired).get("reason")).isEqualTo("Expired");

    var token = metadata(tree(expired)).get("continue");
    assertThat(names(tree(client.get(MAPS + "?continue=" + token)))).containsExactly("b", "c", "d");
  }

  @Test
  void readsExactlyOneVersion() {
    create("a");
    var version = metadata(tree(client.get(MAPS))).get("resourceVersion");
    create("b");

    var exact = MAPS + "?resourceVersionMatch=Exact&resourceVersion=" + version;
    var notOlder = MAPS + "?resourceVersionMatch=NotOlderThan&resourceVersion=" + version;

    assertThat(names(tree(client.get(exact)))).containsExactly("a");
    assertThat(names(tree(client.get(notOlder)))).containsExactly("a", "b");
    assertThat(names(tree(client.get(MAPS + "?resourceVersion=0")))).containsExactly("a", "b");
  }

  @Test
  void saysWhenAVersionIsFromAnotherHistory() {
    var response = client.get(MAPS + "?resourceVersion=999999");

    assertThat(response.statusCode()).isEqualTo(504);
    assertThat(response.body())
        .contains("ResourceVersionTooLarge")
        .contains("Too large resource version")
        .contains("\"retryAfterSeconds\":1");
    assertThat(response.headers().firstValue("Retry-After")).contains("1");
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "resourceVersionMatch=Exact | 422 | resourceVersionMatch is forbidden unless resourceVersion is provided",
        "resourceVersionMatch=Exact&resourceVersion=0 | 422 | resourceVersionMatch \\\"exact\\\" is forbidden for resourceVersion \\\"0\\\"",
        "resourceVersionMatch=Newest&resourceVersion=1 | 422 | Unsupported value: \\\"Newest\\\"",
        "sendInitialEvents=true | 422 | sendInitialEvents is forbidden for list",
        "watch=1&sendInitialEvents=true | 422 | sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
        "watch=1&resourceVersionMatch=NotOlderThan | 422 | resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
        "limit=1&continue=rubbish | 400 | continue key is not valid",
        "resourceVersion=x | 400 | invalid resource version",
        "labelSelector=a+in | 400 | unable to parse requirement",
        "fieldSelector=spec.x%3D1 | 400 | field label not supported: spec.x",
        "limit=x | 400 | parsing \\\"x\\\": invalid syntax",
      },
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true)
  void refusesWhatMeansNothing(String query, int code, String message) {
    var response = client.get(MAPS + "?" + query);

    assertThat(response.statusCode()).isEqualTo(code);
    assertThat(response.body()).contains(message);
  }

  @Test
  void showsTables() {
    create("a", "b");
    var accept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
    var table = tree(client.send(client.request(MAPS).header("Accept", accept)));

    assertThat(table.get("kind")).isEqualTo("Table");
    assertThat(table.get("apiVersion")).isEqualTo("meta.k8s.io/v1");
    var columns = new ArrayList<String>();
    for (var column : (List<?>) table.get("columnDefinitions")) {
      columns.add((String) ((Map<?, ?>) column).get("name"));
    }
    assertThat(columns).containsExactly("Name", "Data", "Age");
    var rows = (List<?>) table.get("rows");
    assertThat(rows).hasSize(2);
    var row = (Map<?, ?>) rows.getFirst();
    assertThat(((List<?>) row.get("cells")).subList(0, 2)).isEqualTo(List.of("a", 1L));
    assertThat(((Map<?, ?>) row.get("object")).get("kind")).isEqualTo("PartialObjectMetadata");

    var none =
        tree(client.send(client.request(MAPS + "/a?includeObject=None").header("Accept", accept)));
    assertThat(((Map<?, ?>) ((List<?>) none.get("rows")).getFirst()).get("object")).isNull();
  }

  @Test
  void showsMetadataAlone() {
    create("a");
    var accept =
        "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
    var list = tree(client.send(client.request(MAPS).header("Accept", accept)));

    assertThat(list.get("kind")).isEqualTo("PartialObjectMetadataList");
    var item = (Map<?, ?>) ((List<?>) list.get("items")).getFirst();
    assertThat(
            String.join(",", new TreeSet<>(item.keySet().stream().map(String::valueOf).toList())))
        .isEqualTo("apiVersion,kind,metadata");
  }

  @Test
  void answersInYamlAndProtobuf() {
    create("a");
    var yaml = client.send(client.request(MAPS + "/a").header("Accept", "application/yaml"));
    assertThat(yaml.headers().firstValue("Content-Type")).contains("application/yaml");
    assertThat(yaml.body()).contains("kind: ConfigMap").contains("  k: v");

    var protobuf =
        client.sendForBytes(
            client
                .request(MAPS)
                .header("Accept", "application/vnd.kubernetes.protobuf,application/json"));
    assertThat(protobuf.headers().firstValue("Content-Type"))
        .contains("application/vnd.kubernetes.protobuf");
    assertThat(protobuf.body()).startsWith('k', '8', 's', 0);
    var decoded = Protobuf.decode(ConfigMapList.SCHEMA, protobuf.body(), Strictness.STRICT);
    assertThat(decoded.problems()).isEmpty();
    assertThat(decoded.value().items()).containsExactly(api.get(ConfigMaps.KIND, "default", "a"));
    assertThat(decoded.value().metadata().resourceVersion()).isNotEmpty();

    var refused = client.send(client.request(MAPS).header("Accept", "image/png"));
    assertThat(refused.statusCode()).isEqualTo(406);
  }

  @Test
  void packsLargeListsForThoseWhoUnpackThem() throws Exception {
    var value = "x".repeat(50_000);
    for (var name : List.of("a", "b", "c", "d")) {
      api.create(ConfigMaps.KIND, configMap(name, "k", value), WriteOptions.defaults());
    }
    var packed = client.sendForBytes(client.request(MAPS).header("Accept-Encoding", "gzip"));
    assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(packed.body().length).isLessThan(50_000);
    var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes();

    var plain = client.sendForBytes(client.request(MAPS));
    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(plain.body()).isEqualTo(unpacked);
    assertThat(new String(plain.body(), StandardCharsets.UTF_8)).endsWith("]}\n");

    var single = client.sendForBytes(client.request(MAPS + "/a").header("Accept-Encoding", "gzip"));
    assertThat(single.headers().firstValue("Content-Encoding")).isEmpty();
  }

  @Test
  void watchesInAllTheseForms() throws Exception {
    create("a");
    var query = "?watch=1&timeoutSeconds=1&fieldSelector=metadata.name%3Da";
    var plain = client.get(MAPS + query).body().split("\n");
    assertThat(plain).hasSize(1);
    assertThat(plain[0]).startsWith("{\"type\":\"ADDED\",\"object\":{\"kind\":\"ConfigMap\"");

    var table =
        client.send(
            client
                .request(MAPS + query)
                .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io"));
    assertThat(table.body())
        .startsWith("{\"type\":\"ADDED\",\"object\":{\"kind\":\"Table\"")
        .contains("\"columnDefinitions\":[{\"name\":\"Name\"");

    var protobuf =
        client.sendForBytes(
            client.request(MAPS + query).header("Accept", "application/vnd.kubernetes.protobuf"));
    assertThat(protobuf.headers().firstValue("Content-Type"))
        .contains("application/vnd.kubernetes.protobuf;stream=watch");
    var length = ByteBuffer.wrap(protobuf.body()).getInt();
    assertThat(protobuf.body()).hasSize(length + 4);
  }

  @Test
  void endsTheInitialEventsWithABookmark() {
    create("a", "b");
    var lines =
        client
            .get(
                MAPS
                    + "?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
                    + "&allowWatchBookmarks=true&timeoutSeconds=1")
            .body()
            .split("\n");
    var types = new ArrayList<String>();
    for (var line : lines) {
      types.add((String) ((Map<?, ?>) Json.parse(line)).get("type"));
    }
    // Another one tells how far the watch has come when the server ends it, if it is any further.
    assertThat(types).startsWith("ADDED", "ADDED", "BOOKMARK").hasSizeLessThan(5);
    assertThat(lines[2])
        .contains("\"k8s.io/initial-events-end\":\"true\"")
        .contains("\"kind\":\"ConfigMap\"");
    assertThat(lines[lines.length - 1].contains("initial-events-end")).isEqualTo(lines.length == 3);
  }

  @Test
  void tellsWhoEntersAndLeavesASelection() throws Exception {
    create("a");
    var version = metadata(tree(client.get(MAPS))).get("resourceVersion");
    label("yes");
    label("still");
    label("yes");
    api.delete(ConfigMaps.KIND, "default", "a", DeleteOptions.EMPTY);

    var lines =
        client
            .get(
                MAPS
                    + "?watch=1&timeoutSeconds=1&labelSelector=in%3Dyes&resourceVersion="
                    + version)
            .body()
            .split("\n");
    var seen = new ArrayList<String>();
    for (var line : lines) {
      var event = (Map<?, ?>) Json.parse(line);
      var labels = (Map<?, ?>) metadata((Map<?, ?>) event.get("object")).get("labels");
      seen.add(event.get("type") + " " + labels.get("in"));
    }
    assertThat(seen).containsExactly("ADDED yes", "DELETED yes", "ADDED yes", "DELETED yes");
  }

  private void label(String value) {
    api.patch(
        ConfigMaps.KIND,
        "default",
        "a",
        new Patch.Merge(Map.of("metadata", Map.of("labels", Map.of("in", value)))),
        "",
        WriteOptions.defaults());
  }

  @Test
  void waitsForAVersionThatIsAboutToCome() throws Exception {
    var next = server.store().image().revision() + 1;
    var waiting = new ArrayList<HttpResponse<String>>();
    var thread =
        Thread.ofVirtual().start(() -> waiting.add(client.get(MAPS + "?resourceVersion=" + next)));
    create("a");
    thread.join();
    server
        .store()
        .awaitRevision(
            next, Deadline.after(server.scope().environment().clock(), Duration.ofSeconds(5)));
    assertThat(waiting.getFirst().statusCode()).isEqualTo(200);
  }
}
