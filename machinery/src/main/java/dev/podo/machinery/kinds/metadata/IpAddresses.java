package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.validation.IpAddress;
import java.util.Collection;
import java.util.HashSet;

/// What kinds ask of IP addresses besides how they are spelled.
public final class IpAddresses {
  private IpAddresses() {}

  /// Whether the text would be read as an address, however it is spelled.
  public static boolean isIp(String text) {
    return IpAddress.parseLeniently(text) != null;
  }

  public static boolean isIpv4(String text) {
    var address = IpAddress.parseLeniently(text);
    return address != null && address.unmapped().is4();
  }

  public static boolean isIpv6(String text) {
    var address = IpAddress.parseLeniently(text);
    return address != null && !address.unmapped().is4();
  }

  /// Whether there are an address of IPv4 and one of IPv6 among these.
  public static boolean isDualStack(Collection<String> addresses) {
    var families = new HashSet<Boolean>();
    addresses.forEach(it -> families.add(isIpv6(it)));
    return families.size() == 2;
  }

  /// The address must be one at which another machine can be reached. A text that is none has its
  /// own error.
  public static void checkNotSpecial(String text, FieldPath at, Findings findings) {
    var parsed = IpAddress.parseLeniently(text);
    if (parsed == null) {
      return;
    }
    var address = parsed.unmapped();
    if (address.isUnspecified()) {
      findings.invalid(at, text, "may not be unspecified (" + text + ")");
    }
    if (address.isLoopback()) {
      findings.invalid(at, text, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
    }
    if (address.isLinkLocal()) {
      findings.invalid(at, text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
    }
    if (address.isLinkLocalMulticast()) {
      findings.invalid(
          at, text, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
    }
  }
}
