package dev.podo.apiserver.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestClient;
import dev.podo.apiserver.TestServer;
import dev.podo.client.Api;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.flowcontrol.FlowSchemas;
import dev.podo.machinery.kinds.flowcontrol.PriorityLevelConfigurations;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.ObjectMeta;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Priority and fairness as clients meet it: over HTTP.
class PriorityAndFairnessTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String SERVICES = "/api/v1/services";
  private static final String SCHEMA_UID = "X-Kubernetes-PF-FlowSchema-UID";
  private static final String LEVEL_UID = "X-Kubernetes-PF-PriorityLevel-UID";
  private static final String FLOWS = "/apis/flowcontrol.apiserver.k8s.io/v1/";
  private static final int FLOOD = 40;

  private final TestServer server = TestServer.listening();
  private final Api api = server.admin();
  private final TestClient admin = TestClient.admin(server);
  private final TestClient greedy = node("greedy");
  private final TestClient modest = node("modest");

  private TestClient node(String name) {
    var identity = server.pki().issueClient("system:node:" + name, List.of("system:nodes"));
    var port = server.server().address().getPort();
    return TestClient.of(server.pki(), port, identity, HttpClient.Version.HTTP_1_1);
  }

  @AfterEach
  void stop() {
    server.close();
    List.of(admin, greedy, modest).forEach(TestClient::close);
  }

  private void await(String what, BooleanSupplier condition) throws InterruptedException {
    var clock = server.scope().environment().clock();
    var deadline = Deadline.after(clock, Duration.ofSeconds(90));
    while (!condition.getAsBoolean()) {
      assertThat(deadline.hasPassed(clock)).as("waiting until " + what).isFalse();
      clock.sleep(Duration.ofMillis(5));
    }
  }

  /// A level, and a schema that leads nodes there; effective when this returns.
  private void share(String name, String limited) throws InterruptedException {
    var level =
        """
        {"metadata":{"name":"%s"},"spec":{"type":"Limited","limited":%s}}\
        """
            .formatted(name, limited);
    assertThat(admin.post(FLOWS + "prioritylevelconfigurations", level).statusCode())
        .isEqualTo(201);
    var schema =
        """
        {"metadata":{"name":"%s"},"spec":{"matchingPrecedence":50,
         "priorityLevelConfiguration":{"name":"%s"},"distinguisherMethod":{"type":"ByUser"},
         "rules":[{"subjects":[{"kind":"Group","group":{"name":"system:nodes"}}],
          "resourceRules":[{"verbs":["*"],"apiGroups":["*"],"resources":["services"],
           "namespaces":["*"],"clusterScope":true}]}]}}\
        """
            .formatted(name, name);
    var created = admin.post(FLOWS + "flowschemas", schema);
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    var uid = api.get(FlowSchemas.KIND, "", name).metadata().uid();
    await(name + " holds", () -> header(modest.get(SERVICES), SCHEMA_UID).equals(uid));
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private String uid(String schema) {
    return api.get(FlowSchemas.KIND, "", schema).metadata().uid();
  }

  @Test
  void floodOfOneUserDoesNotDelayAnother() throws InterruptedException {
    // One share of some 250: three of the 600 seats.
    share(
        "tight",
        """
        {"nominalConcurrencyShares":1,"borrowingLimitPercent":0,"limitResponse":{"type":"Queue",
         "queuing":{"queues":64,"handSize":4,"queueLengthLimit":50}}}\
        """);
    var next = server.store().image().revision() + 1;
    var pending = new AtomicInteger();
    var responses = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (var i = 0; i < 3; i++) {
      // They are answered when the next change has come.
      responses.add(send(greedy, pending, next));
    }
    await("the seats are taken", () -> requests("current_executing_requests") == 3);
    for (var i = 0; i < FLOOD; i++) {
      responses.add(send(greedy, pending, next + 1_000_000));
    }
    await("the flood waits", () -> requests("current_inqueue_requests") == FLOOD);
    assertThat(admin.get("/debug/api_priority_and_fairness/dump_requests").body().lines())
        .filteredOn(line -> line.startsWith("tight, ") && line.endsWith(" 0001-01-01T00:00:00Z"))
        .hasSize(FLOOD)
        .allMatch(line -> line.contains(" system:node:greedy, "));

    var stillPending = new AtomicInteger();
    var answer =
        modest
            .sendAsync(modest.request(SERVICES))
            .whenComplete((response, failure) -> stillPending.set(pending.get()));
    await("all wait", () -> requests("current_inqueue_requests") == FLOOD + 1);
    var metadata = ObjectMeta.builder().namespace("default").name("change").build();
    api.create(
        ConfigMaps.KIND, ConfigMap.builder().metadata(metadata).build(), WriteOptions.defaults());

    assertThat(answer.join().statusCode()).isEqualTo(200);
    assertThat(stillPending.get()).isGreaterThan(FLOOD / 2);
    assertThat(responses.getFirst().join().statusCode()).isEqualTo(200);
  }

  private static CompletableFuture<HttpResponse<String>> send(
      TestClient client, AtomicInteger pending, long revision) {
    pending.incrementAndGet();
    return client
        .sendAsync(client.request(SERVICES + "?resourceVersion=" + revision))
        .whenComplete((response, failure) -> pending.decrementAndGet());
  }

  /// What the metrics say of the level `tight`.
  private int requests(String metric) {
    var line =
        "apiserver_flowcontrol_" + metric + "{flow_schema=\"tight\",priority_level=\"tight\"} ";
    return admin
        .get("/metrics")
        .body()
        .lines()
        .filter(it -> it.startsWith(line))
        .mapToInt(it -> Integer.parseInt(it.substring(line.length())))
        .findFirst()
        .orElse(0);
  }

  @Test
  void turnsAwayWithAStatusAndWhenToComeAgain() throws InterruptedException {
    share(
        "closed",
        """
        {"nominalConcurrencyShares":0,"borrowingLimitPercent":0,"limitResponse":{"type":"Reject"}}\
        """);

    var response = modest.get(SERVICES);

    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(header(response, "Retry-After")).isEqualTo("1");
    assertThat(header(response, SCHEMA_UID)).isEqualTo(uid("closed"));
    var status = Json.parse(response.body());
    assertThat(Trees.text(status, "reason")).isEqualTo("TooManyRequests");
    assertThat(Trees.text(status, "message"))
        .isEqualTo("Too many requests, please try again later.");
    assertThat(admin.get("/metrics").body())
        .contains(
            "apiserver_flowcontrol_rejected_requests_total{flow_schema=\"closed\","
                + "priority_level=\"closed\",reason=\"concurrency-limit\"}");
    // Whoever is to look what is wrong is not turned away.
    assertThat(admin.get(SERVICES).statusCode()).isEqualTo(200);
  }

  @Test
  void saysToEveryReplyWhichSchemaAndLevelItHad() throws InterruptedException {
    var found = modest.get(SERVICES);
    assertThat(header(found, SCHEMA_UID)).isEqualTo(uid("system-nodes"));
    assertThat(header(found, LEVEL_UID))
        .isEqualTo(api.get(PriorityLevelConfigurations.KIND, "", "system").metadata().uid());
    assertThat(header(modest.get("/api/v1/secrets"), SCHEMA_UID)).isEqualTo(uid("system-nodes"));
    assertThat(header(modest.get("/healthz"), SCHEMA_UID)).isEqualTo(uid("probes"));
    assertThat(header(admin.get("/api/v1/pods/x"), SCHEMA_UID)).isEqualTo(uid("exempt"));
    try (var nobody = TestClient.nobody(server)) {
      assertThat(header(nobody.get("/version"), SCHEMA_UID)).isEqualTo(uid("global-default"));
    }
  }

  @Test
  void honoursChangesAtOnce() throws InterruptedException {
    share("own", "{\"limitResponse\":{\"type\":\"Reject\"}}");

    api.delete(PriorityLevelConfigurations.KIND, "", "own", DeleteOptions.EMPTY);

    await(
        "its schema holds no more",
        () -> header(modest.get(SERVICES), SCHEMA_UID).equals(uid("system-nodes")));
    await("it says so", () -> dangling("own").equals("True"));
    assertThat(FlowSchemas.dangling(api.get(FlowSchemas.KIND, "", "own")).message())
        .isEqualTo(
            "This FlowSchema references the PriorityLevelConfiguration object named \"own\" but"
                + " there is no such object");
  }

  private String dangling(String schema) {
    var condition = FlowSchemas.dangling(api.get(FlowSchemas.KIND, "", schema));
    return condition == null ? "" : condition.status();
  }

  @Test
  void watchesKeepNoSeat() throws InterruptedException {
    share(
        "tight",
        """
        {"nominalConcurrencyShares":1,"borrowingLimitPercent":0,"limitResponse":{"type":"Reject"}}\
        """);
    for (var i = 0; i < 10; i++) {
      var watch = modest.open(modest.request(SERVICES + "?watch=true"));
      assertThat(watch.statusCode()).isEqualTo(200);
      assertThat(header(watch, SCHEMA_UID)).isEqualTo(uid("tight"));
      await("the seat is free again", () -> requests("current_executing_requests") == 0);
    }
    assertThat(modest.get(SERVICES).statusCode()).isEqualTo(200);
  }

  @Test
  void showsHowItStands() {
    var path = "/debug/api_priority_and_fairness/";
    assertThat(admin.get(path + "dump_priority_levels").body())
        .startsWith("PriorityLevelName, ActiveQueues, IsIdle, IsQuiescing, WaitingRequests,")
        .contains("\nworkload-low,      0,            true,   false,       0,               0,")
        .contains("\nexempt,            0,            false,  false,       0,               1,");
    assertThat(admin.get(path + "dump_queues").body())
        .startsWith("PriorityLevelName, Index,  PendingRequests, ExecutingRequests, SeatsInUse,")
        .contains("\nsystem,            63,     0,               0,                 0,");
    // Whoever asks for it is at work himself.
    assertThat(admin.get(path + "dump_requests").body())
        .startsWith("PriorityLevelName, FlowSchemaName, QueueIndex, RequestIndexInQueue, FlowDist")
        .contains("\nexempt,            exempt,         -1,         -1,                  ,")
        .doesNotContain("UserName");
    assertThat(admin.get(path + "dump_requests?includeRequestDetails=1").body())
        .contains(" StartTime,", " UserName,", " kubernetes-admin,", " get,", path + "dump_");
    assertThat(admin.get("/metrics").body())
        .contains("apiserver_flowcontrol_nominal_limit_seats{priority_level=\"catch-all\"} 13\n")
        .contains("apiserver_flowcontrol_dispatched_requests_total{flow_schema=\"exempt\",");
  }

  /// Three objects of some 300,000 bytes: nine seats and a bit; one of them: three and a bit.
  @Test
  void listsTakeSeatsByWhatTheyHold() {
    for (var name : List.of("a", "b", "c")) {
      var data = "{\"data\":{\"x\":\"" + "x".repeat(300_000) + "\"},\"metadata\":{\"name\":\"";
      assertThat(admin.post(MAPS, data + name + "\"}}").statusCode()).isEqualTo(201);
    }
    modest.get("/api/v1/namespaces/kube-system/configmaps");
    assertThat(estimates("1")).isEqualTo(1);
    modest.get(MAPS + "?limit=1");
    assertThat(List.of(estimates("2"), estimates("4"))).containsExactly(1, 2);
    modest.get(MAPS + "?labelSelector=a");
    assertThat(List.of(estimates("4"), estimates("10"))).containsExactly(2, 3);
    modest.get(MAPS + "?fieldSelector=metadata.name%3Da");
    assertThat(estimates("1")).isEqualTo(2);
    modest.get(MAPS + "?watch=true&resourceVersion=1");
    assertThat(estimates("1")).isEqualTo(3);
    assertThat(modest.open(modest.request(MAPS + "?watch=true")).statusCode()).isPositive();
    assertThat(List.of(estimates("1"), estimates("4"), estimates("10"))).containsExactly(3, 4, 6);
  }

  /// How many requests of nodes were taken to need at most so many seats.
  private int estimates(String seats) {
    var line =
        "apiserver_flowcontrol_work_estimated_seats_bucket{flow_schema=\"system-nodes\","
            + "priority_level=\"system\",le=\""
            + seats
            + "\"} ";
    var metrics = admin.get("/metrics").body();
    var at = metrics.indexOf(line);
    assertThat(at).as(metrics).isPositive();
    return Integer.parseInt(metrics.substring(at + line.length(), metrics.indexOf('\n', at)));
  }

  @Test
  void tellsWritesHowManyWatch() throws InterruptedException {
    for (var i = 0; i < 12; i++) {
      var scope = i % 2 == 0 ? "/api/v1/configmaps" : "/api/v1/namespaces/default/configmaps";
      assertThat(admin.open(admin.request(scope + "?watch=true")).statusCode()).isEqualTo(200);
    }
    var made =
        admin.post("/api/v1/namespaces/default/configmaps", "{\"metadata\":{\"name\":\"a\"}}");
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(admin.get("/metrics").body())
        .contains("apiserver_flowcontrol_watch_count_samples_bucket{le=\"10\"} 0\n")
        .contains("apiserver_flowcontrol_watch_count_samples_bucket{le=\"100\"} 1\n")
        .contains("apiserver_flowcontrol_current_limit_seats{priority_level=\"workload-low\"} ")
        .contains(
            "apiserver_flowcontrol_work_estimated_seats_bucket{flow_schema=\"exempt\","
                + "priority_level=\"exempt\",le=\"1\"} ")
        .contains(
            "apiserver_flowcontrol_request_execution_seconds_count{flow_schema=\"exempt\","
                + "priority_level=\"exempt\",type=\"mutating\"} 1\n");
  }

  @Test
  void listsSchemasInTheOrderInWhichTheyAreAsked() {
    var table = "application/json;as=Table;v=v1;g=meta.k8s.io";
    var shown =
        admin.send(admin.request(FLOWS + "flowschemas?includeObject=None").header("Accept", table));
    var precedences = new ArrayList<Long>();
    for (var row : Trees.asList(Trees.get(Json.parse(shown.body()), "rows"))) {
      precedences.add((Long) Trees.asList(Trees.get(row, "cells")).get(2));
    }
    assertThat(precedences).hasSize(13).isSorted();
  }
}
