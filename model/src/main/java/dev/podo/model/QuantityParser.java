package dev.podo.model;

import dev.podo.model.Quantity.Format;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// Reads one quantity: sign, digits with at most one point, suffix.
final class QuantityParser {
  private static final String WRONG_FORMAT =
      "quantities must match the regular expression"
          + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  private static final String WRONG_NUMBER = "unable to parse numeric part of quantity";
  private static final String WRONG_SUFFIX = "unable to parse quantity's suffix";
  private static final BigDecimal BINARY_MAX = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final int NANO = 9;
  private static final int EXPONENT_MAX = 1000; // Arithmetic on larger ones would eat the memory.
  private static final int SHORT_DIGITS = 18; // What surely fits a long.

  private final String text;
  private int position;

  QuantityParser(String text) {
    this.text = text;
  }

  Quantity parse() {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(WRONG_FORMAT);
    }
    var first = text.charAt(0);
    if (first == '-' || first == '+') {
      position++;
    }
    while (position < text.length() && text.charAt(position) == '0') {
      position++;
    }
    var whole = digits();
    var fraction = "";
    if (position < text.length() && text.charAt(position) == '.') {
      position++;
      fraction = digits();
    }
    var suffix = suffix();
    var number = new BigInteger(whole.isEmpty() && fraction.isEmpty() ? "0" : whole + fraction);
    var magnitude = new BigDecimal(number, fraction.length());
    return finish(magnitude, first == '-', whole.isEmpty() ? "0" : whole, fraction, suffix);
  }

  private Quantity finish(
      BigDecimal magnitude, boolean negative, String whole, String fraction, String suffix) {
    var binaryExponent = Quantity.binaryExponent(suffix);
    if (binaryExponent != null) {
      return binary(magnitude, negative, whole, fraction, binaryExponent);
    }
    var decimalExponent = Quantity.decimalExponent(suffix);
    var format = decimalExponent == null ? Format.DECIMAL_EXPONENT : Format.DECIMAL_SI;
    int exponent = decimalExponent == null ? spelledExponent(suffix) : decimalExponent;
    var amount = magnitude.scaleByPowerOfTen(exponent);
    if (amount.precision() - amount.scale() > EXPONENT_MAX) {
      // What is printed as one digit and an exponent must be read again.
      throw new IllegalArgumentException(WRONG_NUMBER);
    }
    if (amount.scale() > NANO) {
      amount = amount.setScale(NANO, RoundingMode.UP);
    }
    var kept = isKept(whole, fraction, exponent) ? text : null;
    return new Quantity(negative ? amount.negate() : amount, format, kept);
  }

  private Quantity binary(
      BigDecimal magnitude, boolean negative, String whole, String fraction, int exponent) {
    var amount = magnitude.multiply(new BigDecimal(BigInteger.TWO.pow(exponent)));
    if (amount.scale() > NANO) {
      amount = amount.setScale(NANO, RoundingMode.UP);
    }
    amount = amount.min(BINARY_MAX);
    var small = amount.signum() > 0 && amount.compareTo(BigDecimal.ONE) < 0;
    var room = 14 - whole.length() - exponent * 3 / 10;
    var kept = fraction.isEmpty() && room >= 0 && (Long.parseLong(whole) & 7) != 0 ? text : null;
    return new Quantity(
        negative ? amount.negate() : amount, small ? Format.DECIMAL_SI : Format.BINARY_SI, kept);
  }

  /// Upstream shows some spellings as they were written, because it takes them for canonical
  /// without computing the canonical form: `1.500`, for one.
  private static boolean isKept(String whole, String fraction, int exponent) {
    var digits = whole + fraction;
    var scale = exponent - fraction.length();
    return digits.length() <= SHORT_DIGITS
        && scale >= -NANO
        && scale % 3 == 0
        && !digits.endsWith("000")
        && digits.charAt(0) != '0';
  }

  private String digits() {
    var start = position;
    while (position < text.length() && isDigit(text.charAt(position))) {
      position++;
    }
    return text.substring(start, position);
  }

  private String suffix() {
    var start = position;
    while (position < text.length() && "eEinumkKMGTP".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
    if (position < text.length()
        && (text.charAt(position) == '-' || text.charAt(position) == '+')) {
      position++;
    }
    digits();
    if (position < text.length()) {
      throw new IllegalArgumentException(WRONG_FORMAT);
    }
    return text.substring(start);
  }

  private static int spelledExponent(String suffix) {
    var exponent = suffix.matches("[eE][+-]?[0-9]+") ? parseInt(suffix.substring(1)) : null;
    if (exponent == null) {
      throw new IllegalArgumentException(WRONG_SUFFIX);
    }
    if (Math.abs(exponent) > EXPONENT_MAX) {
      throw new IllegalArgumentException(WRONG_NUMBER);
    }
    return exponent;
  }

  private static @Nullable Integer parseInt(String digits) {
    try {
      return Integer.valueOf(digits);
    } catch (NumberFormatException tooLong) {
      return null;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
