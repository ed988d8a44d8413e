package dev.podo.cel.function;

import dev.podo.cel.type.CelType;
import dev.podo.cel.value.EvaluationError;
import dev.podo.cel.value.Opaque;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Semantic versions.
final class Versions {
  static final String TYPE = "kubernetes.Semver";

  private static final String NUMBER = "(0|[1-9]\\d*)";
  private static final Pattern VERSION =
      Pattern.compile(
          NUMBER
              + "\\."
              + NUMBER
              + "\\."
              + NUMBER
              + "(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*+))?(?:\\+([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*+))?");
  private static final Pattern ZEROS = Pattern.compile("^0+(?=\\d)");
  private static final int LENGTH_MAX = 256;

  private Versions() {}

  /// A version. Its build is no part of its order.
  private record Version(long major, long minor, long patch, List<String> pre, String build)
      implements Opaque, Comparable<Version> {
    @Override
    public CelType celType() {
      return CelType.opaque(TYPE);
    }

    @Override
    public int compareTo(Version other) {
      var sign = Long.compareUnsigned(major, other.major);
      sign = sign != 0 ? sign : Long.compareUnsigned(minor, other.minor);
      sign = sign != 0 ? sign : Long.compareUnsigned(patch, other.patch);
      if (sign != 0 || (pre.isEmpty() && other.pre.isEmpty())) {
        return sign;
      }
      if (pre.isEmpty() || other.pre.isEmpty()) {
        return pre.isEmpty() ? 1 : -1;
      }
      for (var i = 0; i < Math.min(pre.size(), other.pre.size()); i++) {
        var part = compareParts(pre.get(i), other.pre.get(i));
        if (part != 0) {
          return part;
        }
      }
      return Integer.compare(pre.size(), other.pre.size());
    }

    private static int compareParts(String a, String b) {
      var left = isNumber(a);
      var right = isNumber(b);
      if (left && right) {
        return new BigInteger(a).compareTo(new BigInteger(b));
      }
      return left == right ? Integer.signum(a.compareTo(b)) : Boolean.compare(right, left);
    }
  }

  static void declare(Library library) {
    library.global(
        "is_semver_string", "isSemver", "(string) bool", args -> parse((String) args[0]) != null);
    library.global(
        "is_semver_string_bool",
        "isSemver",
        "(string, bool) bool",
        args -> parse(normalized(args)) != null);
    library.global(
        "string_to_semver",
        "semver",
        "(string) kubernetes.Semver",
        args -> require((String) args[0]));
    library.global(
        "string_bool_to_semver",
        "semver",
        "(string, bool) kubernetes.Semver",
        args -> require(normalized(args)));
    library.member(
        "semver_major", "major", "(kubernetes.Semver) int", args -> ((Version) args[0]).major());
    library.member(
        "semver_minor", "minor", "(kubernetes.Semver) int", args -> ((Version) args[0]).minor());
    library.member(
        "semver_patch", "patch", "(kubernetes.Semver) int", args -> ((Version) args[0]).patch());
    library.member(
        "semver_compare_to",
        "compareTo",
        "(kubernetes.Semver, kubernetes.Semver) int",
        args -> (long) compare(args));
    library.member(
        "semver_is_less_than",
        "isLessThan",
        "(kubernetes.Semver, kubernetes.Semver) bool",
        args -> compare(args) < 0);
    library.member(
        "semver_is_greater_than",
        "isGreaterThan",
        "(kubernetes.Semver, kubernetes.Semver) bool",
        args -> compare(args) > 0);
  }

  private static int compare(Object[] args) {
    return Integer.signum(((Version) args[0]).compareTo((Version) args[1]));
  }

  private static boolean isNumber(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static @Nullable Version parse(String text) {
    var matcher = VERSION.matcher(text);
    if (text.length() > LENGTH_MAX || !matcher.matches()) {
      return null;
    }
    var pre = matcher.group(4) == null ? List.<String>of() : List.of(matcher.group(4).split("\\."));
    if (pre.stream()
        .anyMatch(part -> part.length() > 1 && part.startsWith("0") && isNumber(part))) {
      return null;
    }
    var build = matcher.group(5) == null ? "" : matcher.group(5);
    try {
      return new Version(
          Long.parseUnsignedLong(matcher.group(1)),
          Long.parseUnsignedLong(matcher.group(2)),
          Long.parseUnsignedLong(matcher.group(3)),
          pre,
          build);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Version require(String text) {
    var version = parse(text);
    if (version == null) {
      throw new EvaluationError("Semver parse error during conversion from string: " + text);
    }
    return version;
  }

  /// When asked for: without a `v`, with the numbers that are missing, without leading zeros.
  private static String normalized(Object[] args) {
    var text = (String) args[0];
    if (!(Boolean) args[1] || text.length() > LENGTH_MAX) {
      return text;
    }
    text = text.startsWith("v") ? text.substring(1) : text;
    var end = 0;
    while (end < text.length() && text.charAt(end) != '-' && text.charAt(end) != '+') {
      end++;
    }
    var numbers = new ArrayList<String>();
    for (var number : text.substring(0, end).split("\\.", -1)) {
      numbers.add(ZEROS.matcher(number).replaceFirst(""));
    }
    // What follows the numbers can only follow all three.
    while (numbers.size() < 3 && end == text.length()) {
      numbers.add("0");
    }
    return String.join(".", numbers) + text.substring(end);
  }
}
