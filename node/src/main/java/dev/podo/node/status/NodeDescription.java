package dev.podo.node.status;

import dev.podo.model.Quantity;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a node is, as configured.
///
/// @param labels beside those that follow from the machine
/// @param capacity of the machine
/// @param reserved what of it is not for pods
/// @param kubeletVersion as in `v1.36.0+podo`
public record NodeDescription(
    String name,
    Map<String, String> labels,
    Map<String, Quantity> capacity,
    Map<String, Quantity> reserved,
    String kubeletVersion) {
  /// What there is for pods.
  public SortedMap<String, Quantity> allocatable() {
    var out = new TreeMap<>(capacity);
    reserved.forEach((name, amount) -> out.computeIfPresent(name, (n, all) -> less(all, amount)));
    return out;
  }

  private static Quantity less(Quantity all, Quantity amount) {
    var left = all.subtract(amount);
    return left.signum() < 0 ? Quantity.ZERO : left;
  }
}
