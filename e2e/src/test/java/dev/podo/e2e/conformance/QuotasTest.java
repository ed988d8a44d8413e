package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.tree.Trees;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// ResourceQuotas as objects, and what they tell of their namespace.
class QuotasTest {
  private static final String QUOTAS = "/api/v1/namespaces/quotas/resourcequotas";
  private static final String QUOTA =
      """
      metadata: {name: %s, labels: {tested: "%s"}}
      spec: {hard: {cpu: "1", memory: 500Mi}}
      """;

  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  private final Rest rest = CLUSTER.rest();

  @BeforeAll
  static void makeNamespace() {
    CLUSTER.namespace("quotas");
  }

  private static final String LIVES = "/api/v1/namespaces/quota-lives";
  private static final String ALL =
      """
      metadata: {name: all}
      spec:
        hard:
          {pods: "5", cpu: "1", memory: 500Mi, services: "10", replicationcontrollers: "10",
           resourcequotas: "1", configmaps: "10", secrets: "10", count/replicasets.apps: "5"}
      """;
  private static final String SCOPED =
      """
      metadata: {name: %s}
      spec:
        scopes: [%s]
        hard: {pods: "5", requests.cpu: "1", requests.memory: 500Mi, limits.cpu: "2", limits.memory: 1Gi}
      """;
  private static final String RESOURCES =
      "resources: {requests: {cpu: 500m, memory: 200Mi}, limits: {cpu: \"1\", memory: 400Mi}}";
  private static final Map<String, Object> NO_RESOURCES =
      Map.of(
          "pods",
          "0",
          "requests.cpu",
          "0",
          "requests.memory",
          "0",
          "limits.cpu",
          "0",
          "limits.memory",
          "0");
  private static final Map<String, Object> OF_ONE_POD =
      Map.of(
          "pods",
          "1",
          "requests.cpu",
          "500m",
          "requests.memory",
          "200Mi",
          "limits.cpu",
          "1",
          "limits.memory",
          "400Mi");

  private Object hard(String name) {
    return Trees.asMap(Trees.get(rest.get(QUOTAS + "/" + name), "spec", "hard"));
  }

  private long count(String path) {
    return Trees.asList(Trees.get(rest.get(path), "items")).size();
  }

  @Test
  void areUpdatedPatchedAndDeleted() {
    rest.create(QUOTAS, QUOTA.formatted("first", "yes"));
    rest.create(QUOTAS, QUOTA.formatted("other", "no"));
    assertThat(hard("first")).isEqualTo(Map.of("cpu", "1", "memory", "500Mi"));
    var more = Map.<String, Object>of("cpu", "2", "memory", "1Gi");
    rest.update(QUOTAS + "/first", it -> Trees.set(it, more, "spec", "hard"));
    assertThat(hard("first")).isEqualTo(more);
    var everywhere = "/api/v1/resourcequotas?labelSelector=tested%3Dyes";
    assertThat(count(everywhere)).isEqualTo(1);
    rest.patch(
        QUOTAS + "/first",
        "{\"metadata\":{\"labels\":{\"patched\":\"yes\"}},\"spec\":{\"hard\":{\"memory\":\"750Mi\"}}}");
    assertThat(hard("first")).isEqualTo(Map.of("cpu", "2", "memory", "750Mi"));
    assertThat(count("/api/v1/resourcequotas?labelSelector=patched%3Dyes")).isEqualTo(1);
    rest.delete(QUOTAS + "?labelSelector=tested%3Dyes");
    assertThat(count(everywhere)).isZero();
    rest.delete(QUOTAS + "/other");
    assertThat(rest.ask(QUOTAS + "/other").code()).isEqualTo(404);
  }

  /// Waits until a quota tells of so much.
  private void awaitUsed(String path, Map<String, Object> used) {
    OnCluster.await(
        path + " tells of " + used,
        () -> {
          var quota = rest.get(path);
          return Trees.get(quota, "status", "used") instanceof Map<?, ?> told
              && told.entrySet().containsAll(used.entrySet())
              && Trees.get(quota, "spec", "hard").equals(Trees.get(quota, "status", "hard"));
        });
  }

  private String quotaOfEverything() {
    var quota = LIVES + "/resourcequotas/all";
    if (rest.ask(quota).code() == 404) {
      CLUSTER.namespace("quota-lives");
      var certificates = LIVES + "/configmaps/kube-root-ca.crt";
      OnCluster.await("the certificates", () -> rest.ask(certificates).code() == 200);
      rest.create(LIVES + "/resourcequotas", ALL);
    }
    return quota;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          configmaps             | /api/v1 | configmaps             | data: {a: b}
          secrets                | /api/v1 | secrets                | stringData: {a: b}
          replicationcontrollers | /api/v1 | replicationcontrollers | spec: {replicas: 0, selector: {a: b}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}
          count/replicasets.apps | /apis/apps/v1 | replicasets       | spec: {replicas: 0, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}
          """)
  void captureTheLivesOfObjects(String name, String root, String plural, String rest) {
    var quota = quotaOfEverything();
    var collection = root + "/namespaces/quota-lives/" + plural;
    var before = count(collection);
    var without = new HashMap<String, Object>(Map.of("resourcequotas", "1"));
    without.put(name, String.valueOf(before));
    awaitUsed(quota, without);
    this.rest.create(collection, "metadata: {name: one}\n" + rest);
    awaitUsed(quota, Map.of("resourcequotas", "1", name, String.valueOf(before + 1)));
    this.rest.delete(collection + "/one");
    awaitUsed(quota, without);
  }

  @Test
  void areCalculatedPromptly() {
    awaitUsed(quotaOfEverything(), Map.of("resourcequotas", "1", "services", "0", "cpu", "0"));
  }

  /// A Pod is created and deleted: it is told of by one quota, and not by the other.
  private void live(String pod, String counting, String other) {
    awaitUsed(counting, Map.of("pods", "0"));
    awaitUsed(other, Map.of("pods", "0"));
    var bare = !pod.contains("resources");
    rest.create("/api/v1/namespaces/quotas/pods", pod);
    awaitUsed(counting, bare ? Map.of("pods", "1") : OF_ONE_POD);
    assertThat(Trees.get(rest.get(other), "status", "used", "pods")).isEqualTo("0");
    rest.delete("/api/v1/namespaces/quotas/pods/lives", "{\"gracePeriodSeconds\":0}");
    awaitUsed(counting, bare ? Map.of("pods", "0") : NO_RESOURCES);
    awaitUsed(other, Map.of("pods", "0"));
  }

  @Test
  void countPodsThatEndByThemselvesApart() {
    rest.create(QUOTAS, SCOPED.formatted("terminating", "Terminating"));
    rest.create(QUOTAS, SCOPED.formatted("not-terminating", "NotTerminating"));
    var spec = "containers: [{name: c, image: example.com/c:1, " + RESOURCES + "}]}";
    var endless = "metadata: {name: lives}\nspec: {" + spec;
    live(endless, QUOTAS + "/not-terminating", QUOTAS + "/terminating");
    var ending = "metadata: {name: lives}\nspec: {activeDeadlineSeconds: 3600, " + spec;
    live(ending, QUOTAS + "/terminating", QUOTAS + "/not-terminating");
    rest.delete(QUOTAS + "/terminating");
    rest.delete(QUOTAS + "/not-terminating");
  }

  @Test
  void countPodsOfBestEffortApart() {
    rest.create(
        QUOTAS, "metadata: {name: best-effort}\nspec: {scopes: [BestEffort], hard: {pods: \"5\"}}");
    rest.create(QUOTAS, SCOPED.formatted("not-best-effort", "NotBestEffort"));
    var pod = "metadata: {name: lives}\nspec: {containers: [{name: c, image: example.com/c:1%s}]}";
    live(pod.formatted(""), QUOTAS + "/best-effort", QUOTAS + "/not-best-effort");
    live(pod.formatted(", " + RESOURCES), QUOTAS + "/not-best-effort", QUOTAS + "/best-effort");
    rest.delete(QUOTAS + "/best-effort");
    rest.delete(QUOTAS + "/not-best-effort");
  }

  @Test
  void haveAStatusThatIsUpdatedPatchedAndSetRight() {
    var path = QUOTAS + "/told";
    var spec = Map.of("cpu", "500m", "memory", "500Mi");
    rest.create(QUOTAS, "metadata: {name: told}\nspec: {hard: {cpu: 500m, memory: 500Mi}}");
    rest.update(path + "/status", it -> Trees.set(it, Map.of("hard", spec), "status"));
    awaitUsed(path, Map.of("cpu", "0", "memory", "0"));
    var more = Map.of("cpu", "1", "memory", "1Gi");
    var hard = "{\"hard\":{\"cpu\":\"%s\",\"memory\":\"%s\"}}";
    rest.patch(path, "{\"spec\":" + hard.formatted("1", "1Gi") + "}");
    assertThat(hard("told")).isEqualTo(more);
    rest.patch(path + "/status", "{\"status\":" + hard.formatted("1", "1Gi") + "}");
    awaitUsed(path, Map.of("cpu", "0"));
    assertThat(Trees.get(rest.get(path + "/status"), "status", "hard")).isEqualTo(more);
    var version = Trees.text(rest.get(path), "metadata", "resourceVersion");
    try (var watching =
        rest.watch(
            QUOTAS + "?watch=true&fieldSelector=metadata.name%3Dtold&resourceVersion=" + version)) {
      var patched = rest.patch(path + "/status", "{\"status\":" + hard.formatted("2", "2Gi") + "}");
      assertThat(Trees.text(patched, "status", "hard", "cpu")).isEqualTo("2");
      watching.await(event -> event.text("status", "hard", "memory").equals("2Gi"));
      watching.await(event -> event.text("status", "hard", "memory").equals("1Gi"));
    }
    assertThat(hard("told")).isEqualTo(more);
    rest.delete(path);
  }
}
