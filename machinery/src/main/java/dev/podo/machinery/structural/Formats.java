package dev.podo.machinery.structural;

import dev.podo.machinery.validation.IpAddress;
import dev.podo.machinery.validation.Names;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The formats of strings that are looked at, as upstream looks at them (`strfmt`); all others say
/// nothing.
public final class Formats {
  private static final Pattern TIME =
      Pattern.compile(
          "([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d+)?([zZ]|[+-]([01]\\d|2[0-3]):[0-5]\\d)");
  private static final Pattern DURATION =
      Pattern.compile(
          "(\\s*[+-]?\\d{1,18}(\\.\\d{0,18})?\\s*(ns|nanos?|us|µs|μs|micros?|microseconds?|ms|millis?"
              + "|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?"
              + "|weeks?))+\\s*");
  private static final Pattern HOSTNAME =
      Pattern.compile(
          "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
              + "(\\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\\.?");
  private static final Map<String, Predicate<String>> CHECKS = new TreeMap<>();

  static {
    CHECKS.put("datetime", Formats::isDateTime);
    CHECKS.put("date", Formats::isDate);
    CHECKS.put("duration", Formats::isDuration);
    CHECKS.put("uri", Formats::isUri);
    CHECKS.put("email", matches("[^@\\s<>\"]{1,64}@[^@\\s<>\"]{1,255}"));
    CHECKS.put("hostname", Formats::isHostname);
    CHECKS.put("ipv4", text -> !text.contains(":") && IpAddress.parse(text) != null);
    CHECKS.put("ipv6", text -> text.contains(":") && IpAddress.parse(text) != null);
    CHECKS.put("cidr", Formats::isCidr);
    CHECKS.put(
        "mac",
        matches(
            "([0-9A-Fa-f]{2}[:-]){5}([0-9A-Fa-f]{2})|([0-9A-Fa-f]{2}[:-]){7}[0-9A-Fa-f]{2}"
                + "|([0-9A-Fa-f]{4}\\.){2,3}[0-9A-Fa-f]{4}"));
    CHECKS.put(
        "uuid", matches("(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}"));
    CHECKS.put("uuid3", uuid("3", "[0-9a-f]"));
    CHECKS.put("uuid4", uuid("4", "[89ab]"));
    CHECKS.put("uuid5", uuid("5", "[89ab]"));
    CHECKS.put("byte", Formats::isBase64);
    CHECKS.put("password", text -> true);
    CHECKS.put("bsonobjectid", matches("[0-9A-Fa-f]{24}"));
    CHECKS.put("isbn10", text -> isIsbn10(digits(text)));
    CHECKS.put("isbn13", text -> isIsbn13(digits(text)));
    CHECKS.put("isbn", text -> isIsbn10(digits(text)) || isIsbn13(digits(text)));
    CHECKS.put("creditcard", text -> isCreditCard(digits(text)));
    CHECKS.put("ssn", matches("\\d{3}[- ]?\\d{2}[- ]?\\d{4}"));
    CHECKS.put("hexcolor", matches("#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})"));
    CHECKS.put("rgbcolor", matches("rgb\\(\\s*(\\d{1,3}\\s*,\\s*){2}\\d{1,3}\\s*\\)"));
    CHECKS.put("k8sshortname", text -> Names.dns1123Label(text).isEmpty());
    CHECKS.put("k8slongname", text -> Names.dns1123Subdomain(text).isEmpty());
  }

  private Formats() {}

  private static Predicate<String> matches(String pattern) {
    return Pattern.compile(pattern).asMatchPredicate();
  }

  private static Predicate<String> uuid(String version, String variant) {
    return matches(
        "(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?"
            + version
            + "[0-9a-f]{3}-?"
            + variant
            + "[0-9a-f]{3}-?[0-9a-f]{12}");
  }

  /// Whether strings are held against this format.
  public static boolean isKnown(String format) {
    return !format.isEmpty() && CHECKS.containsKey(plain(format));
  }

  static boolean fits(String format, String text) {
    var check = CHECKS.get(plain(format));
    return check == null || check.test(text);
  }

  private static String plain(String format) {
    return format.replace("-", "");
  }

  private static boolean isDate(String text) {
    if (text.length() != 10) {
      return false;
    }
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isDateTime(String text) {
    return text.length() > 11
        && (text.charAt(10) == 'T' || text.charAt(10) == 't')
        && isDate(text.substring(0, 10))
        && TIME.matcher(text.substring(11)).matches();
  }

  private static boolean isDuration(String text) {
    return text.equals("0") || (text.length() <= 256 && DURATION.matcher(text).matches());
  }

  private static boolean isUri(String text) {
    try {
      return new URI(text).isAbsolute() || text.startsWith("/");
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isHostname(String text) {
    return text.length() <= 255 && HOSTNAME.matcher(text).matches();
  }

  private static boolean isCidr(String text) {
    var slash = text.indexOf('/');
    if (slash < 0 || IpAddress.parse(text.substring(0, slash)) == null) {
      return false;
    }
    var length = text.substring(slash + 1);
    var max = text.contains(":") ? 128 : 32;
    return length.matches("\\d{1,3}") && Integer.parseInt(length) <= max;
  }

  private static boolean isBase64(String text) {
    try {
      Base64.getDecoder().decode(text);
      return text.length() % 4 == 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String digits(String text) {
    return text.replaceAll("[\\s-]+", "");
  }

  private static boolean isIsbn10(String digits) {
    if (!digits.matches("\\d{9}[\\dXx]")) {
      return false;
    }
    var sum = 0;
    for (var i = 0; i < 10; i++) {
      var c = digits.charAt(i);
      sum += (i + 1) * (Character.isDigit(c) ? c - '0' : 10);
    }
    return sum % 11 == 0;
  }

  private static boolean isIsbn13(String digits) {
    if (!digits.matches("\\d{13}")) {
      return false;
    }
    var sum = 0;
    for (var i = 0; i < 13; i++) {
      sum += (i % 2 == 0 ? 1 : 3) * (digits.charAt(i) - '0');
    }
    return sum % 10 == 0;
  }

  private static boolean isCreditCard(String digits) {
    if (!digits.matches("\\d{13,19}")) {
      return false;
    }
    var sum = 0;
    for (var i = 0; i < digits.length(); i++) {
      var digit = digits.charAt(digits.length() - 1 - i) - '0';
      var doubled = i % 2 == 0 ? digit : digit * 2;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }
}
