package dev.podo.scheduler.state;

import dev.podo.model.Quantity;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Amounts of resources, as the arithmetic of scheduling needs them: CPU in thousandths, the rest
/// in whole units. Mutable: a sum that is added to and subtracted from.
public final class Resources {
  public static final String CPU = "cpu";
  public static final String MEMORY = "memory";
  public static final String EPHEMERAL_STORAGE = "ephemeral-storage";
  public static final String PODS = "pods";

  private long milliCpu;
  private long memory;
  private long ephemeralStorage;
  private final SortedMap<String, Long> others = new TreeMap<>();

  public static Resources of(Map<String, Quantity> amounts) {
    var out = new Resources();
    amounts.forEach(out::add);
    return out;
  }

  public long milliCpu() {
    return milliCpu;
  }

  public long memory() {
    return memory;
  }

  public long ephemeralStorage() {
    return ephemeralStorage;
  }

  /// Extended resources, huge pages and whatever else was named, by name.
  public SortedMap<String, Long> others() {
    return others;
  }

  public void add(String name, Quantity amount) {
    switch (name) {
      case CPU -> milliCpu += amount.milliValue();
      case MEMORY -> memory += amount.value();
      case EPHEMERAL_STORAGE -> ephemeralStorage += amount.value();
      case PODS -> {
        // A node's room for pods is counted, not summed.
      }
      default -> others.merge(name, amount.value(), Long::sum);
    }
  }

  public void add(Resources more) {
    milliCpu += more.milliCpu;
    memory += more.memory;
    ephemeralStorage += more.ephemeralStorage;
    more.others.forEach((name, amount) -> others.merge(name, amount, Long::sum));
  }

  public void subtract(Resources less) {
    milliCpu -= less.milliCpu;
    memory -= less.memory;
    ephemeralStorage -= less.ephemeralStorage;
    less.others.forEach((name, amount) -> others.merge(name, -amount, Resources::sumOrGone));
  }

  /// Raises each amount to at least that of `floor`.
  public void raiseTo(Resources floor) {
    milliCpu = Math.max(milliCpu, floor.milliCpu);
    memory = Math.max(memory, floor.memory);
    ephemeralStorage = Math.max(ephemeralStorage, floor.ephemeralStorage);
    floor.others.forEach((name, amount) -> others.merge(name, amount, Math::max));
  }

  /// Takes the amounts that `stated` names instead of its own.
  void replace(Map<String, Quantity> stated) {
    for (var name : stated.keySet()) {
      switch (name) {
        case CPU -> milliCpu = 0;
        case MEMORY -> memory = 0;
        case EPHEMERAL_STORAGE -> ephemeralStorage = 0;
        default -> others.remove(name);
      }
    }
    stated.forEach(this::add);
  }

  public Resources copy() {
    var out = new Resources();
    out.add(this);
    return out;
  }

  @SuppressWarnings("NullAway") // Map.merge removes the entry when told null
  private static Long sumOrGone(Long a, Long b) {
    return a + b == 0 ? null : a + b;
  }

  @Override
  public String toString() {
    return "cpu=%dm memory=%d ephemeral-storage=%d %s"
        .formatted(milliCpu, memory, ephemeralStorage, others);
  }
}
