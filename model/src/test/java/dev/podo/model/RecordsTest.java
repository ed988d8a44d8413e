package dev.podo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.apps.v1.DeploymentList;
import dev.podo.model.apps.v1.DeploymentSpec;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ObjectReference;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.ServicePort;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.meta.v1.PartialObjectMetadata;
import dev.podo.model.meta.v1.Status;
import dev.podo.model.meta.v1.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordsTest {
  @Test
  void kindsKnowWhatTheyAre() {
    assertThat(Deployment.EMPTY.apiVersion()).isEqualTo("apps/v1");
    assertThat(Deployment.EMPTY.kind()).isEqualTo("Deployment");
    assertThat(Pod.builder().build().apiVersion()).isEqualTo("v1");
    assertThat(DeploymentList.EMPTY.kind()).isEqualTo("DeploymentList");
    assertThat(Status.EMPTY.kind()).isEqualTo("Status");
    assertThat(DeleteOptions.EMPTY.apiVersion()).isEqualTo("v1");
    assertThat(Table.EMPTY.apiVersion()).isEqualTo("meta.k8s.io/v1");
    assertThat(ObjectReference.EMPTY.kind()).isEmpty();
  }

  @Test
  void absentIsZeroByValueAndNullByPointer() {
    assertThat(DeploymentSpec.EMPTY.replicas()).isNull();
    assertThat(DeploymentSpec.EMPTY.minReadySeconds()).isZero();
    assertThat(DeploymentSpec.EMPTY.template().spec()).isNotNull();
    assertThat(Pod.EMPTY.spec().containers()).isEmpty();
    assertThat(Pod.EMPTY.spec().securityContext()).isNull();
    assertThat(Pod.EMPTY.metadata().labels()).isEmpty();
    assertThat(Pod.EMPTY.metadata().creationTimestamp()).isNull();
    assertThat(ServicePort.EMPTY.targetPort()).isEqualTo(IntOrString.of(0));
  }

  @Test
  void buildersSetAndReset() {
    var spec = DeploymentSpec.builder().replicas(3).paused(true).build();
    assertThat(spec.replicas()).isEqualTo(3);
    assertThat(spec.with(b -> b.replicas(null).paused(null))).isEqualTo(DeploymentSpec.EMPTY);
    assertThat(ObjectMeta.builder().generation(5).build().generation()).isEqualTo(5L);
  }

  @Test
  void withersKeepTheRest() {
    var pod = Pod.EMPTY.withMetadata(ObjectMeta.EMPTY.withName("a").withNamespace("b"));
    assertThat(pod.metadata().name()).isEqualTo("a");
    assertThat(pod.withSpec(PodSpec.EMPTY.with(s -> s.nodeName("n"))).metadata())
        .isEqualTo(pod.metadata());
    ApiObject object = pod;
    assertThat(object.withMetadata(ObjectMeta.EMPTY)).isEqualTo(Pod.EMPTY);
    assertThat(PartialObjectMetadata.EMPTY).isInstanceOf(ApiObject.class);
  }

  @Test
  void listsAndMapsAreCopiedAndFrozen() {
    var containers = new ArrayList<>(List.of(Container.EMPTY));
    var spec = PodSpec.builder().containers(containers).build();
    containers.clear();
    assertThat(spec.containers()).hasSize(1);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> spec.containers().clear());
    var map = ConfigMap.builder().data(Map.of("b", "2", "a", "1")).build();
    assertThat(map.data().keySet()).containsExactly("a", "b");
  }

  @Test
  void bytesDoNotShowTheirContent() {
    assertThat(Bytes.utf8("secret")).hasToString("6 bytes").isEqualTo(Bytes.base64("c2VjcmV0"));
    assertThat(Bytes.utf8("secret").toBase64()).isEqualTo("c2VjcmV0");
  }

  @Test
  void keywordsGetAnUnderscore() {
    assertThat(dev.podo.model.meta.v1.ListMeta.builder().continue_("token").build().continue_())
        .isEqualTo("token");
  }
}
