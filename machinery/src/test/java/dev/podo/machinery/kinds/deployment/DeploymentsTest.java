package dev.podo.machinery.kinds.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.IntOrString;
import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.apps.v1.DeploymentSpec;
import dev.podo.model.apps.v1.DeploymentStatus;
import dev.podo.model.apps.v1.DeploymentStrategy;
import dev.podo.model.apps.v1.RollingUpdateDeployment;
import dev.podo.model.autoscaling.v1.ScaleSpec;
import dev.podo.model.meta.v1.LabelSelector;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeploymentsTest {
  private static Deployment rolling(int replicas, String unavailable, String surge) {
    var update =
        RollingUpdateDeployment.builder()
            .maxUnavailable(IntOrString.parse(unavailable))
            .maxSurge(IntOrString.parse(surge))
            .build();
    var strategy =
        DeploymentStrategy.builder().type(Deployments.ROLLING_UPDATE).rollingUpdate(update).build();
    return Deployment.EMPTY.withSpec(
        DeploymentSpec.builder()
            .replicas(replicas)
            .strategy(strategy)
            .selector(LabelSelector.builder().matchLabels(Map.of("app", "web")).build())
            .build());
  }

  @Test
  void roundsWhatMayBeMissingDownAndWhatMayBeMoreUp() {
    var deployment = rolling(10, "25%", "25%");
    assertThat(Deployments.maxUnavailable(deployment)).isEqualTo(2);
    assertThat(Deployments.maxSurge(deployment)).isEqualTo(3);
  }

  @Test
  void somethingMayAlwaysMove() {
    assertThat(Deployments.maxUnavailable(rolling(1, "25%", "0"))).isEqualTo(1);
    assertThat(Deployments.maxUnavailable(rolling(1, "25%", "1"))).isZero();
    assertThat(Deployments.maxUnavailable(rolling(2, "5", "1"))).isEqualTo(2);
    assertThat(Deployments.maxUnavailable(rolling(0, "5", "1"))).isZero();
  }

  @Test
  void recreatingRollsNothing() {
    var recreate = DeploymentStrategy.builder().type(Deployments.RECREATE).build();
    var deployment = Deployment.EMPTY.withSpec(DeploymentSpec.builder().strategy(recreate).build());
    assertThat(Deployments.maxUnavailable(deployment)).isZero();
    assertThat(Deployments.maxSurge(deployment)).isZero();
  }

  @Test
  void readsTheRevision() {
    var meta = ObjectMeta.builder().annotations(Map.of(Deployments.REVISION, "12")).build();
    assertThat(Deployments.revision(meta)).isEqualTo(12);
    assertThat(Deployments.revision(ObjectMeta.EMPTY)).isZero();
    var wrong = ObjectMeta.builder().annotations(Map.of(Deployments.REVISION, "x")).build();
    assertThat(Deployments.revision(wrong)).isZero();
  }

  @Test
  void scalesThroughItsMapping() {
    var deployment =
        rolling(3, "25%", "25%")
            .withMetadata(
                ObjectMeta.builder().name("web").namespace("demo").resourceVersion("7").build())
            .withStatus(DeploymentStatus.builder().replicas(2).build());
    var mapping = Deployments.KIND.scale();
    assertThat(mapping).isNotNull();
    var scale = mapping.read(deployment);
    assertThat(scale.apiVersion()).isEqualTo("autoscaling/v1");
    assertThat(scale.metadata().resourceVersion()).isEqualTo("7");
    assertThat(scale.spec().replicas()).isEqualTo(3);
    assertThat(scale.status().replicas()).isEqualTo(2);
    assertThat(scale.status().selector()).isEqualTo("app=web");
    var asked = scale.with(b -> b.spec(ScaleSpec.builder().replicas(5).build()));
    assertThat(mapping.write(deployment, asked).spec().replicas()).isEqualTo(5);
  }
}
