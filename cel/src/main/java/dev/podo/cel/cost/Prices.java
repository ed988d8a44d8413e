package dev.podo.cel.cost;

/// Upstream's factors.
final class Prices {
  static final double TRAVERSAL = 0.1;
  static final double PATTERN = 0.25;
  static final long LIST = 10;
  static final long MAP = 30;
  static final long STRUCT = 40;
  static final long CHECK = 350_000;

  /// How long the pattern of a named format is taken to be, before it is known which one.
  static final double FORMAT_PATTERN_MAX = 128;

  private Prices() {}
}
