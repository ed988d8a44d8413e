package dev.podo.node.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.EmptyDirVolumeSource;
import dev.podo.model.core.v1.GRPCAction;
import dev.podo.model.core.v1.Lifecycle;
import dev.podo.model.core.v1.PersistentVolumeClaimVolumeSource;
import dev.podo.model.core.v1.PodSecurityContext;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.Probe;
import dev.podo.model.core.v1.ResourceRequirements;
import dev.podo.model.core.v1.Volume;
import dev.podo.model.core.v1.VolumeMount;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnsupportedFieldsTest {
  @Test
  void anOrdinaryPodHasNone() {
    var spec =
        PodSpec.builder()
            .restartPolicy("Always")
            .dnsPolicy("ClusterFirst")
            .schedulerName("default-scheduler")
            .enableServiceLinks(true)
            .terminationGracePeriodSeconds(30L)
            .containers(List.of(Container.builder().name("c").image("i").build()))
            .volumes(
                List.of(Volume.builder().name("v").emptyDir(EmptyDirVolumeSource.EMPTY).build()))
            .build();
    assertThat(UnsupportedFields.of(spec)).isEmpty();
  }

  @Test
  void eachIsNamedByItsPath() {
    var claim = PersistentVolumeClaimVolumeSource.builder().claimName("x").build();
    var probe =
        Probe.builder().grpc(GRPCAction.builder().port(1).build()).timeoutSeconds(1).build();
    var container =
        Container.builder()
            .name("c")
            .image("i")
            .livenessProbe(probe)
            .lifecycle(Lifecycle.builder().stopSignal("SIGINT").build())
            .build();
    var spec =
        PodSpec.builder()
            .runtimeClassName("kata")
            .containers(List.of(container))
            .volumes(List.of(Volume.builder().name("v").persistentVolumeClaim(claim).build()))
            .build();
    assertThat(UnsupportedFields.of(spec))
        .containsExactlyInAnyOrder(
            "spec.runtimeClassName",
            "spec.containers[0].livenessProbe.grpc",
            "spec.containers[0].lifecycle.stopSignal",
            "spec.volumes[0].persistentVolumeClaim");
  }

  @Test
  void valuesThatWouldNotTakeEffectAreNamedToo() {
    var limit = Map.of("hugepages-2Mi", Quantity.parse("1Gi"));
    var container =
        Container.builder()
            .name("c")
            .image("i")
            .resources(ResourceRequirements.builder().limits(limit).build())
            .build();
    var mount =
        VolumeMount.builder().name("v").mountPath("/v").recursiveReadOnly("Enabled").build();
    var first = Container.builder().name("i").image("i").volumeMounts(List.of(mount)).build();
    var huge = EmptyDirVolumeSource.builder().medium("HugePages").build();
    var onDisk = EmptyDirVolumeSource.builder().sizeLimit(Quantity.parse("1Mi")).build();
    var spec =
        PodSpec.builder()
            .securityContext(
                PodSecurityContext.builder().fsGroupChangePolicy("OnRootMismatch").build())
            .initContainers(List.of(first))
            .containers(List.of(container))
            .volumes(
                List.of(
                    Volume.builder().name("v").emptyDir(huge).build(),
                    Volume.builder().name("m").emptyDir(onDisk).build()))
            .build();
    assertThat(UnsupportedFields.of(spec))
        .containsExactlyInAnyOrder(
            "spec.volumes[0].emptyDir.medium HugePages",
            "spec.initContainers[0].volumeMounts.recursiveReadOnly Enabled",
            "spec.containers[0].resources.limits.hugepages-2Mi");
  }
}
