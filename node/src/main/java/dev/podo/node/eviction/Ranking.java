package dev.podo.node.eviction;

import dev.podo.machinery.kinds.pod.PodResources;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/// Who goes first: whoever uses more than was asked for, then the least important, then whoever is
/// furthest above what was asked for.
final class Ranking {
  /// From here on pods are the system's own, and stay.
  private static final int SYSTEM_CRITICAL = 2_000_000_000;

  private Ranking() {}

  /// @return those that may go at all, the first one first
  static List<PodUsage> of(Signal signal, List<PodUsage> pods) {
    return pods.stream()
        .filter(each -> !isCritical(each.pod()))
        .sorted(order(signal).thenComparing(each -> each.pod().metadata().uid()))
        .toList();
  }

  static boolean isCritical(Pod pod) {
    return priority(pod) >= SYSTEM_CRITICAL;
  }

  private static int priority(Pod pod) {
    var priority = pod.spec().priority();
    return priority == null ? 0 : priority;
  }

  private static Comparator<PodUsage> order(Signal signal) {
    Comparator<PodUsage> byPriority = Comparator.comparingInt(each -> priority(each.pod()));
    return switch (signal) {
      case MEMORY_AVAILABLE -> byExcess(PodUsage::memory, "memory");
      case NODEFS_AVAILABLE, IMAGEFS_AVAILABLE -> byExcess(PodUsage::disk, "ephemeral-storage");
      case NODEFS_INODES_FREE ->
          byPriority.thenComparing(Comparator.comparingLong(PodUsage::disk).reversed());
      case PID_AVAILABLE -> byPriority;
    };
  }

  private static Comparator<PodUsage> byExcess(ToLongFunction<PodUsage> used, String resource) {
    ToLongFunction<PodUsage> excess = each -> used.applyAsLong(each) - request(each, resource);
    Comparator<PodUsage> exceedsFirst =
        Comparator.comparing((PodUsage each) -> excess.applyAsLong(each) <= 0);
    Comparator<PodUsage> byPriority = Comparator.comparingInt(each -> priority(each.pod()));
    return exceedsFirst
        .thenComparing(byPriority)
        .thenComparing(Comparator.comparingLong(excess).reversed());
  }

  private static long request(PodUsage usage, String resource) {
    var request = PodResources.requests(usage.pod().spec()).get(resource);
    return request == null ? 0 : request.value();
  }

  static Quantity bytes(long value) {
    return Quantity.of(value, Quantity.Format.BINARY_SI);
  }
}
