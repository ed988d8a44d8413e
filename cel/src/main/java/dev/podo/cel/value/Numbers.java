package dev.podo.cel.value;

import java.math.BigDecimal;
import java.math.BigInteger;

/// Comparing numbers of any two types.
public final class Numbers {
  private static final BigInteger UNSIGNED = BigInteger.ONE.shiftLeft(64);

  private Numbers() {}

  /// What is not a number stands behind all numbers.
  public static int compare(Object a, Object b) {
    var isNan = b instanceof Double right && right.isNaN();
    if (a instanceof Double left && left.isNaN()) {
      return isNan ? 0 : 1;
    }
    if (isNan) {
      return -1;
    }
    if (a instanceof Long left && b instanceof Long right) {
      return Long.compare(left, right);
    }
    if (a instanceof Double left && b instanceof Double right) {
      return left.doubleValue() == right.doubleValue() ? 0 : Double.compare(left, right);
    }
    if (a instanceof Double left && left.isInfinite()) {
      return left > 0 ? 1 : -1;
    }
    if (b instanceof Double right && right.isInfinite()) {
      return right > 0 ? -1 : 1;
    }
    return exact(a).compareTo(exact(b));
  }

  private static BigDecimal exact(Object number) {
    return switch (number) {
      case Double value -> new BigDecimal(value);
      case Uint value -> new BigDecimal(toBig(value));
      default -> BigDecimal.valueOf((Long) number);
    };
  }

  static BigInteger toBig(Uint value) {
    var signed = BigInteger.valueOf(value.bits());
    return value.bits() < 0 ? signed.add(UNSIGNED) : signed;
  }
}
