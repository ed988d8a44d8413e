package dev.podo.cel.cost;

/// A range of sizes or of costs. [Long#MAX_VALUE] is without bound; sums and products stay there.
record Size(long min, long max) {
  static final Size UNKNOWN = new Size(0, Long.MAX_VALUE);
  static final Size ONE = new Size(1, 1);
  static final Size ZERO = new Size(0, 0);

  static Size of(long size) {
    return new Size(size, size);
  }

  Size plus(Size other) {
    return new Size(plus(min, other.min), plus(max, other.max));
  }

  Size times(Size other) {
    return new Size(times(min, other.min), times(max, other.max));
  }

  /// Rounded up.
  Size times(double factor) {
    return new Size(times(min, factor), times(max, factor));
  }

  /// The range that holds both.
  Size or(Size other) {
    return new Size(Math.min(min, other.min), Math.max(max, other.max));
  }

  static long plus(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  static long times(long a, long b) {
    return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }

  static long times(long size, double factor) {
    return (long) Math.ceil(size * factor);
  }
}
