package dev.podo.apiserver.verbs;

import static dev.podo.apiserver.Objects.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What combinations of options mean for those who read, and what is said of those that mean
/// nothing. Nothing is written once the tests run.
class ReadOptionsTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String INVALID = "ListOptions.meta.k8s.io \"\" is invalid: ";

  private static TestServer server;
  private static TestClient client;
  private static long first;
  private static long latest;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.listening();
    client = TestClient.admin(server);
    for (var name : List.of("a", "b", "c", "d")) {
      server.admin().create(ConfigMaps.KIND, configMap(name), WriteOptions.defaults());
    }
    first = version("a");
    latest = version("d");
    server.store().compact(first - 1);
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  private static long version(String name) {
    var metadata = (Map<?, ?>) tree(client.get(MAPS + "/" + name).body()).get("metadata");
    return Long.parseLong((String) metadata.get("resourceVersion"));
  }

  private static Map<?, ?> tree(String json) {
    return (Map<?, ?>) Json.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String token(String json) {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// FIRST, LATEST and OLD stand for versions, {…} for a continue token of this content.
  private static String query(String text) {
    var begin = text.indexOf('{');
    var end = text.indexOf('}') + 1;
    var filled =
        begin < 0
            ? text
            : text.substring(0, begin) + token(text.substring(begin, end)) + text.substring(end);
    return filled
        .replace("FIRST", Long.toString(first))
        .replace("LATEST", Long.toString(latest))
        .replace("OLD", Long.toString(first - 2));
  }

  private static void refused(String method, String path, int code, String reason, String message) {
    var response = client.send(client.request(path).method(method, BodyPublishers.noBody()));
    var status = tree(response.body());

    assertThat(response.statusCode()).as(response.body()).isEqualTo(code);
    assertThat(status.get("kind")).isEqualTo("Status");
    assertThat(status.get("reason")).isEqualTo(reason);
    assertThat(status.get("message")).isEqualTo(message);
    assertThat(status.get("code")).isEqualTo((long) code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "resourceVersionMatch=Exact | resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided",
        "resourceVersionMatch=NotOlderThan | resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided",
        "resourceVersionMatch=Exact&resourceVersion=0 | resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"",
        "resourceVersionMatch=Newest&resourceVersion=1 | resourceVersionMatch: Unsupported value: \"Newest\": supported values: \"Exact\", \"NotOlderThan\", \"\"",
        "resourceVersionMatch=Exact&resourceVersion=1&continue=x | resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided",
        "resourceVersionMatch=Exact&continue=x | [resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided, resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided]",
        "sendInitialEvents=true | sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list",
        "sendInitialEvents=false | sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list",
        "watch=1&sendInitialEvents=true | resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
        "watch=1&sendInitialEvents=false | resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
        "watch=1&sendInitialEvents=true&resourceVersionMatch=Exact | [resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan, resourceVersionMatch: Unsupported value: \"Exact\": supported values: \"NotOlderThan\"]",
        "watch=1&resourceVersionMatch=NotOlderThan | resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
        "watch=1&resourceVersionMatch=Exact | [resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided, resourceVersionMatch: Unsupported value: \"Exact\": supported values: \"NotOlderThan\"]",
        "watch=1&continue=x | resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided",
        "watch=1&resourceVersion=0&continue=x | resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided",
        "watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&continue=x | resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided",
      })
  void refusesCombinationsThatMeanNothing(String query, String message) {
    refused("GET", MAPS + "?" + query, 422, "Invalid", INVALID + message);
    if (!query.startsWith("watch=1")) {
      refused("DELETE", MAPS + "?" + query, 422, "Invalid", INVALID + message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "resourceVersion=x | invalid resource version: resourceVersion: Invalid value: \"x\": strconv.ParseUint: parsing \"x\": invalid syntax",
        "resourceVersion=-1 | invalid resource version: resourceVersion: Invalid value: \"-1\": strconv.ParseUint: parsing \"-1\": invalid syntax",
        "resourceVersion=99999999999999999999 | invalid resource version: resourceVersion: Invalid value: \"99999999999999999999\": strconv.ParseUint: parsing \"99999999999999999999\": value out of range",
        "limit=x | strconv.ParseInt: parsing \"x\": invalid syntax",
        "limit=99999999999999999999 | strconv.ParseInt: parsing \"99999999999999999999\": value out of range",
        "timeoutSeconds=soon | strconv.ParseInt: parsing \"soon\": invalid syntax",
        "limit=x&sendInitialEvents=true | strconv.ParseInt: parsing \"x\": invalid syntax",
        "watch=1&limit=x | strconv.ParseInt: parsing \"x\": invalid syntax",
        "watch=1&timeoutSeconds=soon | strconv.ParseInt: parsing \"soon\": invalid syntax",
        "continue={\"v\":\"v2\",\"rv\":1,\"start\":\"default/a\"} | invalid continue token: continue key is not valid: server does not recognize this encoded version v2",
        "continue={\"v\":\"meta.k8s.io/v1\",\"rv\":0,\"start\":\"default/a\"} | invalid continue token: continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)",
        "continue={\"v\":\"meta.k8s.io/v1\",\"rv\":1,\"start\":\"\"} | invalid continue token: continue key is not valid: encoded start key empty (version meta.k8s.io/v1)",
        "continue={\"v\":\"meta.k8s.io/v1\",\"rv\":1,\"start\":\"../secrets/a\"} | invalid continue token: continue key is not valid: ../secrets/a",
        "continue=*** | invalid continue token: continue key is not valid: illegal base64 data",
        "continue={\"v\":\"meta.k8s.io/v1\",\"rv\":LATEST,\"start\":\"default/a\"}&resourceVersion=1 | specifying resource version is not allowed when using continue",
        "fieldSelector=spec.x%3D1 | field label not supported: spec.x",
      })
  void refusesWhatCannotBeRead(String query, String message) {
    // A version inside a token is filled in before it is encoded.
    var filled = query.replace("LATEST", Long.toString(latest));
    refused("GET", MAPS + "?" + query(filled), 400, "BadRequest", message);
  }

  @ParameterizedTest
  @CsvSource({
    "'',LATEST,abcd,,",
    "resourceVersion=0,LATEST,abcd,,",
    "resourceVersion=00,LATEST,abcd,,",
    "resourceVersion=FIRST,LATEST,abcd,,",
    "resourceVersion=FIRST&resourceVersionMatch=NotOlderThan,LATEST,abcd,,",
    "resourceVersion=0&resourceVersionMatch=NotOlderThan,LATEST,abcd,,",
    "resourceVersion=FIRST&resourceVersionMatch=Exact,FIRST,a,,",
    "limit=-1,LATEST,abcd,,",
    "limit=4,LATEST,abcd,,",
    "limit=3,LATEST,abc,continue,1",
    "limit=1,LATEST,a,continue,3",
    "limit=1&resourceVersion=LATEST,LATEST,a,continue,3",
    "limit=1&resourceVersion=0,LATEST,abcd,,",
    "limit=1&resourceVersion=0&resourceVersionMatch=NotOlderThan,LATEST,abcd,,",
    "limit=1&resourceVersion=FIRST,FIRST,a,,",
    "limit=1&resourceVersion=FIRST&resourceVersionMatch=NotOlderThan,LATEST,a,continue,3",
    "limit=1&resourceVersion=LATEST&resourceVersionMatch=Exact,LATEST,a,continue,3",
    "limit=1&labelSelector=!x,LATEST,a,continue,",
    "limit=1&fieldSelector=metadata.name!=b,LATEST,a,continue,",
    "fieldSelector=metadata.name=b&limit=1,LATEST,b,,",
    "fieldSelector=metadata.name=x,LATEST,'',,",
    "pretty=1&unknown=x&labelSelector=,LATEST,abcd,,",
  })
  void listsTheVersionAndTheCountAsked(
      String query, String version, String names, String continues, Long remaining) {
    var escaped = query(query).replace("!=", "!%3D").replace("metadata.name=", "metadata.name%3D");
    var list = tree(client.get(MAPS + "?" + escaped).body());
    var metadata = (Map<?, ?>) list.get("metadata");

    assertThat(metadata.get("resourceVersion")).isEqualTo(query(version));
    var found = new StringBuilder();
    for (var item : (List<?>) list.get("items")) {
      found.append(((Map<?, ?>) ((Map<?, ?>) item).get("metadata")).get("name"));
    }
    assertThat(found).hasToString(names);
    assertThat(metadata.containsKey("continue")).isEqualTo(continues != null);
    assertThat(metadata.get("remainingItemCount")).isEqualTo(remaining);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"resourceVersion=OLD&resourceVersionMatch=Exact", "resourceVersion=OLD&limit=1"})
  void saysThatAListIsTooOld(String query) {
    refused(
        "GET",
        MAPS + "?" + query(query),
        410,
        "Expired",
        "The resourceVersion for the provided list is too old.");
  }

  @Test
  void letsGetsNameAVersionThatIsOldOrNone() {
    for (var version : List.of("", "0", Long.toString(first), Long.toString(first - 2))) {
      assertThat(client.get(MAPS + "/d?resourceVersion=" + version).statusCode()).isEqualTo(200);
    }
    refused(
        "GET",
        MAPS + "/a?resourceVersion=x",
        400,
        "BadRequest",
        "invalid resource version: resourceVersion: Invalid value: \"x\":"
            + " strconv.ParseUint: parsing \"x\": invalid syntax");
  }

  private static final String INITIAL = "sendInitialEvents=true&resourceVersionMatch=NotOlderThan";
  private static final String LATER = "sendInitialEvents=false&resourceVersionMatch=NotOlderThan";

  /// What each watch is told before it ends: names that are added, and ! for the end of the state.
  private static final List<Map.Entry<String, String>> WATCHES =
      List.of(
          Map.entry("watch=1&allowWatchBookmarks=true", "abcd!"),
          Map.entry("watch=1&resourceVersion=0&allowWatchBookmarks=true", "abcd!"),
          Map.entry("watch=true", "abcd"),
          Map.entry("watch=&resourceVersion=0", "abcd"),
          Map.entry("watch=1&" + INITIAL, "abcd"),
          Map.entry("watch=1&allowWatchBookmarks=1&" + INITIAL, "abcd!"),
          Map.entry("watch=1&allowWatchBookmarks=1&resourceVersion=FIRST&" + INITIAL, "abcd!"),
          Map.entry("watch=1&resourceVersion=FIRST&" + LATER, "bcd"),
          Map.entry("watch=1&" + LATER, ""),
          Map.entry("watch=1&" + LATER.replace("false", "0"), ""),
          Map.entry("watch=1&resourceVersion=0&" + LATER, ""),
          Map.entry("watch=1&resourceVersion=FIRST", "bcd"),
          Map.entry("watch=1&resourceVersion=LATEST", ""),
          Map.entry("watch=1&fieldSelector=metadata.name%3Db", "b"),
          Map.entry("watch=1&fieldSelector=metadata.name%3Db&resourceVersion=FIRST", "b"),
          Map.entry("watch=1&fieldSelector=metadata.name%3Da&resourceVersion=FIRST", ""));

  @Test
  void watchesFromTheStateOrTheVersionAsked() {
    var replies = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (var watch : WATCHES) {
      var path = MAPS + "?timeoutSeconds=1&" + query(watch.getKey());
      replies.add(client.sendAsync(client.request(path)));
    }
    for (var i = 0; i < WATCHES.size(); i++) {
      var watch = WATCHES.get(i);
      assertThat(told(replies.get(i).join().body())).as(watch.getKey()).isEqualTo(watch.getValue());
    }
  }

  private static String told(String body) {
    var told = new StringBuilder();
    for (var line : body.lines().toList()) {
      var event = tree(line);
      var metadata = (Map<?, ?>) ((Map<?, ?>) event.get("object")).get("metadata");
      if (event.get("type").equals("ADDED")) {
        told.append(metadata.get("name"));
      } else if (metadata.get("annotations") instanceof Map<?, ?> annotations
          && "true".equals(annotations.get("k8s.io/initial-events-end"))) {
        told.append('!');
      }
    }
    return told.toString();
  }

  @Test
  void tellsTheColumnsOfAWatchedTableOnce() {
    var table = "application/json;as=Table;v=v1;g=meta.k8s.io";
    var path = MAPS + "?watch=1&timeoutSeconds=1&includeObject=";
    var replies = new TreeMap<String, CompletableFuture<HttpResponse<String>>>();
    for (var included : List.of("None", "Metadata", "Object")) {
      replies.put(
          included, client.sendAsync(client.request(path + included).header("Accept", table)));
    }
    replies.forEach((included, reply) -> {
      var lines = reply.join().body().lines().toList();
      assertThat(lines).hasSize(4);
      assertThat(lines.getFirst()).contains("\"columnDefinitions\":[{");
      assertThat(lines.subList(1, 4))
          .allSatisfy(line -> assertThat(line).contains("\"columnDefinitions\":null"));
      assertThat(lines.getFirst().contains("\"object\":null")).isEqualTo(included.equals("None"));
      assertThat(lines.getFirst().contains("PartialObjectMetadata"))
          .isEqualTo(included.equals("Metadata"));
    });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "- | application/json",
        "*/* | application/json",
        "application/* | application/json",
        "application/yaml | application/yaml",
        "*/*, application/yaml | application/yaml",
        "application/yaml;q=0.1, application/json;q=0.2 | application/json",
        "application/json;q=0.1, application/yaml | application/yaml",
        "application/cbor, application/json;q=0.5 | application/json",
        "application/json;as=Nothing;g=meta.k8s.io;v=v1, application/yaml | application/yaml",
        "application/json;as=Table;g=meta.k8s.io;v=v9, application/yaml | application/yaml",
        "text/html, application/vnd.kubernetes.protobuf | application/vnd.kubernetes.protobuf",
      })
  void answersInTheFormMostWanted(String accept, String type) {
    for (var path : List.of(MAPS, MAPS + "/a")) {
      var request = client.request(path);
      var response =
          client.sendForBytes(accept == null ? request : request.header("Accept", accept));
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type")).hasValue(type);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/cbor",
        "text/html",
        "application/json;q=0",
        "application/json;as=Nothing;g=meta.k8s.io;v=v1",
        "application/json;as=Table;g=meta.k8s.io;v=v9",
        "application/json;as=Table;g=apps;v=v1",
        "application/vnd.kubernetes.protobuf;as=Table;g=meta.k8s.io;v=v1",
      })
  void namesWhatItCouldAnswerIn(String accept) {
    for (var path : List.of(MAPS, MAPS + "/a", MAPS + "?watch=1&timeoutSeconds=1")) {
      var response = client.send(client.request(path).header("Accept", accept));
      assertThat(response.statusCode()).isEqualTo(406);
      assertThat(tree(response.body()).get("reason")).isEqualTo("NotAcceptable");
      assertThat(tree(response.body()).get("message"))
          .isEqualTo(
              "only the following media types are accepted: application/json, application/yaml,"
                  + " application/vnd.kubernetes.protobuf");
    }
  }

  @Test
  void endsAWatchThatIsToLastLessThanNothing() {
    assertThat(client.get(MAPS + "?watch=1&timeoutSeconds=-1").statusCode()).isEqualTo(200);
  }

  @Test
  void namesTheFormsThatAWatchHas() {
    var yaml = client.request(MAPS + "?watch=1").header("Accept", "application/yaml");
    var response = client.send(yaml);
    assertThat(response.statusCode()).isEqualTo(406);
    assertThat(response.body())
        .contains(
            "only the following media types are accepted: application/json;stream=watch,"
                + " application/vnd.kubernetes.protobuf;stream=watch");
  }

  @Test
  void watchesOneObjectByItsPathAlone() {
    var path = "/api/v1/watch/namespaces/default/configmaps/b?timeoutSeconds=1";
    assertThat(told(client.get(path).body())).isEqualTo("b");
    assertThat(told(client.get(path + "&fieldSelector=metadata.name%3Db").body())).isEqualTo("b");
    for (var other : List.of("metadata.name%3Da", "metadata.namespace%3Ddefault")) {
      refused(
          "GET",
          path + "&fieldSelector=" + other,
          400,
          "BadRequest",
          "fieldSelector metadata.name doesn't match requested name");
    }
  }

  @Test
  void refusesToIncludeWhatTablesHaveNot() {
    var table = "application/json;as=Table;v=v1;g=meta.k8s.io";
    var response = client.send(client.request(MAPS + "?includeObject=All").header("Accept", table));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(tree(response.body()).get("message"))
        .isEqualTo(
            "Unable to convert to Table as requested: includeObject: Invalid value: \"All\": must be"
                + " 'Metadata', 'Object', 'None', or empty");
    assertThat(client.get(MAPS + "?includeObject=All").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,configmaps",
    "PATCH,configmaps",
    "POST,configmaps/a",
    "OPTIONS,configmaps",
    "TRACE,configmaps/a",
  })
  void refusesMethodsThatAPathDoesNotHave(String method, String rest) {
    refused(
        method,
        "/api/v1/namespaces/default/" + rest,
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource");
  }

  @Test
  void answersHeadWithoutABody() {
    var response = client.send(client.request(MAPS + "/a").method("HEAD", BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void goesOnWithAListOfEarlierWrites() {
    var page = tree(client.get(MAPS + "?limit=3").body());
    var token = (String) ((Map<?, ?>) page.get("metadata")).get("continue");
    var escaped = URLEncoder.encode(token, StandardCharsets.UTF_8);
    for (var version : List.of("", "&resourceVersion=", "&resourceVersion=0")) {
      var rest = tree(client.get(MAPS + "?continue=" + escaped + version).body());
      assertThat((List<?>) rest.get("items")).hasSize(1);
      assertThat(((Map<?, ?>) rest.get("metadata")).get("resourceVersion"))
          .isEqualTo(Long.toString(latest));
    }
  }
}
