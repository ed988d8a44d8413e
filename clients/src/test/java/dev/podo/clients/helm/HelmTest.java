package dev.podo.clients.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.ReleaseHistory;
import com.marcnuri.helm.UpgradeCommand;
import dev.podo.clients.cluster.Cluster;
import dev.podo.clients.cluster.SharedCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The life of releases by Helm 3, of a chart with definitions, hooks and all common kinds
/// (`clients/src/test/resources/charts/vineyard`).
@Tag("e2e")
@ExtendWith(SharedCluster.class)
class HelmTest {
  private static final String NAMESPACE = "helm";
  private static final int PATIENCE_SECONDS = 120;

  private static Path kubeconfig;
  private static Helm chart;
  private static KubernetesClient client;

  @BeforeAll
  static void connect(Cluster cluster) throws Exception {
    kubeconfig = cluster.kubeconfig();
    chart = new Helm(Cluster.checkout().resolve("clients/src/test/resources/charts/vineyard"));
    var config = Config.fromKubeconfig(Files.readString(kubeconfig));
    config.setNamespace(NAMESPACE);
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  @AfterAll
  static void disconnect() {
    client.close();
  }

  private static UpgradeCommand upgrade(String release) {
    return chart
        .upgrade()
        .withName(release)
        .withNamespace(NAMESPACE)
        .withKubeConfig(kubeconfig)
        .withTimeout(PATIENCE_SECONDS);
  }

  private static Set<String> hooksThatRan() {
    return client.pods().withLabel("hook").list().getItems().stream()
        .filter(pod -> "Succeeded".equals(pod.getStatus().getPhase()))
        .map(HelmTest::hook)
        .collect(Collectors.toSet());
  }

  private static String hook(Pod pod) {
    return pod.getMetadata().getLabels().get("hook");
  }

  private static String setting(String release, String name) {
    return client.configMaps().withName(release).get().getData().get(name);
  }

  private static GenericKubernetesResource vine(String release) {
    return client
        .genericKubernetesResources("vineyard.example.com/v1", "Vine")
        .inNamespace(NAMESPACE)
        .withName(release)
        .get();
  }

  @Test
  void installsUpgradesTestsRollsBackAndUninstalls() {
    installs();
    upgrades();
    tests();
    rollsBackWhatFails();
    uninstalls();
    storesWhatNothingActsOn();
  }

  private static void installs() {
    var installed =
        chart
            .install()
            .withName("red")
            .withNamespace(NAMESPACE)
            .createNamespace()
            .withKubeConfig(kubeconfig)
            .waitReady()
            .withTimeout(PATIENCE_SECONDS)
            .call();
    assertThat(installed.getStatus()).isEqualTo("deployed");
    assertThat(installed.getOutput()).contains("red grows red grapes.");
    assertThat(hooksThatRan()).containsExactlyInAnyOrder("pre-install", "post-install");
    assertThat(client.apps().deployments().withName("red").get().getStatus().getReadyReplicas())
        .isEqualTo(2);
    assertThat(setting("red", "apps")).isEqualTo("true");
    assertThat(setting("red", "before")).isEqualTo("none");
    assertThat(setting("red", "server")).startsWith("v1.36.");
    assertThat(vine("red").<Integer>get("spec", "grapes")).isEqualTo(20);
    assertThat(vine("red").<String>get("spec", "colour")).isEqualTo("green");
  }

  private static void upgrades() {
    var upgraded = upgrade("red").set("colour", "blue").set("replicas", 3).waitReady().call();
    assertThat(upgraded.getRevision()).isEqualTo("2");
    assertThat(setting("red", "colour")).isEqualTo("blue");
    assertThat(setting("red", "before")).isEqualTo("red");
    assertThat(vine("red").<Integer>get("spec", "grapes")).isEqualTo(30);
    assertThat(hooksThatRan()).contains("pre-upgrade", "post-upgrade");
  }

  private static void tests() {
    var tested =
        Helm.test("red")
            .withNamespace(NAMESPACE)
            .withKubeConfig(kubeconfig)
            .withTimeout(PATIENCE_SECONDS);
    assertThat(tested.call().getStatus()).isEqualTo("deployed");
    upgrade("red").reuseValues().set("checks", "fail").call();
    assertThatThrownBy(tested::call).hasMessageContaining("red-test");
  }

  /// This binding of Helm knows rolling back as what an atomic upgrade ends with when it fails.
  private static void rollsBackWhatFails() {
    var broken = upgrade("red").reuseValues().set("failing", "post-upgrade").set("colour", "grey");
    assertThatThrownBy(broken.atomic()::call)
        .hasMessageContaining("release red failed, and has been rolled back");
    assertThat(setting("red", "colour")).isEqualTo("blue");
    assertThat(hooksThatRan()).contains("pre-rollback", "post-rollback");
    var history = Helm.history("red").withNamespace(NAMESPACE).withKubeConfig(kubeconfig).call();
    assertThat(history)
        .extracting(ReleaseHistory::getDescription)
        .contains("Install complete", "Upgrade complete", "Rollback to 3");
  }

  private static void uninstalls() {
    Helm.uninstall("red").withNamespace(NAMESPACE).withKubeConfig(kubeconfig).call();
    assertThat(client.configMaps().withName("red").get()).isNull();
    assertThat(vine("red")).isNull();
    assertThat(hooksThatRan()).contains("pre-delete", "post-delete");
    assertThat(client.configMaps().withName("red-kept").get()).isNotNull();
    assertThat(Helm.list().withNamespace(NAMESPACE).withKubeConfig(kubeconfig).call()).isEmpty();
  }

  private static void storesWhatNothingActsOn() {
    upgrade("stored").install().set("stored", true).call();
    assertThat(client.apps().statefulSets().withName("stored").get()).isNotNull();
    assertThat(client.resourceQuotas().withName("stored").get()).isNotNull();
    assertThatThrownBy(() -> upgrade("stored").reuseValues().set("replicas", 0).call())
        .hasMessageContaining("spec.grapes")
        .hasMessageContaining("should be greater than or equal to 1");
    Helm.uninstall("stored").withNamespace(NAMESPACE).withKubeConfig(kubeconfig).call();
    assertThat(client.apps().statefulSets().withName("stored").get()).isNull();
  }
}
