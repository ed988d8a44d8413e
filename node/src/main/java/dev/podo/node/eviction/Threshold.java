package dev.podo.node.eviction;

import dev.podo.model.Quantity;
import dev.podo.node.host.HostUsage.Amount;

/// Below what a signal means that pods have to go.
///
/// @param amount bytes, or a number; used when `percent` is 0
/// @param percent of the capacity
public record Threshold(Signal signal, long amount, int percent) {
  public static Threshold of(Signal signal, long amount) {
    return new Threshold(signal, amount, 0);
  }

  public static Threshold percent(Signal signal, int percent) {
    return new Threshold(signal, 0, percent);
  }

  /// What that is of a machine of this size.
  public long value(long capacity) {
    return percent == 0 ? amount : (long) (capacity * (percent / 100.0));
  }

  boolean isMet(Amount left) {
    return left.capacity() > 0 && left.available() < value(left.capacity());
  }

  Quantity quantity(long capacity) {
    return quantity(signal, value(capacity));
  }

  static Quantity quantity(Signal signal, long value) {
    var isNumber = signal == Signal.NODEFS_INODES_FREE || signal == Signal.PID_AVAILABLE;
    return isNumber ? Quantity.of(value) : Quantity.of(value, Quantity.Format.BINARY_SI);
  }
}
