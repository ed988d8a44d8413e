package dev.podo.apiserver.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.kinds.flowcontrol.InitialFlowSchemas;
import dev.podo.machinery.kinds.flowcontrol.InitialPriorityLevels;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.flowcontrol.v1.FlowSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassifierTest {
  private static final UserInfo ANNA = UserInfo.of("anna", "team");
  private final PriorityLevels levels = new PriorityLevels(600);
  private final List<FlowSchema> schemas = new ArrayList<>();

  ClassifierTest() {
    var all = new ArrayList<>(InitialPriorityLevels.MANDATORY);
    all.addAll(InitialPriorityLevels.SUGGESTED);
    levels.configure(all.stream().map(LevelConfig::of).toList(), 0);
    schemas.addAll(InitialFlowSchemas.SUGGESTED);
    schemas.addAll(InitialFlowSchemas.MANDATORY);
  }

  private Classifier.Entry entry(UserInfo user, RequestInfo info) {
    return Classifier.of(schemas, levels::level, List.of(), "catch-all", 7).classify(user, info);
  }

  private String schema(UserInfo user, RequestInfo info) {
    return entry(user, info).flow().schema();
  }

  private static UserInfo user(String name) {
    var parts = name.split(":", -1);
    if (name.equals("anonymous")) {
      return UserInfo.anonymous();
    }
    if (name.startsWith("system:node:")) {
      return UserInfo.node(parts[2]);
    }
    return name.startsWith("system:serviceaccount:")
        ? new UserInfo(
            name, "", List.of("system:serviceaccounts", "system:authenticated"), new TreeMap<>())
        : UserInfo.of(name);
  }

  private static RequestInfo info(String verb, String what) {
    if (what.startsWith("/")) {
      return RequestInfo.ofPath(verb, what);
    }
    // group namespace resource subresource, "-" for none
    var parts = what.replace("-", "").split(" ", -1);
    return RequestInfo.of(
        verb, new RequestInfo.Target(parts[0], "v1", parts[1], parts[2], "", parts[3], ""));
  }

  @ParameterizedTest
  @CsvSource({
    "anna, get, - default pods -, global-default",
    "anonymous, get, /healthz, probes",
    "anonymous, get, /version, global-default",
    "anonymous, post, /healthz, global-default",
    "system:node:a, update, - - nodes status, system-node-high",
    "system:node:a, get, - - nodes -, system-node-high",
    "system:node:a, get, - - nodes proxy, system-nodes",
    "system:node:a, update, coordination.k8s.io x leases -, system-node-high",
    "system:node:a, get, - default pods -, system-nodes",
    "system:kube-scheduler, update, coordination.k8s.io x leases -, system-leader-election",
    "system:kube-scheduler, list, - - pods -, kube-scheduler",
    "system:kube-controller-manager, update, - default endpoints -, endpoint-controller",
    "system:kube-controller-manager, update, - default pods -, kube-controller-manager",
    "system:serviceaccount:kube-system:x, get, - - pods -, kube-system-service-accounts",
    "system:serviceaccount:kube-system:x, get, coordination.k8s.io x leases -, "
        + "system-leader-election",
    "system:serviceaccount:kube-systemx:x, get, - - pods -, service-accounts",
    "system:serviceaccount:default:x, list, - - pods -, service-accounts",
    "system:serviceaccount:kube-system:endpoint-controller, get, - a endpoints -, "
        + "endpoint-controller",
    "system:serviceaccount:kube-system:an-endpoint-controller, get, - a endpoints -, "
        + "kube-system-service-accounts",
  })
  void knowsWhereRequestsBelong(String user, String verb, String what, String schema) {
    assertThat(schema(user(user), info(verb, what))).isEqualTo(schema);
  }

  @Test
  void sendsMastersWhereNobodyWaits() {
    var admin = UserInfo.of("admin", UserInfo.MASTERS);
    var flow = entry(admin, info("delete", "- default pods -")).flow();
    assertThat(flow.schema()).isEqualTo("exempt");
    assertThat(flow.level().config().exempt()).isTrue();
  }

  @Test
  void catchesWhatNobodyWants() {
    var nobody = new UserInfo("x", "", List.of(), new TreeMap<>());
    assertThat(schema(nobody, info("get", "- a pods -"))).isEqualTo("catch-all");
  }

  private void add(String name, String spec) {
    var yaml = "metadata: {name: " + name + "}\nspec:\n" + spec.indent(2);
    var tree = Trees.asMap(Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8)));
    schemas.add(Json.fromTree(FlowSchema.SCHEMA, tree, Strictness.STRICT).value());
  }

  @Test
  void asksSchemasInTheOrderOfPrecedenceAndThenOfName() {
    var rules =
        """
        matchingPrecedence: 50
        priorityLevelConfiguration: {name: workload-low}
        rules:
        - subjects: [{kind: Group, group: {name: team}}]
          resourceRules:
          - {verbs: [get], apiGroups: [apps], resources: [deployments/scale], namespaces: [a]}
          - {verbs: [list], apiGroups: ["*"], resources: [nodes], clusterScope: true}
          nonResourceRules:
          - {verbs: ["*"], nonResourceURLs: [/metrics, /debug/*]}
        """;
    add("b-team", rules);
    add("a-team", rules);
    assertThat(schema(ANNA, info("get", "apps a deployments scale"))).isEqualTo("a-team");
    assertThat(schema(ANNA, info("get", "apps b deployments scale"))).isEqualTo("global-default");
    assertThat(schema(ANNA, info("get", "apps a deployments -"))).isEqualTo("global-default");
    assertThat(schema(ANNA, info("get", "apps a deployments scales"))).isEqualTo("global-default");
    assertThat(schema(ANNA, info("list", "any - nodes -"))).isEqualTo("a-team");
    assertThat(schema(ANNA, info("list", "any a nodes -"))).isEqualTo("global-default");
    assertThat(schema(ANNA, info("get", "/metrics"))).isEqualTo("a-team");
    assertThat(schema(ANNA, info("get", "/metrics/x"))).isEqualTo("a-team");
    assertThat(schema(ANNA, info("get", "/metricsx"))).isEqualTo("global-default");
    assertThat(schema(ANNA, info("get", "/debug"))).isEqualTo("global-default");
    assertThat(schema(ANNA, info("get", "/readyz/ping"))).isEqualTo("probes");
    assertThat(schema(ANNA, info("get", "/debug/x"))).isEqualTo("a-team");
    assertThat(schema(UserInfo.of("bob"), info("get", "/metrics"))).isEqualTo("global-default");
  }

  @Test
  void passesOverSchemasWhoseLevelIsMissing() {
    add(
        "dangling",
        """
        matchingPrecedence: 50
        priorityLevelConfiguration: {name: nowhere}
        rules:
        - subjects: [{kind: User, user: {name: "*"}}]
          resourceRules:
          - {verbs: ["*"], apiGroups: ["*"], resources: ["*"], namespaces: ["*"]}
        """);
    assertThat(schema(ANNA, info("get", "- a pods -"))).isEqualTo("global-default");
  }

  @Test
  void tellsFlowsApartAsTheSchemaSays() {
    var info = info("get", "- a pods -");
    assertThat(entry(ANNA, info).distinguisher(ANNA, info)).isEqualTo("anna");
    var scheduler = UserInfo.of("system:kube-scheduler");
    assertThat(entry(scheduler, info).distinguisher(scheduler, info)).isEqualTo("a");
    var admin = UserInfo.of("admin", UserInfo.MASTERS);
    assertThat(entry(admin, info).distinguisher(admin, info)).isEmpty();
    var entry = entry(ANNA, info);
    assertThat(entry.hash("anna")).isEqualTo(entry.hash("anna")).isNotEqualTo(entry.hash("bob"));
  }
}
