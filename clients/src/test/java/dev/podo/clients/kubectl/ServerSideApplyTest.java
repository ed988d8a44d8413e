package dev.podo.clients.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.clients.cluster.Cluster;
import dev.podo.clients.cluster.Kubectls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Server-side apply by every kubectl of the machine, on a cluster of simulated nodes.
@Tag("e2e")
class ServerSideApplyTest {
  @TempDir static Path files;
  private static Cluster cluster;

  @BeforeAll
  static void start() {
    Kubectls.assumeKubectl();
    cluster = Cluster.start("--runtime", "simulated", "--nodes", "1", "--api-port", "0");
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String web(int replicas, String tag) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      replicas: %d
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "example.com/web:%s", ports: [{containerPort: 80}]}
    """
        .formatted(replicas, tag);
  }

  @TestFactory
  Stream<DynamicTest> ownsWhatItApplies() {
    return each("owns", ServerSideApplyTest::ownsWhatItApplies);
  }

  @TestFactory
  Stream<DynamicTest> takesOverFromClientSideApply() {
    return each("migrates", ServerSideApplyTest::takesOverFromClientSideApply);
  }

  private interface Round {
    void play(Kubectl kubectl);
  }

  private static Stream<DynamicTest> each(String prefix, Round round) {
    return Kubectls.all().stream()
        .map(binary -> {
          var name = binary.getFileName().toString();
          return DynamicTest.dynamicTest(
              name, () -> round.play(Kubectl.in(binary, prefix + "-" + name.replace('.', '-'))));
        });
  }

  /// One kubectl in a namespace of its own.
  private record Kubectl(Path binary, String namespace) {
    static Kubectl in(Path binary, String namespace) {
      cluster.kubectl("create", "namespace", namespace).requireSuccess();
      return new Kubectl(binary, namespace);
    }

    String run(String... arguments) {
      return cluster.kubectlOf(binary, with(arguments)).requireSuccess().out();
    }

    /// Applies from the input; prints what it says, errors included.
    String apply(String manifest, String... options) {
      var file = files.resolve(namespace + ".yaml");
      write(file, manifest);
      // Validation is not what this is about, and older ones ask OpenAPI v2 for it.
      var arguments = new ArrayList<>(List.of("apply", "--validate=false", "-f", file.toString()));
      arguments.addAll(List.of(options));
      var result = cluster.kubectlOf(binary, with(arguments.toArray(String[]::new)));
      return result.out() + result.err();
    }

    private String[] with(String... arguments) {
      var all = new String[arguments.length + 2];
      all[0] = "-n";
      all[1] = namespace;
      System.arraycopy(arguments, 0, all, 2, arguments.length);
      return all;
    }
  }

  private static void ownsWhatItApplies(Kubectl kubectl) {
    assertThat(kubectl.apply(web(1, "1"), "--server-side"))
        .contains("deployment.apps/web serverside-applied");
    assertThat(kubectl.run("get", "deployment", "web", "-o", "yaml"))
        .doesNotContain("managedFields");
    assertThat(kubectl.run("get", "deployment", "web", "-o", "yaml", "--show-managed-fields"))
        .contains(
            "manager: kubectl", "operation: Apply", "f:replicas: {}", "k:{\"name\":\"web\"}:");

    kubectl.run("scale", "deployment/web", "--replicas=2");
    assertThat(kubectl.run("get", "deployment", "web", "-o", "yaml", "--show-managed-fields"))
        .contains("subresource: scale");
    assertThat(kubectl.apply(web(1, "1"), "--server-side"))
        .contains(
            "Apply failed with 1 conflict: conflict with \"%s\" with subresource \"scale\" using apps/v1: .spec.replicas"
                .formatted(kubectl.binary().getFileName()));
    assertThat(kubectl.apply(web(1, "1"), "--server-side", "--force-conflicts"))
        .contains("deployment.apps/web serverside-applied");
    assertThat(kubectl.run("get", "deployment", "web", "-o", "jsonpath={.spec.replicas}"))
        .isEqualTo("1");
    assertThat(kubectl.apply(web(3, "1"), "--server-side", "--field-manager=other"))
        .contains("conflict with \"kubectl\": .spec.replicas");
  }

  /// Of an object that only the user writes: kubectl gives up its take-over after a few conflicts,
  /// and the status of a Deployment that rolls out on simulated nodes changes faster than it asks.
  private static void takesOverFromClientSideApply(Kubectl kubectl) {
    assertThat(kubectl.apply(settings(1))).contains("configmap/settings created");
    assertThat(kubectl.apply(settings(2), "--server-side"))
        .contains("configmap/settings serverside-applied");
    var managed =
        kubectl.run("get", "configmap", "settings", "-o", "yaml", "--show-managed-fields");
    assertThat(managed)
        .contains("manager: kubectl", "last-applied-configuration", "size: \"2\"")
        .doesNotContain("manager: kubectl-client-side-apply");
    assertThat(kubectl.apply(settings(3))).contains("configmap/settings configured");
    assertThat(kubectl.run("get", "configmap", "settings", "-o", "jsonpath={.data.size}"))
        .isEqualTo("3");
  }

  private static String settings(int size) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {size: \"%d\"}\n"
        .formatted(size);
  }
}
