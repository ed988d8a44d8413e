package dev.podo.node;

import dev.podo.model.Quantity;
import dev.podo.node.eviction.Signal;
import dev.podo.node.host.Host;
import dev.podo.node.host.HostFacts;
import dev.podo.node.status.NodeDescription;
import java.util.Map;
import java.util.TreeMap;

/// What a machine has, and what of it is for pods.
final class Machine {
  private static final String MEMORY = "memory";
  private static final String STORAGE = "ephemeral-storage";

  private Machine() {}

  static NodeDescription describe(NodeAgentConfig config, Host host) {
    var facts = host.facts();
    var capacity = new TreeMap<String, Quantity>();
    capacity.put("cpu", Quantity.ofMillis(facts.milliCpu()));
    capacity.put(MEMORY, bytes(facts.memoryBytes()));
    capacity.put(STORAGE, bytes(facts.diskBytes()));
    capacity.put("pods", Quantity.of(config.maxPods()));
    facts.hugePages().forEach((name, size) -> capacity.put(name, bytes(size)));
    var reserved = new TreeMap<>(config.reserved());
    facts.hugePages().values().forEach(size -> add(reserved, MEMORY, size));
    if (host.storesFiles()) {
      reserveForEviction(config, facts, reserved);
    }
    return new NodeDescription(
        config.nodeName(), config.labels(), capacity, reserved, config.version());
  }

  /// Below its thresholds a node evicts: promised to pods would be promised in vain.
  private static void reserveForEviction(
      NodeAgentConfig config, HostFacts facts, Map<String, Quantity> reserved) {
    for (var each : config.eviction().thresholds()) {
      if (each.signal() == Signal.MEMORY_AVAILABLE) {
        add(reserved, MEMORY, each.value(facts.memoryBytes()));
      } else if (each.signal() == Signal.NODEFS_AVAILABLE) {
        add(reserved, STORAGE, each.value(facts.diskBytes()));
      }
    }
  }

  private static void add(Map<String, Quantity> to, String name, long size) {
    if (size > 0) {
      to.merge(name, bytes(size), Quantity::add);
    }
  }

  private static Quantity bytes(long size) {
    return Quantity.of(size, Quantity.Format.BINARY_SI);
  }
}
