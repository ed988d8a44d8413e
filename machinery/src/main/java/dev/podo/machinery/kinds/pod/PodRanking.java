package dev.podo.machinery.kinds.pod;

import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ContainerStatus;
import dev.podo.model.core.v1.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which of an owner's Pods to give up first. Ages are compared by their order of magnitude
/// (KEP-2185), so that of Pods of about the same age not always the youngest goes. Unlike upstream
/// the order is total and transitive: what is alike in all else is told apart by uid last.
public final class PodRanking {
  private PodRanking() {}

  /// Cheapest first, where Pods that share a node with many of their like come before lonely ones.
  ///
  /// @param related the active Pods that count as their like
  public static List<Pod> cheapestFirst(
      Collection<Pod> pods, Collection<Pod> related, Instant now) {
    Map<String, Long> onNode =
        related.stream()
            .filter(Pods::isActive)
            .collect(
                Collectors.groupingBy(
                    pod -> pod.spec().nodeName(), TreeMap::new, Collectors.counting()));
    var sorted = new ArrayList<Pod>(pods);
    sorted.sort(
        cheapestToLose(pod -> onNode.getOrDefault(pod.spec().nodeName(), 0L).intValue(), now));
    return List.copyOf(sorted);
  }

  /// @param companions how many Pods of its like run on a Pod's node
  public static Comparator<Pod> cheapestToLose(ToIntFunction<Pod> companions, Instant now) {
    return Comparator.comparing(Pods::isAssigned)
        .thenComparingInt(PodRanking::phase)
        .thenComparing(Pods::isReady)
        .thenComparingInt(PodRanking::deletionCost)
        .thenComparing(Comparator.comparingInt(companions).reversed())
        .thenComparingLong(pod -> magnitude(Pods.readySince(pod), now))
        .thenComparing(Comparator.comparingInt(PodRanking::restarts).reversed())
        .thenComparing(Comparator.comparingInt(PodRanking::sidecarRestarts).reversed())
        .thenComparingLong(pod -> magnitude(pod.metadata().creationTimestamp(), now))
        .thenComparing(pod -> pod.metadata().uid())
        .thenComparing(pod -> pod.metadata().name());
  }

  private static int phase(Pod pod) {
    return switch (pod.status().phase()) {
      case Pods.PENDING, "" -> 0;
      case Pods.UNKNOWN -> 1;
      default -> 2;
    };
  }

  private static int deletionCost(Pod pod) {
    var text = pod.metadata().annotations().get(Pods.DELETION_COST);
    try {
      return text == null ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException refusedByValidation) {
      return 0;
    }
  }

  /// The binary logarithm of how long ago it was, in nanoseconds; what never was comes first.
  /// Without a present moment, the later the smaller.
  private static long magnitude(@Nullable Instant since, Instant now) {
    if (since == null) {
      return Long.MIN_VALUE;
    }
    if (now.equals(Instant.MAX)) {
      return -since.getEpochSecond();
    }
    var age = Duration.between(since, now);
    if (age.isNegative() || age.isZero()) {
      return -1;
    }
    var nanos = age.getSeconds() * 1e9 + age.getNano();
    return (long) (Math.log(nanos) / Math.log(2));
  }

  private static int restarts(Pod pod) {
    return most(pod.status().containerStatuses());
  }

  private static int sidecarRestarts(Pod pod) {
    var sidecars =
        pod.spec().initContainers().stream()
            .filter(Pods::isSidecar)
            .map(Container::name)
            .collect(Collectors.toSet());
    return most(
        pod.status().initContainerStatuses().stream()
            .filter(it -> sidecars.contains(it.name()))
            .toList());
  }

  private static int most(List<ContainerStatus> statuses) {
    return statuses.stream().mapToInt(ContainerStatus::restartCount).max().orElse(0);
  }
}
