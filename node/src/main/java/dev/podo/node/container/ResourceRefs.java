package dev.podo.node.container;

import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ResourceFieldSelector;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Requests and limits that containers may read.
public final class ResourceRefs {
  private ResourceRefs() {}

  /// @param own the container that asks; null in a volume, where the selector names it
  /// @throws ConfigError when there is no such container or resource
  public static String value(
      PodFacts facts, @Nullable Container own, ResourceFieldSelector selector) {
    var container = container(facts, own, selector.containerName());
    var parts = selector.resource().split("\\.", 2);
    if (parts.length != 2 || !(parts[0].equals("limits") || parts[0].equals("requests"))) {
      throw new ConfigError("unsupported container resource : " + selector.resource());
    }
    var amount = amount(facts, container, parts[0].equals("limits"), parts[1]);
    return divide(amount, selector.divisor()).toPlainString();
  }

  private static Container container(PodFacts facts, @Nullable Container own, String name) {
    if (name.isEmpty() && own != null) {
      return own;
    }
    var spec = facts.pod().spec();
    return Stream.concat(spec.containers().stream(), spec.initContainers().stream())
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new ConfigError("container " + name + " not found"));
  }

  /// A limit that is not set is what the node has.
  private static Quantity amount(
      PodFacts facts, Container container, boolean limit, String resource) {
    var resources = container.resources();
    var stated = (limit ? resources.limits() : resources.requests()).get(resource);
    if (stated != null) {
      return stated;
    }
    var whole = limit ? facts.allocatable().get(resource) : null;
    return whole == null ? Quantity.ZERO : whole;
  }

  /// Rounded up, as upstream does.
  private static BigDecimal divide(Quantity amount, Quantity divisor) {
    var by = divisor.isZero() ? BigDecimal.ONE : divisor.amount();
    return amount.amount().divide(by, 0, RoundingMode.CEILING);
  }
}
