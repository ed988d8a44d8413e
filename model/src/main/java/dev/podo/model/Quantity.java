package dev.podo.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// An exact amount such as `100m`, `1.5Gi` or `2e3`. It remembers which family of suffixes it was
/// written with and is shown in upstream's canonical form: no fraction, the largest suffix that
/// loses nothing. Two quantities are equal when their amounts are, however they are written.
///
/// Amounts are kept down to nano; finer ones are rounded away from zero. Binary amounts stop at
/// 2^63-1.
public final class Quantity implements Comparable<Quantity> {
  public static final Quantity ZERO = new Quantity(BigDecimal.ZERO, Format.DECIMAL_SI, "0");

  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
  private static final BigInteger KIBI_INTEGER = BigInteger.valueOf(1024);
  private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final String[] DECIMAL_SUFFIXES = {
    "n", "u", "m", "", "k", "M", "G", "T", "P", "E"
  };
  private static final String[] BINARY_SUFFIXES = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
  private static final int NANO = 9;

  private final BigDecimal amount;
  private final Format format;
  private @Nullable String text; // Benign race: every thread computes the same text.

  /// The families of suffixes.
  public enum Format {
    /// `12e6`
    DECIMAL_EXPONENT,
    /// `12Mi`
    BINARY_SI,
    /// `12M`
    DECIMAL_SI
  }

  Quantity(BigDecimal amount, Format format, @Nullable String text) {
    this.amount = amount;
    this.format = format;
    this.text = text;
  }

  /// The quantity that a text spells.
  ///
  /// @throws IllegalArgumentException with upstream's message if it spells none
  public static Quantity parse(String text) {
    return "0".equals(text) ? ZERO : new QuantityParser(text).parse();
  }

  /// A whole number.
  public static Quantity of(long value) {
    return of(value, Format.DECIMAL_SI);
  }

  /// A whole number shown with this family of suffixes.
  public static Quantity of(long value, Format format) {
    return new Quantity(BigDecimal.valueOf(value), format, null);
  }

  /// A number of thousandths.
  public static Quantity ofMillis(long value) {
    return new Quantity(BigDecimal.valueOf(value, 3), Format.DECIMAL_SI, null);
  }

  /// The exact amount.
  public BigDecimal amount() {
    return amount;
  }

  public Format format() {
    return format;
  }

  public boolean isZero() {
    return amount.signum() == 0;
  }

  /// -1, 0 or 1.
  public int signum() {
    return amount.signum();
  }

  /// The sum; if this is zero, in the other's format.
  public Quantity add(Quantity other) {
    return new Quantity(amount.add(other.amount), isZero() ? other.format : format, null);
  }

  /// The difference; if this is zero, in the other's format.
  public Quantity subtract(Quantity other) {
    return new Quantity(amount.subtract(other.amount), isZero() ? other.format : format, null);
  }

  public Quantity multiply(long factor) {
    return new Quantity(amount.multiply(BigDecimal.valueOf(factor)), format, null);
  }

  public Quantity negate() {
    return new Quantity(amount.negate(), format, null);
  }

  /// The same amount rounded away from zero to thousandths: what upstream keeps of resources.
  public Quantity roundUpToMillis() {
    return amount.scale() <= 3
        ? this
        : new Quantity(amount.setScale(3, RoundingMode.UP), format, null);
  }

  /// Whole units, rounded away from zero; beyond the range of long the nearest long.
  public long value() {
    return scaled(0);
  }

  /// Thousandths, rounded away from zero; beyond the range of long the nearest long.
  public long milliValue() {
    return scaled(3);
  }

  private long scaled(int places) {
    var shifted = amount.scaleByPowerOfTen(places);
    if (shifted.compareTo(LONG_MAX) >= 0) {
      return Long.MAX_VALUE;
    }
    if (shifted.compareTo(LONG_MIN) <= 0) {
      return Long.MIN_VALUE;
    }
    return shifted.setScale(0, RoundingMode.UP).longValueExact();
  }

  /// The amount as the nearest double.
  public double doubleValue() {
    return amount.doubleValue();
  }

  @Override
  public int compareTo(Quantity other) {
    return amount.compareTo(other.amount);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Quantity that && amount.compareTo(that.amount) == 0;
  }

  @Override
  public int hashCode() {
    return amount.stripTrailingZeros().hashCode();
  }

  @Override
  public String toString() {
    var known = text;
    if (known == null) {
      known = canonical();
      text = known;
    }
    return known;
  }

  private String canonical() {
    if (isZero()) {
      return "0";
    }
    var binary = format == Format.BINARY_SI && amount.abs().compareTo(KIBI) >= 0;
    var whole = amount.stripTrailingZeros();
    return binary && whole.scale() <= 0 ? canonicalBinary(whole) : canonicalDecimal(whole);
  }

  private static String canonicalBinary(BigDecimal whole) {
    var mantissa = whole.toBigIntegerExact();
    var power = 0;
    while (power < BINARY_SUFFIXES.length - 1) {
      var parts = mantissa.divideAndRemainder(KIBI_INTEGER);
      if (parts[1].signum() != 0) {
        break;
      }
      mantissa = parts[0];
      power++;
    }
    return mantissa + BINARY_SUFFIXES[power];
  }

  private String canonicalDecimal(BigDecimal stripped) {
    var exponent = Math.floorDiv(-stripped.scale(), 3) * 3;
    var mantissa = stripped.scaleByPowerOfTen(-exponent).toBigIntegerExact();
    if (format == Format.DECIMAL_EXPONENT || exponent > 18) {
      return exponent == 0 ? mantissa.toString() : mantissa + "e" + exponent;
    }
    return mantissa + DECIMAL_SUFFIXES[(exponent + NANO) / 3];
  }

  static @Nullable Integer decimalExponent(String suffix) {
    for (var i = 0; i < DECIMAL_SUFFIXES.length; i++) {
      if (DECIMAL_SUFFIXES[i].equals(suffix)) {
        return i * 3 - NANO;
      }
    }
    return null;
  }

  static @Nullable Integer binaryExponent(String suffix) {
    for (var i = 1; i < BINARY_SUFFIXES.length; i++) {
      if (BINARY_SUFFIXES[i].equals(suffix)) {
        return i * 10;
      }
    }
    return null;
  }
}
