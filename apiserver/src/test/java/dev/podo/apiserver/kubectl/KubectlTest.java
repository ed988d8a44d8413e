package dev.podo.apiserver.kubectl;

import static dev.podo.apiserver.Objects.meta;
import static dev.podo.apiserver.Objects.pod;
import static dev.podo.apiserver.Objects.serviceAccount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.TestServer;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.kinds.deployment.Deployments;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What users type.
class KubectlTest {
  private static final String MANIFEST =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {colour: red}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 1
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers:
            - {name: main, image: "example/web:1", ports: [{containerPort: 80}]}
            - {name: side, image: "example/side:1"}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {selector: {app: web}, ports: [{port: 80}]}
      """;

  @TempDir static Path home;
  private static TestServer server;
  private static Kubectl kubectl;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.listening(node -> new EchoAgent());
    server
        .admin()
        .create(
            ServiceAccounts.KIND, serviceAccount("default", "default"), WriteOptions.defaults());
    kubectl = Kubectl.of(server, home);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String namespace(String name) throws Exception {
    kubectl.run("create", "namespace", name);
    server
        .admin()
        .create(ServiceAccounts.KIND, serviceAccount(name, "default"), WriteOptions.defaults());
    return "--namespace=" + name;
  }

  @Test
  void asksWhoTheServerIs() throws Exception {
    assertThat(kubectl.run("version")).contains("Server Version: v1.36.0+podo.");
    assertThat(kubectl.run("get", "--raw", "/readyz?verbose")).contains("readyz check passed");
    assertThat(kubectl.run("api-resources"))
        .containsPattern("deployments\\s+deploy\\s+apps/v1\\s+true\\s+Deployment");
    assertThat(kubectl.run("api-versions")).contains("apps/v1").contains("networking.k8s.io/v1");
    assertThat(kubectl.run("get", "namespaces")).contains("kube-system").contains("Active");
  }

  @Test
  void appliesAndAppliesAgain() throws Exception {
    var in = namespace("apply");
    assertThat(kubectl.runWith(MANIFEST, in, "apply", "-f", "-"))
        .isEqualTo(
            "configmap/settings created\ndeployment.apps/web created\nservice/web created\n");
    assertThat(kubectl.runWith(MANIFEST, in, "apply", "-f", "-"))
        .isEqualTo(
            "configmap/settings unchanged\ndeployment.apps/web unchanged\nservice/web unchanged\n");

    var changed = MANIFEST.replace("example/web:1", "example/web:2").replace("red", "blue");
    var diff = kubectl.tryRun(changed, in, "diff", "-f", "-");
    assertThat(diff.code()).isEqualTo(1);
    assertThat(diff.output()).contains("+      - image: example/web:2").contains("+  colour: blue");
    assertThat(kubectl.runWith(changed, in, "apply", "-f", "-"))
        .contains("deployment.apps/web configured");
    // By merge key: the other container is left alone.
    assertThat(kubectl.run(in, "get", "deployment", "web", "-o", "wide"))
        .contains("example/web:2,example/side:1");
    assertThat(kubectl.runWith(changed, in, "delete", "-f", "-"))
        .contains("service \"web\" deleted");
  }

  @Test
  void refusesFieldsThatDoNotExist() throws Exception {
    var wrong = MANIFEST.replace("replicas: 1", "replica: 1");
    var strict = kubectl.tryRun(wrong, "apply", "--validate=strict", "-f", "-");
    assertThat(strict.output()).contains("strict decoding error: unknown field \"spec.replica\"");
    var warned = kubectl.runWith(wrong, "apply", "--validate=warn", "--dry-run=server", "-f", "-");
    assertThat(warned).contains("Warning: unknown field \"spec.replica\"");
  }

  @Test
  void changesObjectsInEveryWay() throws Exception {
    var in = namespace("changes");
    kubectl.run(in, "create", "deployment", "web", "--image=example/web:1", "--replicas=2");
    kubectl.run(in, "scale", "deployment", "web", "--replicas=3");
    kubectl.run(in, "label", "deployment", "web", "tier=front");
    kubectl.run(in, "annotate", "deployment", "web", "note=yes");
    kubectl.run(in, "set", "image", "deployment/web", "web=example/web:2");
    kubectl.run(in, "patch", "deployment", "web", "-p", "{\"spec\":{\"minReadySeconds\":1}}");
    kubectl.run(
        in, "patch", "deployment", "web", "--type=merge", "-p", "{\"spec\":{\"paused\":true}}");
    kubectl.run(
        in,
        "patch",
        "deployment",
        "web",
        "--type=json",
        "-p",
        "[{\"op\":\"replace\",\"path\":\"/spec/revisionHistoryLimit\",\"value\":3}]");

    var deployment = server.admin().get(Deployments.KIND, "changes", "web");
    assertThat(deployment.spec().replicas()).isEqualTo(3);
    assertThat(deployment.metadata().labels()).containsEntry("tier", "front");
    assertThat(deployment.metadata().annotations()).containsEntry("note", "yes");
    assertThat(deployment.spec().template().spec().containers().getFirst().image())
        .isEqualTo("example/web:2");
    assertThat(deployment.spec().minReadySeconds()).isEqualTo(1);
    assertThat(deployment.spec().paused()).isTrue();
    assertThat(deployment.spec().revisionHistoryLimit()).isEqualTo(3);

    assertThat(kubectl.run(in, "get", "deploy", "-l", "tier=front")).contains("web    0/3");
    assertThat(kubectl.run(in, "describe", "deployment", "web"))
        .contains("Image:         example/web:2");
    assertThat(kubectl.run(in, "delete", "deployment", "web"))
        .contains("deployment.apps \"web\" deleted");
  }

  @Test
  void explainsFields() throws Exception {
    assertThat(kubectl.run("explain", "deployment.spec.template.spec.containers.ports"))
        .contains("FIELD: ports <[]ContainerPort>")
        .contains("containerPort\t<integer> -required-");
    assertThat(kubectl.version("1.29").run("explain", "pods.spec.restartPolicy"))
        .contains("restartPolicy <string>");
  }

  @Test
  void watchesTables() throws Exception {
    var in = namespace("watching");
    var watching = kubectl.start(in, "get", "configmaps", "--watch");
    try (var lines =
        new BufferedReader(
            new InputStreamReader(watching.getInputStream(), StandardCharsets.UTF_8))) {
      kubectl.run(in, "create", "configmap", "a", "--from-literal=k=v");
      assertThat(lines.readLine()).containsPattern("NAME +DATA +AGE");
      assertThat(lines.readLine()).containsPattern("a +1 +");
    } finally {
      watching.destroy();
    }
  }

  @Test
  void waitsForADeletion() throws Exception {
    var in = namespace("waiting");
    kubectl.run(in, "create", "configmap", "a");
    var waiting = kubectl.start(in, "wait", "--for=delete", "configmap/a", "--timeout=20s");
    kubectl.run(in, "delete", "configmap", "a");
    assertThat(waiting.waitFor()).isZero();
  }

  @Test
  void makesTheSameOfProtobufAndOfJson() throws Exception {
    var in = namespace("bodies");
    // The newer one sends protobuf, the older one JSON.
    var command =
        new String[] {in, "create", "deployment", "", "--image=example/web:1", "--port=80"};
    command[3] = "protobuf";
    kubectl.version("1.33").run(command);
    command[3] = "json";
    kubectl.version("1.31").run(command);

    var protobuf = server.admin().get(Deployments.KIND, "bodies", "protobuf");
    var json = server.admin().get(Deployments.KIND, "bodies", "json");
    assertThat(rename(protobuf.spec().toString())).isEqualTo(rename(json.spec().toString()));
    assertThat(rename(protobuf.metadata().labels().toString()))
        .isEqualTo(rename(json.metadata().labels().toString()));
  }

  private static String rename(String text) {
    return text.replace("protobuf", "NAME").replace("json", "NAME");
  }

  @Test
  void talksToProcesses() throws Exception {
    var in = namespace("talking");
    var pod = pod("web");
    pod =
        pod.withMetadata(meta("talking", "web"))
            .withSpec(pod.spec().with(s -> s.nodeName("node-1")));
    var created = server.admin().create(Pods.KIND, pod, WriteOptions.defaults());
    server
        .admin()
        .updateStatus(
            Pods.KIND,
            created.withStatus(created.status().with(s -> s.phase("Running"))),
            WriteOptions.defaults());

    assertThat(kubectl.run(in, "logs", "web", "--tail=2")).isEqualTo("log of main, tail 2\n");
    assertThat(kubectl.run(in, "exec", "web", "--", "echo", "0")).isEqualTo("ran echo\n");
    assertThat(kubectl.runWith("hello", in, "exec", "-i", "web", "--", "cat", "0"))
        .isEqualTo("ran cat\nhello");
    var failed = kubectl.tryRun("", in, "exec", "web", "--", "false", "7");
    assertThat(failed.code()).isEqualTo(7);
    assertThat(failed.output()).contains("command terminated with exit code 7");
  }

  @Test
  void makesTokens() throws Exception {
    assertThat(kubectl.run("create", "token", "default").split("\\.")).hasSize(3);
  }

  @Test
  void tellsErrorsAsUsersKnowThem() throws Exception {
    assertThat(kubectl.tryRun("", "get", "pod", "none").output())
        .isEqualTo("Error from server (NotFound): pods \"none\" not found\n");
    assertThat(kubectl.tryRun("", "get", "pods", "--as=jane").output())
        .isEqualTo(
            "Error from server (Forbidden): pods is forbidden: User \"jane\" cannot list resource"
                + " \"pods\" in API group \"\" in the namespace \"default\"\n");
    kubectl.run("create", "configmap", "owned", "--from-literal=a=1");
    var other = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: owned}\ndata: {a: '2'}\n";
    assertThat(kubectl.tryRun(other, "apply", "--server-side", "-f", "-").output())
        .contains(
            "Apply failed with 1 conflict: conflict with \"kubectl-create\" using v1: .data.a");
  }
}
