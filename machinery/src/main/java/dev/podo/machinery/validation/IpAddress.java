package dev.podo.machinery.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An IP address of either family, read without asking any resolver: no name, no zone, no leading
/// zeros, which some readers take for octal.
public final class IpAddress {
  private final byte[] bytes;

  private IpAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /// The address that a text spells; null if it spells none.
  public static @Nullable IpAddress parse(String text) {
    return parse(text, false);
  }

  /// As [#parse], but zeros may lead: the numbers are taken for decimal all the same. So were
  /// addresses read that were stored before anybody minded.
  public static @Nullable IpAddress parseLeniently(String text) {
    return parse(text, true);
  }

  private static @Nullable IpAddress parse(String text, boolean lenient) {
    var bytes = text.indexOf(':') < 0 ? parse4(text, lenient) : parse6(text, lenient);
    return bytes == null ? null : new IpAddress(bytes);
  }

  private static byte @Nullable [] parse4(String text, boolean lenient) {
    var octets = text.split("\\.", -1);
    if (octets.length != 4) {
      return null;
    }
    var bytes = new byte[4];
    for (var i = 0; i < 4; i++) {
      var octet = decimal(lenient ? withoutZeros(octets[i]) : octets[i], 255);
      if (octet < 0) {
        return null;
      }
      bytes[i] = (byte) octet;
    }
    return bytes;
  }

  /// The number that digits without leading zeros spell; -1 if it is none or larger.
  static int decimal(String digits, int max) {
    var wellFormed =
        !digits.isEmpty()
            && digits.length() <= 3
            && Characters.all(digits, Characters::isDigit)
            && (digits.length() == 1 || digits.charAt(0) != '0');
    var value = wellFormed ? Integer.parseInt(digits) : -1;
    return value <= max ? value : -1;
  }

  /// The digits without the zeros that lead them; one of many stays.
  static String withoutZeros(String digits) {
    var from = 0;
    while (from < digits.length() - 1 && digits.charAt(from) == '0') {
      from++;
    }
    return digits.substring(from);
  }

  private static byte @Nullable [] parse6(String text, boolean lenient) {
    var gap = text.indexOf("::");
    if (gap < 0) {
      var all = groups(text, true, lenient);
      return all != null && all.size() == 8 ? join(all, List.of()) : null;
    }
    var head = groups(text.substring(0, gap), false, lenient);
    var tail = groups(text.substring(gap + 2), true, lenient);
    return head != null && tail != null && head.size() + tail.size() < 8 ? join(head, tail) : null;
  }

  /// The groups of four hexadecimal digits between colons; null if they are malformed.
  ///
  /// @param last whether the address ends here, so that an IPv4 address may stand for two groups
  private static @Nullable List<Integer> groups(String text, boolean last, boolean lenient) {
    var groups = new ArrayList<Integer>();
    if (text.isEmpty()) {
      return groups;
    }
    var parts = text.split(":", -1);
    for (var i = 0; i < parts.length; i++) {
      if (last && i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
        var octets = parse4(parts[i], lenient);
        if (octets == null) {
          return null;
        }
        groups.add((octets[0] & 0xff) << 8 | (octets[1] & 0xff));
        groups.add((octets[2] & 0xff) << 8 | (octets[3] & 0xff));
      } else if (isGroup(lenient ? withoutZeros(parts[i]) : parts[i])) {
        groups.add(Integer.parseInt(withoutZeros(parts[i]), 16));
      } else {
        return null;
      }
    }
    return groups;
  }

  private static boolean isGroup(String text) {
    return !text.isEmpty()
        && text.length() <= 4
        && Characters.all(text, it -> Character.digit(it, 16) >= 0 && it < 0x80);
  }

  private static byte[] join(List<Integer> head, List<Integer> tail) {
    var bytes = new byte[16];
    for (var i = 0; i < head.size(); i++) {
      put(bytes, i, head.get(i));
    }
    for (var i = 0; i < tail.size(); i++) {
      put(bytes, 8 - tail.size() + i, tail.get(i));
    }
    return bytes;
  }

  private static void put(byte[] bytes, int group, int value) {
    bytes[2 * group] = (byte) (value >> 8);
    bytes[2 * group + 1] = (byte) value;
  }

  public boolean is4() {
    return bytes.length == 4;
  }

  /// Whether this is an IPv4 address in the clothes of an IPv6 one.
  public boolean is4In6() {
    return bytes.length == 16
        && Arrays.equals(bytes, 0, 12, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1}, 0, 12);
  }

  /// The IPv4 address in those clothes; any other address itself.
  public IpAddress unmapped() {
    return is4In6() ? new IpAddress(Arrays.copyOfRange(bytes, 12, 16)) : this;
  }

  /// The length of the address: 32 or 128 bits.
  public int bits() {
    return bytes.length * 8;
  }

  public boolean isLoopback() {
    return is4() ? bytes[0] == 127 : toString().equals("::1");
  }

  public boolean isUnspecified() {
    return Arrays.equals(bytes, new byte[bytes.length]);
  }

  public boolean isLinkLocal() {
    return is4()
        ? (bytes[0] & 0xff) == 169 && (bytes[1] & 0xff) == 254
        : (bytes[0] & 0xff) == 0xfe && (bytes[1] & 0xc0) == 0x80;
  }

  public boolean isMulticast() {
    return is4() ? (bytes[0] & 0xf0) == 0xe0 : (bytes[0] & 0xff) == 0xff;
  }

  public boolean isLinkLocalMulticast() {
    return is4()
        ? (bytes[0] & 0xff) == 224 && bytes[1] == 0 && bytes[2] == 0
        : (bytes[0] & 0xff) == 0xff && (bytes[1] & 0x0f) == 2;
  }

  /// The address with all bits beyond a prefix cleared.
  public IpAddress masked(int prefix) {
    var masked = new byte[bytes.length];
    for (var i = 0; i < bytes.length; i++) {
      var kept = Math.clamp(prefix - 8L * i, 0, 8);
      masked[i] = (byte) (bytes[i] & (0xff00 >> kept));
    }
    return new IpAddress(masked);
  }

  /// A copy of the address in network order.
  public byte[] toByteArray() {
    return bytes.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpAddress that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// The canonical text, of IPv6 by RFC 5952.
  @Override
  public String toString() {
    if (is4()) {
      return octets(0);
    }
    if (is4In6()) {
      return "::ffff:" + octets(12);
    }
    var groups = new ArrayList<String>();
    for (var i = 0; i < 8; i++) {
      groups.add(Integer.toHexString((bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff)));
    }
    return compressed(groups);
  }

  private String octets(int from) {
    var octets = new ArrayList<String>();
    for (var i = from; i < from + 4; i++) {
      octets.add(Integer.toString(bytes[i] & 0xff));
    }
    return String.join(".", octets);
  }

  /// The groups with the first of the longest runs of zeros, if longer than one, left out.
  private static String compressed(List<String> groups) {
    var best = 0;
    var bestLength = 1;
    for (var start = 0; start < groups.size(); start++) {
      var length = 0;
      while (start + length < groups.size() && groups.get(start + length).equals("0")) {
        length++;
      }
      if (length > bestLength) {
        best = start;
        bestLength = length;
      }
    }
    if (bestLength == 1) {
      return String.join(":", groups);
    }
    var head = String.join(":", groups.subList(0, best));
    return head + "::" + String.join(":", groups.subList(best + bestLength, groups.size()));
  }
}
