package dev.podo.machinery.codec;

import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What plain scalars mean in the YAML 1.1 that kubectl speaks.
final class YamlScalars {
  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> NOT_FINITE =
      Set.of(
          ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf",
          "-.Inf", "-.INF");
  private static final Pattern INTEGER =
      Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern BASE_60 =
      Pattern.compile("[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?");
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}");

  /// The bases of the groups of digits in [#INTEGER].
  private static final int[] BASES = {16, 2, 8, 10};

  /// No number that JSON can say needs more characters; what is longer stays text.
  private static final int MAX_DIGITS = 400;

  private YamlScalars() {}

  /// The value of a plain scalar without a tag.
  ///
  /// @throws DecodeException if it is infinite or not a number, which JSON cannot say
  static @Nullable Object resolve(String text) {
    if (NULL.contains(text)) {
      return null;
    }
    var first = text.charAt(0);
    if ("yYnNtTfFoO".indexOf(first) >= 0) {
      return TRUE.contains(text) ? (Object) true : FALSE.contains(text) ? (Object) false : text;
    }
    if (NOT_FINITE.contains(text)) {
      throw new DecodeException("error converting YAML to JSON: json: unsupported value: " + text);
    }
    if (first == '.') {
      return DECIMAL.matcher(text).matches() ? decimal(text, text) : text;
    }
    return "+-0123456789".indexOf(first) >= 0 ? number(text) : text;
  }

  /// The number that a scalar spells, or the scalar itself.
  private static Object number(String text) {
    var plain = text.replace("_", "");
    if (plain.length() > MAX_DIGITS) {
      return text;
    }
    var integer = INTEGER.matcher(plain);
    if (integer.matches()) {
      for (var base = 0; base < BASES.length; base++) {
        var digits = integer.group(base + 2);
        if (digits != null) {
          return fitted(new BigInteger(integer.group(1) + digits, BASES[base]));
        }
      }
    }
    return DECIMAL.matcher(plain).matches() ? decimal(text, plain) : text;
  }

  private static Object fitted(BigInteger integer) {
    return integer.bitLength() < 64
        ? (Object) integer.longValueExact()
        : (Object) integer.doubleValue();
  }

  /// The decimal that a text spells; the text itself if it is out of range.
  private static Object decimal(String text, String plain) {
    var number = Double.parseDouble(plain);
    return Double.isInfinite(number) ? text : (Object) number;
  }

  /// Whether a string would be read as something else if it stood plain. Base 60 is not read any
  /// more, but by others it is.
  static boolean looksLikeAnother(String text) {
    return NOT_FINITE.contains(text)
        || text.equals("<<")
        || !text.equals(resolve(text))
        || BASE_60.matcher(text).matches()
        || DATE.matcher(text).lookingAt();
  }
}
