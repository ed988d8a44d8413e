package dev.podo.node.eviction;

import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Pod;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The limits on a pod's disk that no kernel enforces: those of emptyDir volumes, of containers,
/// and of all of them together. A pod that exceeds one is evicted.
final class StorageLimits {
  private static final String STORAGE = "ephemeral-storage";

  private StorageLimits() {}

  /// Whether there is anything to watch.
  static boolean has(Pod pod) {
    return pod.spec().volumes().stream().anyMatch(each -> isLimited(each.emptyDir()))
        || pod.spec().containers().stream()
            .anyMatch(each -> each.resources().limits().containsKey(STORAGE));
  }

  private static boolean isLimited(dev.podo.model.core.v1.@Nullable EmptyDirVolumeSource volume) {
    return volume != null
        && volume.sizeLimit() != null
        && volume.sizeLimit().signum() > 0
        && volume.medium().isEmpty();
  }

  /// @return why the pod has to go; null when it keeps to its limits
  static @Nullable String exceeded(PodUsage usage) {
    var ofVolume = exceededVolume(usage);
    if (ofVolume != null) {
      return ofVolume;
    }
    var ofPod = exceededPod(usage);
    return ofPod == null ? exceededContainer(usage) : ofPod;
  }

  private static @Nullable String exceededVolume(PodUsage usage) {
    for (var volume : usage.pod().spec().volumes()) {
      var empty = volume.emptyDir();
      var limit = isLimited(empty) && empty != null ? empty.sizeLimit() : null;
      var used = usage.emptyDirs().getOrDefault(volume.name(), 0L);
      if (limit != null && Ranking.bytes(used).compareTo(limit) > 0) {
        return "Usage of EmptyDir volume \"%s\" exceeds the limit \"%s\". "
            .formatted(volume.name(), limit);
      }
    }
    return null;
  }

  private static @Nullable String exceededPod(PodUsage usage) {
    Quantity sum = null;
    for (var container : usage.pod().spec().containers()) {
      var limit = container.resources().limits().get(STORAGE);
      if (limit != null) {
        sum = sum == null ? limit : sum.add(limit);
      }
    }
    return sum != null && exceeds(usage, PodUsage::disk, sum)
        ? "Pod ephemeral local storage usage exceeds the total limit of containers %s. "
            .formatted(sum)
        : null;
  }

  private static boolean exceeds(PodUsage usage, ToLongFunction<PodUsage> used, Quantity limit) {
    return Ranking.bytes(used.applyAsLong(usage)).compareTo(limit) > 0;
  }

  private static @Nullable String exceededContainer(PodUsage usage) {
    for (var container : usage.pod().spec().containers()) {
      var limit = container.resources().limits().get(STORAGE);
      var used = usage.containers().getOrDefault(container.name(), PodUsage.Used.NOTHING);
      if (limit != null && Ranking.bytes(used.disk()).compareTo(limit) > 0) {
        return "Container %s exceeded its local ephemeral storage limit \"%s\". "
            .formatted(container.name(), limit);
      }
    }
    return null;
  }
}
