package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.fieldpath.FieldPath;
import java.util.Locale;

/// Literal IP addresses as fields hold them; nothing here asks the DNS.
public final class IpAddresses {
  private static final String NOT_AN_ADDRESS =
      "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
  private static final String NOT_A_CIDR =
      "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";
  private static final int GROUPS = 8;

  private IpAddresses() {}

  public static boolean isIp(String text) {
    return isIpv4(text) || isIpv6(text);
  }

  /// Four decimal numbers without leading zeros, which some readers take for octal.
  public static boolean isIpv4(String text) {
    var parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (var part : parts) {
      if (!isOctet(part)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOctet(String part) {
    var length = part.length();
    if (length == 0 || length > 3 || !part.chars().allMatch(it -> it >= '0' && it <= '9')) {
      return false;
    }
    return (length == 1 || part.charAt(0) != '0') && Integer.parseInt(part) <= 255;
  }

  /// RFC 4291, 2.2, without a zone.
  public static boolean isIpv6(String text) {
    var gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true) == GROUPS;
    }
    if (text.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    var before = groups(text.substring(0, gap), false);
    var after = groups(text.substring(gap + 2), true);
    return before >= 0 && after >= 0 && before + after < GROUPS;
  }

  /// How many groups of 16 bits the text spells; negative if it is malformed.
  private static int groups(String text, boolean mayEndInIpv4) {
    if (text.isEmpty()) {
      return 0;
    }
    var parts = text.split(":", -1);
    var count = 0;
    for (var i = 0; i < parts.length; i++) {
      if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
        count++;
      } else if (mayEndInIpv4 && i == parts.length - 1 && isIpv4(parts[i])) {
        count += 2;
      } else {
        return -1;
      }
    }
    return count;
  }

  public static boolean isCidr(String text) {
    var slash = text.indexOf('/');
    if (slash < 0) {
      return false;
    }
    var address = text.substring(0, slash);
    var length = text.substring(slash + 1);
    var max = isIpv4(address) ? 32 : isIpv6(address) ? 128 : -1;
    return length.matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(length) <= max;
  }

  public static void check(String text, FieldPath at, Findings findings) {
    if (!isIp(text)) {
      findings.invalid(at, text, NOT_AN_ADDRESS);
    }
  }

  public static void checkCidr(String text, FieldPath at, Findings findings) {
    if (!isCidr(text)) {
      findings.invalid(at, text, NOT_A_CIDR);
    }
  }

  /// The address must be one at which another machine can be reached.
  public static void checkNotSpecial(String text, FieldPath at, Findings findings) {
    var lower = text.toLowerCase(Locale.ROOT);
    if (lower.equals("0.0.0.0") || lower.equals("::")) {
      findings.invalid(at, text, "may not be unspecified (" + text + ")");
    }
    if (lower.equals("::1") || (isIpv4(lower) && lower.startsWith("127."))) {
      findings.invalid(at, text, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
    }
    if (lower.matches("fe[89ab].:.*") || (isIpv4(lower) && lower.startsWith("169.254."))) {
      findings.invalid(at, text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
    }
    if (lower.startsWith("ff02:") || (isIpv4(lower) && lower.startsWith("224.0.0."))) {
      findings.invalid(
          at, text, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
    }
  }
}
