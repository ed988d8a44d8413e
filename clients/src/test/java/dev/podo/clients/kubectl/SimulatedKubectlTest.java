package dev.podo.clients.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.clients.cluster.Cluster;
import dev.podo.clients.cluster.Kubectls;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// What a person does with kubectl, on a cluster of simulated nodes.
@Tag("e2e")
@TestMethodOrder(MethodOrderer.MethodName.class)
class SimulatedKubectlTest {
  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 3
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers:
              - {name: web, image: "example.com/web:1", ports: [{containerPort: 80}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {selector: {app: web}, ports: [{port: 80}]}
      """;

  private static Cluster cluster;

  @BeforeAll
  static void start() {
    Kubectls.assumeKubectl();
    cluster = Cluster.start("--runtime", "simulated", "--nodes", "3", "--api-port", "0");
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void appliesGetsDescribesScalesAndDeletes() {
    apply("apply", WEB);
    kubectl("-n", "apply", "rollout", "status", "deployment/web", "--timeout=60s");
    assertThat(kubectl("-n", "apply", "get", "deployment", "web"))
        .contains("NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE", "3/3");
    assertThat(kubectl("-n", "apply", "get", "pods", "-o", "wide"))
        .contains("NOMINATED NODE", "READINESS GATES", "Running", "1/1");
    assertThat(kubectl("-n", "apply", "describe", "deployment", "web"))
        .contains("ScalingReplicaSet", "Scaled up replica set", "NewReplicaSetAvailable");
    assertThat(kubectl("-n", "apply", "describe", "pods"))
        .contains("Scheduled", "Successfully assigned");
    kubectl("-n", "apply", "scale", "deployment/web", "--replicas=5");
    kubectl("-n", "apply", "rollout", "status", "deployment/web", "--timeout=60s");
    assertThat(
            kubectl(
                    "-n",
                    "apply",
                    "get",
                    "endpointslices",
                    "-l",
                    "kubernetes.io/service-name=web",
                    "-o",
                    "jsonpath={.items[*].endpoints[*].addresses[0]}")
                .split(" "))
        .hasSize(5);
    // Applying the same again changes nothing but the number of replicas, which the file names.
    assertThat(apply("apply", WEB))
        .contains("deployment.apps/web configured", "service/web unchanged");
    kubectl("delete", "namespace", "apply", "--timeout=60s");
    assertThat(cluster.kubectl("get", "namespace", "apply").err())
        .contains("namespaces \"apply\" not found");
  }

  @Test
  void rollsOutAndBack() {
    apply("rollout", WEB);
    kubectl("-n", "rollout", "rollout", "status", "deployment/web", "--timeout=60s");
    kubectl("-n", "rollout", "set", "image", "deployment/web", "web=example.com/web:2");
    kubectl("-n", "rollout", "rollout", "status", "deployment/web", "--timeout=60s");
    assertThat(kubectl("-n", "rollout", "rollout", "history", "deployment/web"))
        .contains("REVISION", "1 ", "2 ");
    kubectl("-n", "rollout", "rollout", "undo", "deployment/web");
    kubectl("-n", "rollout", "rollout", "status", "deployment/web", "--timeout=60s");
    assertThat(image("rollout")).isEqualTo("example.com/web:1");
    kubectl("-n", "rollout", "rollout", "restart", "deployment/web");
    kubectl("-n", "rollout", "rollout", "status", "deployment/web", "--timeout=60s");
    kubectl("-n", "rollout", "rollout", "pause", "deployment/web");
    kubectl("-n", "rollout", "set", "image", "deployment/web", "web=example.com/web:3");
    assertThat(
            kubectl(
                "-n",
                "rollout",
                "get",
                "replicasets",
                "-o",
                "jsonpath={.items[*].spec.template.spec.containers[0].image}"))
        .doesNotContain("web:3");
    kubectl("-n", "rollout", "rollout", "resume", "deployment/web");
    kubectl("-n", "rollout", "rollout", "status", "deployment/web", "--timeout=60s");
    assertThat(image("rollout")).isEqualTo("example.com/web:3");
    kubectl("delete", "namespace", "rollout", "--timeout=60s");
  }

  @Test
  void labelsAnnotatesAndExplains() {
    kubectl("create", "configmap", "settings", "--from-literal=a=1");
    kubectl("label", "configmap", "settings", "tier=one");
    kubectl("annotate", "configmap", "settings", "note=kept");
    assertThat(kubectl("get", "configmap", "-l", "tier=one", "-o", "name"))
        .contains("configmap/settings");
    kubectl(
        "patch",
        "configmap",
        "settings",
        "--type=json",
        "-p",
        "[{\"op\":\"replace\",\"path\":\"/data/a\",\"value\":\"2\"}]");
    kubectl("patch", "configmap", "settings", "--type=merge", "-p", "{\"data\":{\"b\":\"3\"}}");
    assertThat(kubectl("get", "configmap", "settings", "-o", "jsonpath={.data.a}{.data.b}"))
        .isEqualTo("23");
    assertThat(kubectl("explain", "deployment.spec.strategy"))
        .contains("GROUP:", "apps", "rollingUpdate");
    assertThat(kubectl("api-resources"))
        .contains("deploy", "apps/v1", "Deployment", "endpointslices");
    assertThat(kubectl("get", "--raw", "/readyz?verbose")).contains("readyz check passed");
    assertThat(kubectl("version")).contains("Server Version: v1.36.");
    kubectl("delete", "configmap", "settings");
  }

  @Test
  void refusesWhatIsWrongInUpstreamsWords() {
    assertThat(
            cluster
                .kubectlWith(
                    "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"Bad_Name\"}}",
                    "create",
                    "-f",
                    "-")
                .err())
        .contains("The ConfigMap \"Bad_Name\" is invalid: metadata.name: Invalid value");
    assertThat(
            cluster
                .kubectlWith(
                    "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"x\"},\"dataa\":{}}",
                    "create",
                    "-f",
                    "-")
                .err())
        .contains("unknown field \"dataa\"");
    assertThat(cluster.kubectl("get", "pod", "nobody").err())
        .contains("Error from server (NotFound): pods \"nobody\" not found");
    assertThat(cluster.kubectl("-n", "nowhere", "create", "configmap", "x").err())
        .contains("namespaces \"nowhere\" not found");
    assertThat(cluster.kubectl("auth", "whoami").exitCode()).isNotNegative();
    assertThat(cluster.kubectl("--as=stranger", "get", "pods").err())
        .contains(
            "pods is forbidden: User \"stranger\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\"");
  }

  @Test
  void cordonsAndDrains() {
    apply("drain", WEB);
    kubectl("-n", "drain", "rollout", "status", "deployment/web", "--timeout=60s");
    var node = kubectl("-n", "drain", "get", "pods", "-o", "jsonpath={.items[0].spec.nodeName}");
    kubectl("cordon", node);
    assertThat(kubectl("get", "node", node)).contains("Ready,SchedulingDisabled");
    kubectl("drain", node, "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=60s");
    assertThat(
            kubectl(
                "-n",
                "drain",
                "get",
                "pods",
                "--field-selector",
                "spec.nodeName=" + node,
                "-o",
                "name"))
        .isEmpty();
    kubectl("uncordon", node);
    kubectl("-n", "drain", "wait", "--for=condition=Available", "deployment/web", "--timeout=60s");
    kubectl("delete", "namespace", "drain", "--timeout=60s");
  }

  @Test
  void watchesUntilWhatItWaitsForComes() {
    kubectl("create", "namespace", "watch");
    kubectl("-n", "watch", "create", "deployment", "late", "--image=example.com/late:1");
    kubectl("-n", "watch", "wait", "--for=condition=Available", "deployment/late", "--timeout=60s");
    kubectl("-n", "watch", "delete", "deployment", "late");
    kubectl("-n", "watch", "wait", "--for=delete", "pod", "-l", "app=late", "--timeout=60s");
    kubectl("delete", "namespace", "watch", "--timeout=60s");
  }

  @Test
  void everyKubectlOnTheMachineCreatesAndReadsBack() {
    for (var binary : Kubectls.all()) {
      var name = "by-" + binary.getFileName().toString().replace('.', '-');
      cluster
          .kubectlOf(
              binary, "create", "deployment", name, "--image=example.com/x:1", "--replicas=2")
          .requireSuccess();
      cluster
          .kubectlOf(binary, "rollout", "status", "deployment/" + name, "--timeout=60s")
          .requireSuccess();
      assertThat(
              cluster
                  .kubectlOf(binary, "get", "deployment", name, "-o", "jsonpath={.spec.replicas}")
                  .out())
          .as(binary.toString())
          .isEqualTo("2");
      cluster.kubectlOf(binary, "delete", "deployment", name).requireSuccess();
    }
  }

  private static String image(String namespace) {
    return kubectl(
        "-n",
        namespace,
        "get",
        "deployment",
        "web",
        "-o",
        "jsonpath={.spec.template.spec.containers[0].image}");
  }

  private static String apply(String namespace, String manifest) {
    cluster.kubectl("create", "namespace", namespace);
    return cluster
        .kubectlWith(manifest, "-n", namespace, "apply", "-f", "-")
        .requireSuccess()
        .out();
  }

  private static String kubectl(String... arguments) {
    return cluster.kubectl(List.of(arguments).toArray(String[]::new)).requireSuccess().out();
  }
}
