package dev.podo.controllers.resourcequota;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.controllers.engine.Kinds;
import dev.podo.controllers.engine.Stage;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.deployment.Deployments;
import dev.podo.machinery.kinds.persistentvolumeclaim.PersistentVolumeClaims;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.resourcequota.ResourceQuotas;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.ApiObject;
import dev.podo.model.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceQuotaControllerTest {
  private static final List<Kind<?>> STORED =
      Catalogue.builtIn().all().stream()
          .filter(kind -> kind.isStored() && kind.storageKind().equals(kind))
          .toList();
  private static final String MEASURED =
      """
      containers:
      - name: one
        resources:
          requests: {cpu: 250m, memory: 100Mi, example.com/dongle: "2", hugepages-2Mi: 4Mi}
          limits: {cpu: "1", example.com/dongle: "2", hugepages-2Mi: 4Mi}
      - {name: two, resources: {requests: {cpu: 250m, ephemeral-storage: 1Gi}}}
      """;

  private final Stage stage = new Stage(1);

  {
    stage.add(new ResourceQuotaController(), Kinds.of(STORED));
  }

  private <T extends ApiObject> T create(Kind<T> kind, String name, String rest) {
    var text = "metadata: {name: " + name + ", namespace: default}\n" + rest;
    var object = Yaml.decode(kind.schema(), text.getBytes(UTF_8), Strictness.IGNORE).value();
    return stage.create(kind, object);
  }

  private void pod(String name, String spec) {
    create(Pods.KIND, name, "spec:\n" + spec.indent(2));
  }

  private void limit(String... names) {
    var hard = new StringBuilder();
    for (var name : names) {
      hard.append("    ").append(name).append(": \"100\"\n");
    }
    create(ResourceQuotas.KIND, "quota", "spec:\n  hard:\n" + hard);
  }

  private Map<String, String> used() {
    stage.settle();
    var shown = new TreeMap<String, String>();
    stage
        .api
        .get(ResourceQuotas.KIND, "default", "quota")
        .status()
        .used()
        .forEach((name, amount) -> shown.put(name, amount.toString()));
    return shown;
  }

  @Test
  void countsObjectsOfWhateverKind() {
    limit("configmaps", "count/configmaps", "count/deployments.apps", "resourcequotas", "secrets");
    create(ConfigMaps.KIND, "one", "");
    create(ConfigMaps.KIND, "two", "");
    create(Deployments.KIND, "three", "");
    assertThat(used())
        .containsExactly(
            Map.entry("configmaps", "2"),
            Map.entry("count/configmaps", "2"),
            Map.entry("count/deployments.apps", "1"),
            Map.entry("resourcequotas", "1"),
            Map.entry("secrets", "0"));
    stage.delete(ConfigMaps.KIND, "default", "one");
    assertThat(used()).containsEntry("configmaps", "1").containsEntry("count/configmaps", "1");
  }

  @Test
  void tellsNothingOfWhatItDoesNotKnow() {
    limit("count/nothings.example.com", "configmaps");
    assertThat(used()).containsExactly(Map.entry("configmaps", "0"));
  }

  @Test
  void addsUpWhatPodsAskFor() {
    limit(
        "pods",
        "cpu",
        "requests.cpu",
        "limits.cpu",
        "memory",
        "limits.memory",
        "requests.ephemeral-storage",
        "requests.hugepages-2Mi",
        "requests.example.com/dongle");
    pod("one", MEASURED);
    pod("two", MEASURED);
    assertThat(used())
        .containsExactly(
            Map.entry("cpu", "1"),
            Map.entry("limits.cpu", "2"),
            Map.entry("limits.memory", "0"),
            Map.entry("memory", "200Mi"),
            Map.entry("pods", "2"),
            Map.entry("requests.cpu", "1"),
            Map.entry("requests.ephemeral-storage", "2Gi"),
            Map.entry("requests.example.com/dongle", "4"),
            Map.entry("requests.hugepages-2Mi", "8Mi"));
  }

  @Test
  void leavesOutPodsThatHaveEnded() {
    limit("pods", "count/pods", "cpu");
    pod("one", MEASURED);
    var pod = stage.api.get(Pods.KIND, "default", "one");
    stage.updateStatus(Pods.KIND, pod.withStatus(pod.status().with(b -> b.phase("Failed"))));
    assertThat(used())
        .containsExactly(
            Map.entry("count/pods", "1"), Map.entry("cpu", "0"), Map.entry("pods", "0"));
  }

  @Test
  void leavesOutPodsThatShouldBeGone() {
    limit("pods");
    pod("lost", "nodeName: gone\nterminationGracePeriodSeconds: 30\n" + MEASURED);
    stage.delete(Pods.KIND, "default", "lost");
    assertThat(used()).containsEntry("pods", "1");
    stage.clock.advance(Duration.ofSeconds(61));
    assertThat(used()).containsEntry("pods", "0");
  }

  @Test
  void countsPortsOfNodesAndBalancersOfServices() {
    limit("services", "services.nodeports", "services.loadbalancers");
    var ports = "ports: [{name: a, port: 1}, {name: b, port: 2, nodePort: 30001}]}";
    create(Services.KIND, "inside", "spec: {type: ClusterIP, " + ports);
    create(Services.KIND, "nodes", "spec: {type: NodePort, " + ports);
    create(Services.KIND, "outside", "spec: {type: LoadBalancer, " + ports);
    create(
        Services.KIND,
        "bare",
        "spec: {type: LoadBalancer, allocateLoadBalancerNodePorts: false, " + ports);
    assertThat(used())
        .containsExactly(
            Map.entry("services", "4"),
            Map.entry("services.loadbalancers", "2"),
            Map.entry("services.nodeports", "5"));
  }

  @Test
  void addsUpStorageByItsClass() {
    limit(
        "persistentvolumeclaims",
        "requests.storage",
        "gold.storageclass.storage.k8s.io/requests.storage",
        "gold.storageclass.storage.k8s.io/persistentvolumeclaims");
    create(
        PersistentVolumeClaims.KIND,
        "gold",
        "spec: {storageClassName: gold, resources: {requests: {storage: 2Gi}}}");
    create(PersistentVolumeClaims.KIND, "any", "spec: {resources: {requests: {storage: 1Gi}}}");
    assertThat(used())
        .containsExactly(
            Map.entry("gold.storageclass.storage.k8s.io/persistentvolumeclaims", "1"),
            Map.entry("gold.storageclass.storage.k8s.io/requests.storage", "2Gi"),
            Map.entry("persistentvolumeclaims", "2"),
            Map.entry("requests.storage", "3Gi"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          scopes: [BestEffort]                  | bare, brief, urgent, near
          scopes: [NotBestEffort]               | measured
          scopes: [Terminating]                 | brief
          scopes: [NotTerminating]              | bare, measured, urgent, near
          scopes: [NotTerminating, BestEffort]  | bare, urgent, near
          scopes: [PriorityClass]               | urgent
          scopes: [CrossNamespacePodAffinity]   | near
          scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [high]}]} | urgent
          scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: NotIn, values: [high]}]} | bare, measured, brief, near
          scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: DoesNotExist}]} | bare, measured, brief, near
          """)
  void countsOnlyWhatItsScopesAreAbout(String scope, String counted) {
    var pods =
        Map.of(
            "bare", "",
            "measured", MEASURED,
            "brief", "activeDeadlineSeconds: 10\n",
            "urgent", "priorityClassName: high\n",
            "near",
                "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
                    + " [{topologyKey: zone, namespaces: [other]}]}}\n");
    create(ResourceQuotas.KIND, "quota", "spec: {hard: {pods: \"100\"}, " + scope + "}");
    var expected = List.of(counted.split(", "));
    new TreeMap<>(pods)
        .forEach((name, spec) -> {
          var before = Integer.parseInt(used().get("pods"));
          pod(
              name,
              spec.isEmpty() || !spec.startsWith("containers") ? spec + "containers: []" : spec);
          var more = expected.contains(name) ? 1 : 0;
          assertThat(used()).as(name).containsEntry("pods", String.valueOf(before + more));
        });
  }

  @Test
  void setsRightWhatOthersWrite() {
    limit("pods");
    used();
    var quota = stage.api.get(ResourceQuotas.KIND, "default", "quota");
    var other = Map.of("pods", Quantity.of(7));
    stage.updateStatus(
        ResourceQuotas.KIND, quota.withStatus(quota.status().with(b -> b.hard(other).used(other))));
    assertThat(used()).containsExactly(Map.entry("pods", "0"));
    assertThat(stage.api.get(ResourceQuotas.KIND, "default", "quota").status().hard())
        .isEqualTo(quota.spec().hard());
  }
}
