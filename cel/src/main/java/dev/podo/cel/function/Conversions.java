package dev.podo.cel.function;

import dev.podo.cel.value.EvaluationError;
import dev.podo.cel.value.Times;
import dev.podo.cel.value.Uint;
import dev.podo.cel.value.Values;
import dev.podo.model.Bytes;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/// From one type to another.
final class Conversions {
  private static final double TWO_63 = 0x1p63;
  private static final double TWO_64 = 0x1p64;
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d{1,9})?");

  private Conversions() {}

  static void declare(Library library) {
    library.global("to_dyn", "dyn", "(A) dyn", args -> args[0]);
    library.global("type", "type", "(A) type(A)", args -> Values.typeOf(args[0]));
    toBool(library);
    toBytes(library);
    toInt(library);
    toUint(library);
    toDouble(library);
    toText(library);
    toTime(library);
  }

  private static void toBool(Library library) {
    library.global("bool_to_bool", "bool", "(bool) bool", args -> args[0]);
    library.global(
        "string_to_bool",
        "bool",
        "(string) bool",
        args ->
            switch ((String) args[0]) {
              case "1", "t", "T", "TRUE", "true", "True" -> true;
              case "0", "f", "F", "FALSE", "false", "False" -> false;
              default -> throw unreadable("ParseBool", args[0]);
            });
  }

  private static void toBytes(Library library) {
    library.global("bytes_to_bytes", "bytes", "(bytes) bytes", args -> args[0]);
    library.global(
        "string_to_bytes", "bytes", "(string) bytes", args -> Bytes.utf8((String) args[0]));
  }

  private static void toInt(Library library) {
    library.global("int64_to_int64", "int", "(int) int", args -> args[0]);
    library.global("uint64_to_int64", "int", "(uint) int", args -> toLong((Uint) args[0]));
    library.global("double_to_int64", "int", "(double) int", args -> toLong((Double) args[0]));
    library.global("string_to_int64", "int", "(string) int", args -> toLong((String) args[0]));
    library.global(
        "timestamp_to_int64",
        "int",
        "(timestamp) int",
        args -> ((Instant) args[0]).getEpochSecond());
    library.global(
        "duration_to_int64", "int", "(duration) int", args -> ((Duration) args[0]).toNanos());
  }

  private static Long toLong(Uint value) {
    if (value.bits() < 0) {
      throw new EvaluationError("integer overflow");
    }
    return value.bits();
  }

  private static Long toLong(Double value) {
    if (value.isNaN() || value <= -TWO_63 || value >= TWO_63) {
      throw new EvaluationError("integer overflow");
    }
    return (long) value.doubleValue();
  }

  private static Long toLong(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw unreadable("ParseInt", text);
    }
  }

  private static void toUint(Library library) {
    library.global("uint64_to_uint64", "uint", "(uint) uint", args -> args[0]);
    library.global("int64_to_uint64", "uint", "(int) uint", args -> toUint((Long) args[0]));
    library.global("double_to_uint64", "uint", "(double) uint", args -> toUint((Double) args[0]));
    library.global("string_to_uint64", "uint", "(string) uint", args -> toUint((String) args[0]));
  }

  private static Uint toUint(Long value) {
    if (value < 0) {
      throw new EvaluationError("unsigned integer overflow");
    }
    return new Uint(value);
  }

  private static Uint toUint(Double value) {
    if (value.isNaN() || value < 0 || value >= TWO_64) {
      throw new EvaluationError("unsigned integer overflow");
    }
    return new Uint(new BigDecimal(value).toBigInteger().longValue());
  }

  private static Uint toUint(String text) {
    try {
      return new Uint(Long.parseUnsignedLong(text));
    } catch (NumberFormatException e) {
      throw unreadable("ParseUint", text);
    }
  }

  private static void toDouble(Library library) {
    library.global("double_to_double", "double", "(double) double", args -> args[0]);
    library.global(
        "int64_to_double", "double", "(int) double", args -> ((Long) args[0]).doubleValue());
    library.global(
        "uint64_to_double", "double", "(uint) double", args -> ((Uint) args[0]).toDouble());
    library.global(
        "string_to_double", "double", "(string) double", args -> toDouble((String) args[0]));
  }

  private static Double toDouble(String text) {
    if (DECIMAL.matcher(text).matches()) {
      var value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> throw unreadable("ParseFloat", text);
    };
  }

  private static EvaluationError unreadable(String reader, Object text) {
    return new EvaluationError("strconv." + reader + ": parsing \"" + text + "\": invalid syntax");
  }

  private static void toText(Library library) {
    for (var type :
        new String[] {"string", "bool", "int", "uint", "double", "timestamp", "duration"}) {
      var id = type.endsWith("int") ? type + "64" : type;
      library.global(id + "_to_string", "string", "(" + type + ") string", args -> show(args[0]));
    }
    library.global("bytes_to_string", "string", "(bytes) string", args -> decode((Bytes) args[0]));
    library.global("ip_to_string", "string", "(net.IP) string", args -> args[0].toString());
    library.global("cidr_to_string", "string", "(net.CIDR) string", args -> args[0].toString());
  }

  private static String decode(Bytes bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new EvaluationError("invalid UTF-8 in bytes, cannot convert to string");
    }
  }

  /// A scalar as a text.
  static String show(Object value) {
    return switch (value) {
      case Double number -> show(number.doubleValue());
      case Instant time -> Times.show(time);
      case Duration duration -> Times.show(duration);
      default -> value.toString();
    };
  }

  /// As Go prints the shortest digits that tell a double: `1e+06`, `0.1`, `3`.
  static String show(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "+Inf" : "-Inf";
    }
    if (number == 0) {
      return 1 / number < 0 ? "-0" : "0";
    }
    var exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    var digits = exact.unscaledValue().abs().toString();
    var exponent = digits.length() - exact.scale() - 1;
    if (exponent >= -4 && exponent < 6) {
      return exact.toPlainString();
    }
    return (number < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  private static void toTime(Library library) {
    library.global("timestamp_to_timestamp", "timestamp", "(timestamp) timestamp", args -> args[0]);
    library.global(
        "string_to_timestamp",
        "timestamp",
        "(string) timestamp",
        args -> {
          var time = Times.timestamp((String) args[0]);
          if (time == null) {
            throw new EvaluationError(
                "parsing time \"" + args[0] + "\" as \"2006-01-02T15:04:05Z07:00\"");
          }
          return time;
        });
    library.global(
        "int64_to_timestamp",
        "timestamp",
        "(int) timestamp",
        args -> {
          var seconds = (long) args[0];
          if (seconds < -62_135_596_800L || seconds > 253_402_300_799L) {
            throw new EvaluationError("timestamp overflow");
          }
          return Instant.ofEpochSecond(seconds);
        });
    library.global("duration_to_duration", "duration", "(duration) duration", args -> args[0]);
    library.global(
        "string_to_duration",
        "duration",
        "(string) duration",
        args -> {
          var duration = Times.duration((String) args[0]);
          if (duration == null) {
            throw new EvaluationError("time: invalid duration \"" + args[0] + "\"");
          }
          return duration;
        });
    library.global(
        "int64_to_duration",
        "duration",
        "(int) duration",
        args -> Duration.ofNanos((long) args[0]));
  }
}
