package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.clients.cluster.Kubectls;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.tree.Trees;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What conformance asks of kubectl's commands, on simulated nodes.
@Tag("e2e")
class KubectlCommandsTest {
  private static final String CONTROLLER =
      """
      apiVersion: v1
      kind: ReplicationController
      metadata: {name: primary, labels: {app: store}}
      spec:
        replicas: %d
        selector: {app: store}
        template:
          metadata: {labels: {app: store}}
          spec:
            containers:
              - {name: store, image: "example.com/store:1", ports: [{name: store, containerPort: 6379}]}
      """;
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: primary, labels: {app: store}}
      spec: {selector: {app: store}, ports: [{port: 6379, targetPort: store}]}
      """;
  private static final String IMAGE = "jsonpath={.spec.containers[0].image}";

  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  @TempDir static Path home;

  @BeforeAll
  static void needsKubectl() {
    Kubectls.assumeKubectl();
  }

  private static Kubectl in(String namespace) {
    return Kubectl.in(CLUSTER, home, namespace);
  }

  private static void awaitRunning(Kubectl kubectl, int count) {
    OnCluster.await(
        count + " running pods of the controller", () -> running(kubectl).size() == count);
  }

  private static List<String> running(Kubectl kubectl) {
    return kubectl
        .run(
            "get",
            "pods",
            "--selector=app=store",
            "--field-selector=status.phase=Running",
            "--output=name")
        .lines()
        .toList();
  }

  @Test
  void apiVersionsListsV1() {
    assertThat(in("api-versions").run("api-versions").lines()).contains("v1", "apps/v1");
  }

  @Test
  void clusterInfoNamesTheControlPlane() {
    assertThat(in("cluster-info").run("cluster-info").replaceAll("\u001b\\[[0-9;]*m", ""))
        .contains("Kubernetes control plane is running at " + CLUSTER.cluster().url());
  }

  @Test
  void describeShowsWhatMattersOfEachKind() {
    var kubectl = in("describe");
    kubectl.runWith(CONTROLLER.formatted(1) + "---\n" + SERVICE, "create", "-f", "-");
    awaitRunning(kubectl, 1);
    var pod = running(kubectl).getFirst();
    assertThat(kubectl.run("describe", pod))
        .contains("Name: ", pod.substring("pod/".length()))
        .containsPattern("Namespace: +describe\n")
        .containsPattern("Node: +node-")
        .containsPattern("Labels: +app=store\n")
        .containsPattern("Status: +Running\n")
        .containsPattern("IP: +\\d")
        .containsPattern("Controlled By: +ReplicationController/primary\n")
        .containsPattern("Image: +example.com/store:1\n")
        .containsPattern("State: +Running\n")
        .containsPattern("QoS Class: +BestEffort\n");
    OnCluster.await(
        "the controller to count its pod",
        () -> kubectl.run("describe", "rc", "primary").contains("1 current / 1 desired"));
    assertThat(kubectl.run("describe", "rc", "primary"))
        .containsPattern("Name: +primary\n")
        .containsPattern("Namespace: +describe\n")
        .containsPattern("Selector: +app=store\n")
        .containsPattern("Labels: +app=store\n")
        .containsPattern("Annotations: ")
        .containsPattern("Replicas: +1 current / 1 desired\n")
        .containsPattern("Pods Status: +1 Running / 0 Waiting / 0 Succeeded / 0 Failed\n")
        .contains("Pod Template:", "Image: ", "Events:");
    OnCluster.await(
        "the service to have an endpoint",
        () -> kubectl.run("describe", "service", "primary").matches("(?s).*:6379.*"));
    assertThat(kubectl.run("describe", "service", "primary"))
        .containsPattern("Name: +primary\n")
        .containsPattern("Namespace: +describe\n")
        .containsPattern("Labels: +app=store\n")
        .containsPattern("Selector: +app=store\n")
        .containsPattern("Type: +ClusterIP\n")
        .containsPattern("IP: +\\d")
        .containsPattern("Port: .*6379/TCP\n")
        .containsPattern("Endpoints: +\\d.*:6379\n")
        .containsPattern("Session Affinity: +None\n");
    assertThat(kubectl.run("describe", "node", "node-1"))
        .containsPattern("Name: +node-1\n")
        .contains("Labels:", "Annotations:", "CreationTimestamp:", "Conditions:", "Addresses:")
        .contains("MemoryPressure", "DiskPressure", "PIDPressure", "Ready")
        .contains("Capacity:", "Kubelet Version:", "Non-terminated Pods:");
    assertThat(kubectl.run("describe", "namespace", "describe"))
        .containsPattern("Name: +describe\n")
        .contains("Labels:", "Annotations:")
        .containsPattern("Status: +Active\n")
        .contains("No resource quota.", "No LimitRange resource.");
  }

  @Test
  void diffFindsAnotherImage() {
    var kubectl = in("diff");
    var deployment =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 1
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "example.com/web:1"}]}
        """;
    kubectl.runWith(deployment, "create", "-f", "-");
    var diff = kubectl.tryWith(deployment.replace("web:1", "other:2"), "diff", "-f", "-");
    assertThat(diff.exitCode()).as(diff.toString()).isEqualTo(1);
    assertThat(diff.out())
        .containsPattern("-.*image: example.com/web:1")
        .containsPattern("\\+.*image: example.com/other:2");
  }

  @Test
  void exposeMakesServicesOfControllersAndOfServices() {
    var kubectl = in("expose");
    kubectl.runWith(CONTROLLER.formatted(1), "create", "-f", "-");
    awaitRunning(kubectl, 1);
    kubectl.run("expose", "rc", "primary", "--name=rm2", "--port=1234", "--target-port=6379");
    assertServes(kubectl, "rm2", 1234);
    kubectl.run("expose", "service", "rm2", "--name=rm3", "--port=2345", "--target-port=6379");
    assertServes(kubectl, "rm3", 2345);
  }

  private static void assertServes(Kubectl kubectl, String service, int port) {
    var ports = "jsonpath={.spec.ports[0].port} {.spec.ports[0].targetPort}";
    assertThat(kubectl.run("get", "service", service, "--output=" + ports))
        .isEqualTo(port + " 6379");
    var address = running(kubectl).getFirst();
    var expected = kubectl.run("get", address, "--output=jsonpath={.status.podIP}") + " 6379";
    var endpoints = "jsonpath={.items[*].endpoints[*].addresses[0]} {.items[*].ports[0].port}";
    OnCluster.await(
        "the endpoint of " + service,
        () ->
            kubectl
                .run(
                    "get",
                    "endpointslices",
                    "--selector=kubernetes.io/service-name=" + service,
                    "--output=" + endpoints)
                .equals(expected));
  }

  @Test
  void labelAddsAndRemoves() {
    var kubectl = in("label");
    kubectl.run("run", "pause", "--image=example.com/pause:1", "--restart=Never");
    kubectl.run("wait", "--for=condition=Ready", "pod/pause", "--timeout=60s");
    kubectl.run("label", "pods", "pause", "tested=yes");
    assertThat(kubectl.run("get", "pods", "--selector=tested=yes", "--output=name"))
        .isEqualTo("pod/pause\n");
    assertThat(kubectl.run("get", "pod", "pause", "--label-columns=tested")).contains("yes");
    kubectl.run("label", "pods", "pause", "tested-");
    assertThat(kubectl.run("get", "pods", "--selector=tested", "--output=name")).isEmpty();
  }

  @Test
  void patchAnnotatesTheControllersPods() {
    var kubectl = in("patch");
    kubectl.runWith(CONTROLLER.formatted(2), "create", "-f", "-");
    awaitRunning(kubectl, 2);
    for (var pod : running(kubectl)) {
      kubectl.run("patch", pod, "--patch={\"metadata\":{\"annotations\":{\"x\":\"y\"}}}");
    }
    assertThat(
            kubectl.run(
                "get",
                "pods",
                "--selector=app=store",
                "--output=jsonpath={.items[*].metadata.annotations.x}"))
        .isEqualTo("y y");
  }

  @Test
  void replaceChangesTheImageOrThePod() {
    var kubectl = in("replace");
    kubectl.run("run", "web", "--image=example.com/web:1", "--labels=run=web");
    kubectl.run("wait", "--for=condition=Ready", "pod/web", "--timeout=60s");
    var pod = kubectl.run("get", "pod", "web", "--output=json");
    kubectl.runWith(pod.replace("example.com/web:1", "example.com/web:2"), "replace", "-f", "-");
    assertThat(kubectl.run("get", "pod", "web", "--output=" + IMAGE))
        .isEqualTo("example.com/web:2");
    var again = kubectl.run("get", "pod", "web", "--output=json").replace("web:2", "web:3");
    kubectl.runWith(again, "replace", "--force", "-f", "-");
    assertThat(kubectl.run("get", "pod", "web", "--output=" + IMAGE))
        .isEqualTo("example.com/web:3");
    var uid = Trees.text(Json.parse(pod), "metadata", "uid");
    assertThat(kubectl.run("get", "pod", "web", "--output=jsonpath={.metadata.uid}"))
        .isNotEqualTo(uid);
  }

  @Test
  void runMakesAPodThatIsNotRestarted() {
    var kubectl = in("run");
    kubectl.run("run", "once", "--restart=Never", "--image=example.com/once:1");
    var what = "jsonpath={.kind} {.spec.containers[*].image} {.spec.restartPolicy}";
    assertThat(kubectl.run("get", "pod", "once", "--output=" + what))
        .isEqualTo("Pod example.com/once:1 Never");
  }

  @Test
  void dryRunOnTheServerChangesNothing() {
    var kubectl = in("dry-run");
    kubectl.run("run", "web", "--image=example.com/web:1", "--labels=run=web");
    kubectl.run("wait", "--for=condition=Ready", "pod/web", "--timeout=60s");
    var patch = "{\"spec\":{\"containers\":[{\"name\":\"web\",\"image\":\"example.com/web:2\"}]}}";
    assertThat(
            kubectl.run(
                "patch", "pod", "web", "--patch=" + patch, "--dry-run=server", "--output=" + IMAGE))
        .isEqualTo("example.com/web:2");
    assertThat(kubectl.run("get", "pod", "web", "--output=" + IMAGE))
        .isEqualTo("example.com/web:1");
  }

  @Test
  void versionTellsBothInFull() {
    var version = Json.parse(in("version").run("version", "--output=json"));
    for (var side : List.of("clientVersion", "serverVersion")) {
      for (var field :
          List.of(
              "major",
              "minor",
              "gitVersion",
              "gitCommit",
              "gitTreeState",
              "buildDate",
              "goVersion",
              "compiler",
              "platform")) {
        assertThat(Trees.text(version, side, field)).as(side + "." + field).isNotEmpty();
      }
    }
    assertThat(Trees.text(version, "serverVersion", "gitVersion")).startsWith("v1.36.");
  }

  @Test
  void proxyListensOnAUnixSocket() throws IOException {
    var socket = home.resolve("proxy.sock");
    try (var proxy = in("proxy-socket").start("proxy", "--unix-socket=" + socket)) {
      assertThat(proxy.firstLine()).contains("Starting to serve on " + socket);
      try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        channel.connect(UnixDomainSocketAddress.of(socket));
        var request = "GET /api HTTP/1.0\r\nHost: localhost\r\n\r\n";
        Channels.newOutputStream(channel).write(request.getBytes(StandardCharsets.US_ASCII));
        var reply = Channels.newInputStream(channel).readAllBytes();
        assertThat(new String(reply, StandardCharsets.UTF_8))
            .contains(" 200 OK")
            .containsPattern("\"versions\": ?\\[\\s*\"v1\"");
      }
    }
  }

  @Test
  void proxyFindsAPortOfItsOwn() throws IOException, InterruptedException {
    try (var proxy = in("proxy-port").start("proxy", "--port=0");
        var client = HttpClient.newHttpClient()) {
      assertThat(proxy.firstLine()).contains("Starting to serve on 127.0.0.1:");
      var address = proxy.firstLine().replaceFirst(".*Starting to serve on ", "").strip();
      var request =
          HttpRequest.newBuilder(URI.create("http://" + address + "/api"))
              .version(HttpClient.Version.HTTP_1_1) // it cannot relay an upgrade to HTTP/2
              .build();
      var answer = client.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(Trees.asList(Trees.get(Json.parse(answer.body()), "versions"))).contains("v1");
    }
  }

  @Test
  void aControllerIsCreatedAndStopped() {
    var kubectl = in("update-demo");
    kubectl.runWith(CONTROLLER.formatted(2), "create", "-f", "-");
    awaitRunning(kubectl, 2);
    kubectl.runWith(CONTROLLER.formatted(2), "delete", "--grace-period=0", "--force", "-f", "-");
    assertThat(kubectl.run("get", "rc", "--output=name")).isEmpty();
    OnCluster.await("no pods", () -> kubectl.run("get", "pods", "--output=name").isEmpty());
  }

  @Test
  void aControllerIsScaled() {
    var kubectl = in("scale");
    kubectl.runWith(CONTROLLER.formatted(2), "create", "-f", "-");
    awaitRunning(kubectl, 2);
    kubectl.run("scale", "rc", "primary", "--replicas=1", "--timeout=60s");
    awaitRunning(kubectl, 1);
    kubectl.run("scale", "rc", "primary", "--replicas=2", "--timeout=60s");
    awaitRunning(kubectl, 2);
  }

  @Test
  void logsAreReadInPart() {
    var kubectl = in("logs");
    kubectl.run(
        "run",
        "talker",
        "--image=example.com/talker:1",
        "--annotations=simulate.podo.dev/log=a\nb\nc");
    kubectl.run("wait", "--for=condition=Ready", "pod/talker", "--timeout=60s");
    OnCluster.await("the log", () -> kubectl.run("logs", "talker").equals("a\nb\nc\n"));
    assertThat(kubectl.run("logs", "talker", "--tail=1")).isEqualTo("c\n");
    assertThat(kubectl.run("logs", "talker", "--limit-bytes=1")).isEqualTo("a");
    assertThat(kubectl.run("logs", "talker", "--tail=1", "--timestamps"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d) c\n");
    assertThat(kubectl.run("logs", "talker", "--since=24h")).isEqualTo("a\nb\nc\n");
    OnCluster.await(
        "the log to be older than a second",
        () -> kubectl.run("logs", "talker", "--since=1s").isEmpty());
  }
}
