package dev.podo.machinery.validation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/// The formats of names, keys and numbers in the API. Every method returns upstream's messages of
/// what is wrong; none means that the value is valid. Scanned by hand, because every write runs
/// through here and a hostile name must not make a regular expression recurse.
public final class Names {
  public static final int DNS_1123_LABEL_MAX = 63;
  public static final int DNS_1123_SUBDOMAIN_MAX = 253;
  public static final int DNS_1035_LABEL_MAX = 63;
  public static final int LABEL_VALUE_MAX = 63;
  private static final int PORT_NAME_MAX = 15;

  private static final String LABEL_FORMAT = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN_FORMAT = LABEL_FORMAT + "(\\." + LABEL_FORMAT + ")*";
  private static final String LABEL_KEY_FORMAT = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  private static final String WRONG_LABEL_KEY =
      explain(
          "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
              + " alphanumeric character",
          LABEL_KEY_FORMAT,
          "MyName",
          "my.name",
          "123-abc");
  private static final String WRONG_LABEL_VALUE =
      explain(
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
              + " '.', and must start and end with an alphanumeric character",
          "(" + LABEL_KEY_FORMAT + ")?",
          "MyValue",
          "my_value",
          "12345");
  private static final String WRONG_LABEL =
      explain(
          "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
              + " must start and end with an alphanumeric character",
          LABEL_FORMAT,
          "my-name",
          "123-abc");
  private static final String WRONG_SUBDOMAIN =
      explain(
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
              + " '.', and must start and end with an alphanumeric character",
          SUBDOMAIN_FORMAT,
          "example.com");
  private static final String UNDERSCORED_LABEL = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
  private static final String UNDERSCORED_FORMAT =
      UNDERSCORED_LABEL + "(\\." + UNDERSCORED_LABEL + ")*";
  private static final Pattern UNDERSCORED = Pattern.compile(UNDERSCORED_FORMAT);
  private static final String WRONG_UNDERSCORED =
      explain(
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_',"
              + " '-' or '.', and must start and end with an alphanumeric character",
          UNDERSCORED_FORMAT,
          "example.com");
  private static final String WRONG_WILDCARD =
      explain(
          "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain,"
              + " which must consist of lower case alphanumeric characters, '-' or '.' and end with"
              + " an alphanumeric character",
          "\\*\\." + SUBDOMAIN_FORMAT,
          "*.example.com");
  private static final String WRONG_DNS_1035_LABEL =
      explain(
          "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
              + " alphabetic character, and end with an alphanumeric character",
          "[a-z]([-a-z0-9]*[a-z0-9])?",
          "my-name",
          "abc-123");
  private static final String WRONG_C_IDENTIFIER =
      explain(
          "a valid C identifier must start with alphabetic character or '_', followed by a string of"
              + " alphanumeric characters or '_'",
          "[A-Za-z_][A-Za-z0-9_]*",
          "my_name",
          "MY_NAME",
          "MyName");
  private static final String WRONG_CONFIG_KEY =
      explain(
          "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
          "[-._a-zA-Z0-9]+",
          "key.name",
          "KEY_NAME",
          "key-name");
  private static final String WRONG_ENV_NAME =
      "a valid environment variable name must consist only of printable ASCII characters other than"
          + " '='";

  private Names() {}

  /// A name of up to 63 lower-case letters, digits and dashes, such as a Namespace's.
  public static List<String> dns1123Label(String value) {
    var problems = tooLong(value, DNS_1123_LABEL_MAX);
    if (!isLabel(value, 0, value.length())) {
      problems.add(isSubdomain(value, 0) ? "must not contain dots" : WRONG_LABEL);
    }
    return problems;
  }

  /// A name of up to 253 characters made of labels with dots between, such as most objects have.
  public static List<String> dns1123Subdomain(String value) {
    var problems = tooLong(value, DNS_1123_SUBDOMAIN_MAX);
    if (!isSubdomain(value, 0)) {
      problems.add(WRONG_SUBDOMAIN);
    }
    return problems;
  }

  /// A subdomain in which labels may have underscores, as those of services do: a domain in which
  /// resolvers search (KEP-4427).
  public static List<String> dns1123SubdomainWithUnderscore(String value) {
    var problems = tooLong(value, DNS_1123_SUBDOMAIN_MAX);
    if (!UNDERSCORED.matcher(value).matches()) {
      problems.add(WRONG_UNDERSCORED);
    }
    return problems;
  }

  /// `*.` and a subdomain: a host rule of an Ingress (RFC 1034, 4.3.3).
  public static List<String> wildcardDns1123Subdomain(String value) {
    var problems = tooLong(value, DNS_1123_SUBDOMAIN_MAX);
    if (!value.startsWith("*.") || !isSubdomain(value, 2)) {
      problems.add(WRONG_WILDCARD);
    }
    return problems;
  }

  /// A label that does not begin with a digit, such as a Service's name.
  public static List<String> dns1035Label(String value) {
    var problems = tooLong(value, DNS_1035_LABEL_MAX);
    var isLabel = isLabel(value, 0, value.length());
    if (!isLabel || Characters.isDigit(value.charAt(0))) {
      problems.add(WRONG_DNS_1035_LABEL);
    }
    return problems;
  }

  /// A key of a label or annotation, a resource name, a finalizer: a name with an optional domain
  /// before it, as in `example.com/MyName`.
  public static List<String> qualifiedName(String value) {
    var problems = new ArrayList<String>();
    var slash = value.indexOf('/');
    if (slash != value.lastIndexOf('/')) {
      problems.add(
          "a valid label key "
              + WRONG_LABEL_KEY
              + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
      return problems;
    }
    if (slash == 0) {
      problems.add("prefix part must be non-empty");
    } else if (slash > 0) {
      dns1123Subdomain(value.substring(0, slash)).forEach(it -> problems.add("prefix part " + it));
    }
    var name = value.substring(slash + 1);
    if (name.isEmpty()) {
      problems.add("name part must be non-empty");
    } else {
      tooLong(name, LABEL_VALUE_MAX).forEach(it -> problems.add("name part " + it));
    }
    if (!isLabelKey(name)) {
      problems.add("name part " + WRONG_LABEL_KEY);
    }
    return problems;
  }

  /// The value of a label.
  public static List<String> labelValue(String value) {
    var problems = tooLong(value, LABEL_VALUE_MAX);
    if (!value.isEmpty() && !isLabelKey(value)) {
      problems.add(WRONG_LABEL_VALUE);
    }
    return problems;
  }

  public static List<String> cIdentifier(String value) {
    var valid =
        Characters.all(value, it -> Characters.isAlphanumeric(it) || it == '_')
            && !value.isEmpty()
            && !Characters.isDigit(value.charAt(0));
    return valid ? List.of() : List.of(WRONG_C_IDENTIFIER);
  }

  /// A key in the data of a ConfigMap or a Secret; it may become the name of a file.
  public static List<String> configMapKey(String value) {
    var problems = tooLong(value, DNS_1123_SUBDOMAIN_MAX);
    if (value.isEmpty() || !Characters.all(value, Characters::isNameCharacter)) {
      problems.add(WRONG_CONFIG_KEY);
    }
    if (value.equals(".")) {
      problems.add("must not be '.'");
    } else if (value.equals("..")) {
      problems.add("must not be '..'");
    } else if (value.startsWith("..")) {
      problems.add("must not start with '..'");
    }
    return problems;
  }

  /// The name of an environment variable, as relaxed by KEP-4369.
  public static List<String> envVarName(String value) {
    if (value.isEmpty()) {
      return List.of("environment variable name must be non-empty");
    }
    var valid = Characters.all(value, it -> it >= ' ' && it < 0x7f && it != '=');
    return valid ? List.of() : List.of(WRONG_ENV_NAME);
  }

  /// The name of an HTTP header, by the stricter of the rules in use.
  public static List<String> httpHeaderName(String value) {
    if (!value.isEmpty()
        && Characters.all(value, it -> Characters.isAlphanumeric(it) || it == '-')) {
      return List.of();
    }
    return List.of(
        explain(
            "a valid HTTP header must consist of alphanumeric characters or '-'",
            "[-A-Za-z0-9]+",
            "X-Header-Name"));
  }

  /// A percentage such as `25%`.
  public static List<String> percent(String value) {
    var digits = value.endsWith("%") ? value.substring(0, value.length() - 1) : "";
    if (!digits.isEmpty() && Characters.all(digits, Characters::isDigit)) {
      return List.of();
    }
    return List.of(
        explain(
            "a valid percent string must be a numeric string followed by an ending '%'",
            "[0-9]+%", "1%", "93%"));
  }

  /// The number of a port.
  public static List<String> portNumber(int port) {
    return inRange(port, 1, 65535);
  }

  /// The name of a port: an IANA service name (RFC 6335), in lower case.
  public static List<String> portName(String value) {
    var problems = tooLong(value, PORT_NAME_MAX);
    if (value.isEmpty() || !Characters.all(value, Characters::isLabelCharacter)) {
      problems.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if (value.chars().noneMatch(Characters::isLowerLetter)) {
      problems.add("must contain at least one letter (a-z)");
    }
    if (value.contains("--")) {
      problems.add("must not contain consecutive hyphens");
    }
    if (value.startsWith("-") || value.endsWith("-")) {
      problems.add("must not begin or end with a hyphen");
    }
    return problems;
  }

  /// A name that can stand as one segment of a URL path, such as that of a ClusterRole.
  public static List<String> pathSegment(String value) {
    if (value.equals(".") || value.equals("..")) {
      return List.of("may not be '" + value + "'");
    }
    var problems = new ArrayList<String>();
    for (var forbidden : List.of("/", "%")) {
      if (value.contains(forbidden)) {
        problems.add("may not contain '" + forbidden + "'");
      }
    }
    return problems;
  }

  public static List<String> inRange(long value, long min, long max) {
    return value >= min && value <= max
        ? List.of()
        : List.of("must be between " + min + " and " + max + ", inclusive");
  }

  /// What stands for a `generateName` when it is checked as a name: it may end with a dash, because
  /// a random suffix follows.
  public static String maskTrailingDash(String prefix) {
    return prefix.length() > 1 && prefix.endsWith("-")
        ? prefix.substring(0, prefix.length() - 1) + "a"
        : prefix;
  }

  private static List<String> tooLong(String value, int maxBytes) {
    var problems = new ArrayList<String>();
    if (exceeds(value, maxBytes)) {
      problems.add("must be no more than " + maxBytes + " bytes");
    }
    return problems;
  }

  private static boolean exceeds(String value, int maxBytes) {
    return value.length() > maxBytes
        || (value.length() * 3 > maxBytes
            && value.getBytes(StandardCharsets.UTF_8).length > maxBytes);
  }

  private static String explain(String what, String format, String... examples) {
    var shown = new ArrayList<String>();
    for (var example : examples) {
      shown.add("'" + example + "', ");
    }
    return what
        + " (e.g. "
        + String.join(" or ", shown)
        + "regex used for validation is '"
        + format
        + "')";
  }

  private static boolean isLabel(String value, int from, int to) {
    return isNamed(value, from, to, Characters::isLabelCharacter)
        && value.charAt(from) != '-'
        && value.charAt(to - 1) != '-';
  }

  private static boolean isSubdomain(String value, int from) {
    var start = from;
    while (true) {
      var dot = value.indexOf('.', start);
      if (!isLabel(value, start, dot < 0 ? value.length() : dot)) {
        return false;
      }
      if (dot < 0) {
        return true;
      }
      start = dot + 1;
    }
  }

  private static boolean isLabelKey(String value) {
    return isNamed(value, 0, value.length(), Characters::isNameCharacter)
        && Characters.isAlphanumeric(value.charAt(0))
        && Characters.isAlphanumeric(value.charAt(value.length() - 1));
  }

  private static boolean isNamed(String value, int from, int to, IntPredicate allowed) {
    for (var i = from; i < to; i++) {
      if (!allowed.test(value.charAt(i))) {
        return false;
      }
    }
    return to > from;
  }
}
