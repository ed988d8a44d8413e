package dev.podo.cel.function;

import dev.podo.cel.type.CelType;
import dev.podo.cel.value.EvaluationError;
import dev.podo.cel.value.ListValue;
import dev.podo.cel.value.MapValue;
import dev.podo.cel.value.Uint;
import dev.podo.cel.value.Values;
import dev.podo.model.Bytes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Locale;

/// `"%s is %d".format([name, number])`.
final class TextFormat {
  private static final int PRECISION_MAX = 1000;

  private final String format;
  private final ListValue args;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int used;

  private TextFormat(String format, ListValue args) {
    this.format = format;
    this.args = args;
  }

  static void declare(Library library) {
    library.member(
        "string_format",
        "format",
        "(string, list(dyn)) string",
        args -> new TextFormat((String) args[0], (ListValue) args[1]).run());
  }

  private String run() {
    while (at < format.length()) {
      var c = format.charAt(at++);
      if (c != '%') {
        out.append(c);
      } else if (at < format.length() && format.charAt(at) == '%') {
        out.append('%');
        at++;
      } else {
        clause();
      }
      Operators.checkLength(out.length());
    }
    return out.toString();
  }

  private void clause() {
    var precision = -1;
    if (at < format.length() && format.charAt(at) == '.') {
      at++;
      precision = precision();
    }
    if (at >= format.length()) {
      throw new EvaluationError("could not parse formatting clause: unexpected end of string");
    }
    var verb = format.charAt(at++);
    if (used >= args.size()) {
      throw new EvaluationError("index " + used + " out of range");
    }
    out.append(show(verb, args.get(used++), precision));
  }

  private int precision() {
    var start = at;
    while (at < format.length() && Character.isDigit(format.charAt(at))) {
      at++;
    }
    var digits = format.substring(start, at);
    var value = digits.isEmpty() || digits.length() > 4 ? -1 : Integer.parseInt(digits);
    if (value < 0 || value > PRECISION_MAX) {
      throw new EvaluationError(
          "could not parse formatting clause: error while parsing precision: " + digits);
    }
    return value;
  }

  private static String show(char verb, Object value, int precision) {
    return switch (verb) {
      case 's' -> text(value);
      case 'd' -> integer(value);
      case 'f' -> fixed(value, precision < 0 ? 6 : precision);
      case 'e' -> scientific(value, precision < 0 ? 6 : precision);
      case 'b' -> binary(value);
      case 'x' -> hex(value);
      case 'X' -> hex(value).toUpperCase(Locale.ROOT);
      case 'o' -> octal(value);
      default ->
          throw new EvaluationError(
              "could not parse formatting clause: unrecognized formatting clause \"" + verb + "\"");
    };
  }

  private static String text(Object value) {
    return switch (value) {
      case ListValue list -> {
        var parts = new ArrayList<String>();
        for (var i = 0; i < list.size(); i++) {
          parts.add(text(list.get(i)));
        }
        yield "[" + String.join(", ", parts) + "]";
      }
      case MapValue map -> {
        var parts = new ArrayList<String>();
        for (var key : map.keys()) {
          parts.add(text(key) + ": " + text(map.get(key)));
        }
        parts.sort(null);
        yield "{" + String.join(", ", parts) + "}";
      }
      case Bytes bytes -> bytes.toUtf8();
      case CelType type -> type.name();
      default -> Conversions.show(value);
    };
  }

  private static EvaluationError wrong(String clause, String allowed, Object value) {
    return new EvaluationError(
        "error during formatting: "
            + clause
            + " clause can only be used on "
            + allowed
            + ", was given "
            + Values.typeOf(value).name());
  }

  private static String integer(Object value) {
    return switch (value) {
      case Long number -> number.toString();
      case Uint number -> number.toString();
      case Double number when number.isNaN() || number.isInfinite() -> Conversions.show(number);
      default -> throw wrong("decimal", "integers", value);
    };
  }

  private static BigDecimal decimal(Object value, String clause) {
    return switch (value) {
      case Double number -> new BigDecimal(number);
      case Long number -> BigDecimal.valueOf(number);
      case Uint number -> new BigDecimal(number.toString());
      default -> throw wrong(clause, "doubles", value);
    };
  }

  private static boolean isFinite(Object value) {
    return !(value instanceof Double number) || Double.isFinite(number);
  }

  private static String fixed(Object value, int precision) {
    return isFinite(value)
        ? decimal(value, "fixed-point").setScale(precision, RoundingMode.HALF_EVEN).toPlainString()
        : Conversions.show(value);
  }

  private static String scientific(Object value, int precision) {
    if (!isFinite(value)) {
      return Conversions.show(value);
    }
    var shown = String.format(Locale.ROOT, "%." + precision + "e", decimal(value, "scientific"));
    var mark = shown.indexOf('e');
    var out = new StringBuilder(shown.substring(0, mark)).append(" \u00d7 10");
    for (var c : shown.substring(mark + 1).toCharArray()) {
      if (c == '-') {
        out.append('\u207b');
      } else if (c != '+') {
        out.append("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079".charAt(c - '0'));
      }
    }
    return out.toString();
  }

  private static String binary(Object value) {
    return switch (value) {
      case Long number ->
          number < 0 ? "-" + Long.toBinaryString(-number) : Long.toBinaryString(number);
      case Uint number -> Long.toBinaryString(number.bits());
      case Boolean truth -> truth ? "1" : "0";
      default -> throw wrong("binary", "integers and bools", value);
    };
  }

  private static String hex(Object value) {
    return switch (value) {
      case Long number -> number < 0 ? "-" + Long.toHexString(-number) : Long.toHexString(number);
      case Uint number -> Long.toHexString(number.bits());
      case String text -> HexFormat.of().formatHex(Bytes.utf8(text).toArray());
      case Bytes bytes -> HexFormat.of().formatHex(bytes.toArray());
      default -> throw wrong("hexadecimal", "integers, byte buffers, and strings", value);
    };
  }

  private static String octal(Object value) {
    return switch (value) {
      case Long number ->
          number < 0 ? "-" + Long.toOctalString(-number) : Long.toOctalString(number);
      case Uint number -> Long.toOctalString(number.bits());
      default -> throw wrong("octal", "integers", value);
    };
  }
}
