package dev.podo.cel.value;

/// An unsigned integer of 64 bits.
public record Uint(long bits) implements Comparable<Uint> {
  @Override
  public int compareTo(Uint other) {
    return Long.compareUnsigned(bits, other.bits);
  }

  /// The nearest double.
  public double toDouble() {
    return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
  }

  @Override
  public String toString() {
    return Long.toUnsignedString(bits);
  }
}
