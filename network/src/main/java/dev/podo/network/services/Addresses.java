package dev.podo.network.services;

import java.util.regex.Pattern;

/// Tells addresses from other text: what comes from objects is written into rules and names, so
/// nothing else may pass.
public final class Addresses {
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern IPV4_CIDR =
      Pattern.compile(OCTET + "(\\." + OCTET + "){3}/(3[0-2]|[12]?\\d)");

  private Addresses() {}

  public static boolean isIpv4(String text) {
    return IPV4.matcher(text).matches();
  }

  public static boolean isIpv4Cidr(String text) {
    return IPV4_CIDR.matcher(text).matches();
  }

  /// @param ip an IPv4 address
  /// @param cidr an IPv4 range
  public static boolean contains(String cidr, String ip) {
    var slash = cidr.indexOf('/');
    var bits = Integer.parseInt(cidr.substring(slash + 1));
    var mask = bits == 0 ? 0 : -1 << (32 - bits);
    return (toInt(cidr.substring(0, slash)) & mask) == (toInt(ip) & mask);
  }

  private static int toInt(String ip) {
    var number = 0;
    for (var octet : ip.split("\\.")) {
      number = number << 8 | Integer.parseInt(octet);
    }
    return number;
  }
}
