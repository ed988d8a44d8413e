package dev.podo.machinery.codec;

import java.math.BigDecimal;

/// Floating-point numbers spelled as Go's JSON encoder spells them: without exponent between 1e-6
/// and 1e21, whole numbers without a point.
final class GoNumbers {
  private GoNumbers() {}

  /// @throws IllegalArgumentException of infinities and not-a-number, which JSON does not have
  static String text(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("json: unsupported value: " + number);
    }
    if (number == 0) {
      return 1 / number < 0 ? "-0" : "0";
    }
    var decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    var magnitude = Math.abs(number);
    if (magnitude >= 1e-6 && magnitude < 1e21) {
      return decimal.toPlainString();
    }
    var digits = decimal.unscaledValue().abs().toString();
    var exponent = digits.length() - 1 - decimal.scale();
    var fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    var sign = number < 0 ? "-" : "";
    var direction = exponent < 0 ? "e-" : "e+";
    var spelled = Integer.toString(Math.abs(exponent));
    return sign + digits.charAt(0) + fraction + direction + spelled;
  }
}
