package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.kind.GatedFields;
import java.util.List;
import java.util.stream.Stream;

/// Which fields of Pods, and so of templates of Pods, belong to features that are switched off.
public final class PodFeatures {
  private static final List<String> CONTAINERS =
      List.of("containers", "initContainers", "ephemeralContainers");
  private static final String SOURCES = ".volumes.projected.sources.";

  private PodFeatures() {}

  /// @param spec where the spec of the Pods is, from the object down: `spec.template.spec`
  public static List<GatedFields> of(String spec) {
    return List.of(
        GatedFields.of(
            "ClusterTrustBundleProjection", List.of(spec + SOURCES + "clusterTrustBundle")),
        GatedFields.of("PodCertificateRequest", List.of(spec + SOURCES + "podCertificate")),
        GatedFields.of("GenericWorkload", List.of(spec + ".schedulingGroup")),
        GatedFields.of(
            "ContainerStopSignals", inEach(spec, CONTAINERS.stream(), ".lifecycle.stopSignal")));
  }

  /// Of a Pod itself, whose status has some of its own.
  public static List<GatedFields> ofPod() {
    var statuses =
        Stream.of("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses");
    var status =
        Stream.of(
            GatedFields.of(
                "ImageVolumeWithDigest", inEach("status", statuses, ".volumeMounts.volumeStatus")),
            GatedFields.of(
                "DRANodeAllocatableResources",
                List.of("status.nodeAllocatableResourceClaimStatuses")));
    return Stream.concat(of("spec").stream(), status).toList();
  }

  private static List<String> inEach(String parent, Stream<String> lists, String path) {
    return lists.map(it -> parent + "." + it + path).toList();
  }
}
