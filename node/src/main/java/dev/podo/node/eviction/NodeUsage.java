package dev.podo.node.eviction;

import dev.podo.node.host.HostUsage;
import dev.podo.node.host.HostUsage.Amount;
import dev.podo.node.runtime.ImageRuntime.DiskUsage;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// What is left of a node, by signal.
record NodeUsage(Map<Signal, Amount> signals) {
  NodeUsage {
    signals = Collections.unmodifiableMap(new EnumMap<>(signals));
  }

  static NodeUsage of(HostUsage host, DiskUsage images) {
    var out = new EnumMap<Signal, Amount>(Signal.class);
    out.put(Signal.MEMORY_AVAILABLE, host.memory());
    out.put(Signal.NODEFS_AVAILABLE, host.disk());
    out.put(Signal.NODEFS_INODES_FREE, host.inodes());
    out.put(
        Signal.IMAGEFS_AVAILABLE,
        new Amount(images.capacityBytes() - images.usedBytes(), images.capacityBytes()));
    out.put(Signal.PID_AVAILABLE, host.pids());
    return new NodeUsage(out);
  }

  Amount of(Signal signal) {
    return signals.getOrDefault(signal, Amount.UNKNOWN);
  }
}
