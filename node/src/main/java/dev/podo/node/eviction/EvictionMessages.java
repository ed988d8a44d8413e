package dev.podo.node.eviction;

import dev.podo.model.Quantity;
import dev.podo.node.host.HostUsage.Amount;
import java.util.Set;
import java.util.stream.Collectors;

/// The texts of evictions, as upstream words them.
final class EvictionMessages {
  private EvictionMessages() {}

  /// Why a pod goes.
  static String of(Threshold threshold, Amount left, PodUsage usage) {
    var signal = threshold.signal();
    var resource = signal.resource();
    var out =
        new StringBuilder("The node was low on resource: %s. ".formatted(resource))
            .append(
                "Threshold quantity: %s, available: %s. "
                    .formatted(
                        threshold.quantity(left.capacity()),
                        Threshold.quantity(signal, left.available())));
    for (var container : usage.pod().spec().containers()) {
      var used = usage.containers().getOrDefault(container.name(), PodUsage.Used.NOTHING);
      var amount = resource.equals("memory") ? used.memory() : used.disk();
      var request = container.resources().requests().getOrDefault(resource, Quantity.ZERO);
      var counts = resource.equals("memory") || resource.equals("ephemeral-storage");
      if (counts && Ranking.bytes(amount).compareTo(request) > 0) {
        out.append(
            "Container %s was using %s, request is %s, has larger consumption of %s. "
                .formatted(container.name(), Ranking.bytes(amount), request, resource));
      }
    }
    return out.toString();
  }

  /// Why a pod does not come in.
  static String ofConditions(Set<PressureCondition> conditions) {
    return "The node had condition: [%s]. "
        .formatted(
            conditions.stream().map(PressureCondition::type).collect(Collectors.joining(" ")));
  }
}
