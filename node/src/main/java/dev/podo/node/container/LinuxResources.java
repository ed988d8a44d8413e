package dev.podo.node.container;

import dev.podo.machinery.kinds.pod.PodResources;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Pod;
import dev.podo.node.runtime.Resources;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Requests and limits in the kernel's terms.
public final class LinuxResources {
  private static final long PERIOD_MICROS = 100_000;
  private static final long QUOTA_MIN_MICROS = 1_000;
  private static final long SHARES_MIN = 2;
  private static final long SHARES_MAX = 262_144;
  private static final long SHARES_PER_CPU = 1_024;
  private static final int OOM_GUARANTEED = -997;
  private static final int OOM_MAX = 1_000;

  private LinuxResources() {}

  public static Resources of(Pod pod, Container container, long nodeMemory) {
    var requests = container.resources().requests();
    var limits = container.resources().limits();
    var request = requests.containsKey("cpu") ? requests.get("cpu") : limits.get("cpu");
    return new Resources(
        shares(request),
        quota(limits.get("cpu")),
        PERIOD_MICROS,
        value(limits.get("memory")),
        oomScoreAdj(pod, requests, nodeMemory));
  }

  private static long shares(@Nullable Quantity cpu) {
    var shares = cpu == null ? 0 : cpu.milliValue() * SHARES_PER_CPU / 1000;
    return Math.clamp(shares, SHARES_MIN, SHARES_MAX);
  }

  private static long quota(@Nullable Quantity limit) {
    return limit == null || limit.isZero()
        ? 0
        : Math.max(QUOTA_MIN_MICROS, limit.milliValue() * PERIOD_MICROS / 1000);
  }

  /// The more of the node's memory a burstable pod has asked for, the later it is killed.
  private static int oomScoreAdj(Pod pod, Map<String, Quantity> requests, long nodeMemory) {
    return switch (PodResources.qosClass(pod)) {
      case PodResources.GUARANTEED -> OOM_GUARANTEED;
      case PodResources.BEST_EFFORT -> OOM_MAX;
      default -> {
        var share = nodeMemory == 0 ? 0 : 1000 * value(requests.get("memory")) / nodeMemory;
        yield Math.clamp(OOM_MAX - share, OOM_MAX + OOM_GUARANTEED, OOM_MAX - 1);
      }
    };
  }

  private static long value(@Nullable Quantity quantity) {
    return quantity == null ? 0 : quantity.value();
  }
}
