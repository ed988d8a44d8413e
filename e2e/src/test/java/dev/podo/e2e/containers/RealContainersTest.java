package dev.podo.e2e.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.ListOptions;
import dev.podo.client.http.HttpApi;
import dev.podo.client.kubeconfig.Kubeconfig;
import dev.podo.clients.cluster.Cluster;
import dev.podo.clients.cluster.Commands;
import dev.podo.clients.cluster.Kubectls;
import dev.podo.clients.cluster.Ports;
import dev.podo.e2e.cluster.BusyboxImage;
import dev.podo.e2e.cluster.Hosts;
import dev.podo.e2e.cluster.RealContainers;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Real kubectl on real containers, with real packets.
@Tag("e2e")
@TestMethodOrder(MethodOrderer.MethodName.class)
class RealContainersTest {
  private static final String WEB =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {motto: "many pods, one cluster"}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: password}
      stringData: {password: grape}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 2
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            terminationGracePeriodSeconds: 1
            initContainers:
              - name: page
                image: localhost/test/busybox:1
                command: [sh, -c, "echo hello from $PASSWORD > /www/index.html"]
                env:
                  - {name: PASSWORD, valueFrom: {secretKeyRef: {name: password, key: password}}}
                volumeMounts: [{name: www, mountPath: /www}]
            containers:
              - name: web
                image: localhost/test/busybox:1
                command: [sh, -c, "echo started; exec httpd -f -p 8080 -h /www"]
                ports: [{name: http, containerPort: 8080}]
                readinessProbe: {httpGet: {path: /, port: http}, periodSeconds: 1}
                resources: {requests: {cpu: 10m, memory: 16Mi}, limits: {memory: 32Mi}}
                volumeMounts:
                  - {name: www, mountPath: /www}
                  - {name: settings, mountPath: /settings}
            volumes:
              - {name: www, emptyDir: {}}
              - {name: settings, configMap: {name: settings}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, targetPort: http}]}
      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: web}
      spec:
        rules:
          - host: web.localhost
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
      """;

  private static final int HTTP = Ports.free();
  private static final int HTTPS = Ports.free();
  private static Cluster cluster;

  @BeforeAll
  static void start() throws Exception {
    Kubectls.assumeKubectl();
    Hosts.assumeContainers();
    cluster =
        RealContainers.start(
            "--set", "ingress.httpPort=" + HTTP,
            "--set", "ingress.httpsPort=" + HTTPS);
    cluster.kubectlWith(WEB, "apply", "-f", "-").requireSuccess();
    kubectl("rollout", "status", "deployment/web", "--timeout=90s");
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void logsAndCommandsReachTheContainers() {
    assertThat(kubectl("logs", "deployment/web", "-c", "web")).isEqualTo("started\n");
    assertThat(kubectl("exec", "deployment/web", "-c", "web", "--", "cat", "/settings/motto"))
        .isEqualTo("many pods, one cluster");
    assertThat(
            cluster
                .kubectl("exec", "deployment/web", "-c", "web", "--", "sh", "-c", "exit 42")
                .exitCode())
        .isEqualTo(42);
    assertThat(
            cluster
                .kubectlWith(
                    "through standard input",
                    "exec",
                    "-i",
                    "deployment/web",
                    "-c",
                    "web",
                    "--",
                    "cat")
                .out())
        .isEqualTo("through standard input");
  }

  /// By the oldest kubectl there is, which speaks SPDY, and by the newest.
  @Test
  void filesAreCopiedInAndFetchedThroughAForwardedPort(@TempDir Path folder) throws Exception {
    var bytes = new byte[3_000_000];
    new Random(3).nextBytes(bytes);
    var file = Files.write(folder.resolve("file"), bytes).toString();
    var back = folder.resolve("back");
    var pod = kubectl("get", "pods", "-l", "app=web", "-o", "jsonpath={.items[0].metadata.name}");
    var versions = Kubectls.all().stream().filter(f -> f.toString().contains("kubectl.")).toList();
    var all = versions.isEmpty() ? Kubectls.all() : versions;
    for (var binary : List.of(all.getFirst(), all.getLast())) {
      cluster.kubectlOf(binary, "cp", file, pod + ":/www/file", "-c", "web").requireSuccess();
      cluster
          .kubectlOf(binary, "cp", pod + ":/www/file", back.toString(), "-c", "web")
          .requireSuccess();
      assertThat(back).as(binary.toString()).hasBinaryContent(bytes);
      assertThat(fetched(binary, pod)).as(binary.toString()).isEqualTo(bytes);
    }
  }

  private static byte[] fetched(Path binary, String pod) throws Exception {
    var command =
        List.of(
            binary.toString(),
            "--kubeconfig=" + cluster.kubeconfig(),
            "port-forward",
            "pod/" + pod,
            ":8080");
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      var line = String.valueOf(process.inputReader().readLine());
      assertThat(line).startsWith("Forwarding from 127.0.0.1:");
      var port = line.replaceAll(".*127.0.0.1:(\\d+) -> .*", "$1");
      var url = URI.create("http://127.0.0.1:" + port + "/file").toURL();
      try (var body = url.openStream()) {
        return body.readAllBytes();
      }
    } finally {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  @Test
  void servicesAreReachedByNameByNodePortAndThroughTheIngress() {
    assertThat(kubectl("exec", "deployment/web", "-c", "web", "--", "wget", "-qO-", "http://web"))
        .contains("hello from grape");
    assertThat(
            kubectl(
                "exec",
                "deployment/web",
                "-c",
                "web",
                "--",
                "wget",
                "-qO-",
                "http://web.default.svc.cluster.local"))
        .contains("hello from grape");
    var nodePort = kubectl("get", "service", "web", "-o", "jsonpath={.spec.ports[0].nodePort}");
    var node = kubectl("get", "nodes", "-o", "jsonpath={.items[0].status.addresses[0].address}");
    assertThat(curl("http://" + node + ":" + nodePort + "/")).contains("hello from grape");
    assertThat(curl("-H", "Host: web.localhost", "http://127.0.0.1:" + HTTP + "/"))
        .contains("hello from grape");
    assertThat(
            curl(
                "-k",
                "--resolve",
                "web.localhost:" + HTTPS + ":127.0.0.1",
                "https://web.localhost:" + HTTPS + "/"))
        .contains("hello from grape");
  }

  @Test
  void aKilledContainerIsRestartedAndADeletedPodReplaced() {
    kubectl(
        "create", "deployment", "victim", "--image=" + BusyboxImage.NAME, "--", "sleep", "100000");
    kubectl("rollout", "status", "deployment/victim", "--timeout=60s");
    var pod = kubectl("get", "pods", "-l", "app=victim", "-o", "name").strip();
    kubectl("delete", pod, "--grace-period=1");
    kubectl("rollout", "status", "deployment/victim", "--timeout=60s");
    assertThat(kubectl("get", "pods", "-l", "app=victim", "-o", "name").strip()).isNotEqualTo(pod);
    cluster
        .kubectlWith(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: crasher}
            spec:
              containers: [{name: c, image: "localhost/test/busybox:1", command: [sh, -c, "echo once; sleep 1; exit 7"]}]
            """,
            "apply",
            "-f",
            "-")
        .requireSuccess();
    Cluster.await(
        "a restart",
        () ->
            !kubectl(
                    "get",
                    "pod",
                    "crasher",
                    "-o",
                    "jsonpath={.status.containerStatuses[0].restartCount}")
                .equals("0"));
    assertThat(
            kubectl(
                "get",
                "pod",
                "crasher",
                "-o",
                "jsonpath={.status.containerStatuses[0].lastState.terminated.exitCode}"))
        .isEqualTo("7");
    assertThat(kubectl("logs", "crasher", "--previous")).contains("once");
    kubectl("delete", "pod/crasher", "deployment/victim", "--wait=false");
  }

  @Test
  void limitsAreEnforced() {
    cluster
        .kubectlWith(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: greedy}
            spec:
              restartPolicy: Never
              containers:
                - name: c
                  image: localhost/test/busybox:1
                  command: [sh, -c, "dd if=/dev/zero of=/dev/null bs=200M count=1"]
                  resources: {limits: {memory: 20Mi}}
            """,
            "apply",
            "-f",
            "-")
        .requireSuccess();
    kubectl("wait", "--for=jsonpath={.status.phase}=Failed", "pod/greedy", "--timeout=60s");
    assertThat(
            kubectl(
                "get",
                "pod",
                "greedy",
                "-o",
                "jsonpath={.status.containerStatuses[0].state.terminated.reason}"))
        .isEqualTo("OOMKilled");
    kubectl("delete", "pod", "greedy");
  }

  @Test
  void aBrokenImageStallsTheRolloutWhileOldPodsServe() {
    kubectl("set", "image", "deployment/web", "web=localhost/test/none:1");
    Cluster.await(
        "the image to be reported missing",
        () ->
            kubectl("get", "pods", "-l", "app=web")
                .matches("(?s).*(ErrImagePull|ImagePullBackOff).*"));
    assertThat(curl("-H", "Host: web.localhost", "http://127.0.0.1:" + HTTP + "/"))
        .contains("hello from grape");
    kubectl("rollout", "undo", "deployment/web");
    kubectl("rollout", "status", "deployment/web", "--timeout=60s");
  }

  @Test
  void survivesKillsUnderWriteLoadWithoutLossOrRestart() throws Exception {
    var rounds = Integer.getInteger("podo.e2e.kills", 10);
    var seed = Long.getLong("podo.e2e.seed", 2026);
    var random = new Random(seed);
    var before = containersOfWeb();
    var loads = new ArrayList<WriteLoad>();
    for (int round = 0; round < rounds; round++) {
      var load = new WriteLoad(cluster.kubeconfig(), String.valueOf(round));
      loads.add(load);
      Cluster.await("writes to be acknowledged", () -> load.acknowledged() > 0);
      Thread.sleep(random.nextInt(1500));
      cluster.kill();
      load.awaitEnd();
      cluster.up();
      var there = counters();
      loads.forEach(each -> each.assertNothingIsLost(there));
    }
    System.out.printf(
        "%d kills, seed %d: %d acknowledged writes, none lost%n",
        rounds, seed, loads.stream().mapToInt(WriteLoad::acknowledged).sum());
    assertThat(containersOfWeb()).isEqualTo(before).endsWith(" 0 0");
    assertThat(curl("-H", "Host: web.localhost", "http://127.0.0.1:" + HTTP + "/"))
        .contains("hello from grape");
  }

  private static Map<String, Long> counters() throws Exception {
    try (var scope = Scope.root("look", Environment.system())) {
      var api = new HttpApi(Kubeconfig.read(cluster.kubeconfig()).access(), scope);
      return WriteLoad.counters(api.list(ConfigMaps.KIND, ListOptions.in("default")).items());
    }
  }

  /// Their identities and restarts.
  private static String containersOfWeb() {
    var status = ".items[*].status.containerStatuses[*]";
    return kubectl(
        "get",
        "pods",
        "-l",
        "app=web",
        "-o",
        "jsonpath={" + status + ".containerID} {" + status + ".restartCount}");
  }

  private static String curl(String... arguments) {
    var command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "10"));
    command.addAll(List.of(arguments));
    return Commands.run(Map.of(), "", command).requireSuccess().out();
  }

  private static String kubectl(String... arguments) {
    return cluster.kubectl(arguments).requireSuccess().out();
  }
}
