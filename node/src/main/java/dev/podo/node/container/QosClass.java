package dev.podo.node.container;

import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Pod;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who has to give way first when a node runs short.
public enum QosClass {
  GUARANTEED("Guaranteed"),
  BURSTABLE("Burstable"),
  BEST_EFFORT("BestEffort");

  private final String text;

  QosClass(String text) {
    this.text = text;
  }

  /// As in the Pod's status.
  public String text() {
    return text;
  }

  /// Guaranteed: every container has limits of CPU and memory, and requests that equal them.
  /// BestEffort: none has either.
  public static QosClass of(Pod pod) {
    var any = false;
    var all = true;
    for (var container : containers(pod)) {
      for (var resource : new String[] {"cpu", "memory"}) {
        var limit = positive(container.resources().limits().get(resource));
        var request = positive(container.resources().requests().get(resource));
        any |= limit != null || request != null;
        all &= limit != null && (request == null || request.compareTo(limit) == 0);
      }
    }
    return !any ? BEST_EFFORT : all ? GUARANTEED : BURSTABLE;
  }

  private static Iterable<Container> containers(Pod pod) {
    return Stream.concat(pod.spec().initContainers().stream(), pod.spec().containers().stream())
        .toList();
  }

  private static @Nullable Quantity positive(@Nullable Quantity quantity) {
    return quantity == null || quantity.isZero() ? null : quantity;
  }
}
