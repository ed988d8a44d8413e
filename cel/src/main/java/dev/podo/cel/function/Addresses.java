package dev.podo.cel.function;

import dev.podo.cel.type.CelType;
import dev.podo.cel.value.EvaluationError;
import dev.podo.cel.value.Opaque;
import dev.podo.machinery.validation.IpAddress;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// IP addresses and ranges of them, of both families. What spells an IPv4 address in the clothes of
/// an IPv6 one, or has a zone, is no address.
final class Addresses {
  static final String IP = "net.IP";
  static final String CIDR = "net.CIDR";

  private Addresses() {}

  /// An address.
  private record Ip(IpAddress address) implements Opaque, Sized {
    @Override
    public CelType celType() {
      return CelType.opaque(IP);
    }

    @Override
    public long size() {
      return address.bits() / 8;
    }

    @Override
    public String toString() {
      return address.toString();
    }
  }

  /// A range. It keeps the address that it was written with.
  private record Cidr(IpAddress address, int prefix) implements Opaque, Sized {
    @Override
    public CelType celType() {
      return CelType.opaque(CIDR);
    }

    @Override
    public long size() {
      return (prefix + 7L) / 8;
    }

    boolean contains(IpAddress other) {
      return other.bits() == address.bits() && other.masked(prefix).equals(address.masked(prefix));
    }

    @Override
    public String toString() {
      return address + "/" + prefix;
    }
  }

  static void declare(Library library) {
    addresses(library);
    ranges(library);
    library.global("is_ip", "isIP", "(string) bool", args -> ip((String) args[0]) != null);
    library.global("is_cidr", "isCIDR", "(string) bool", args -> cidr((String) args[0]) != null);
    library.global(
        "ip_is_canonical",
        "ip.isCanonical",
        "(string) bool",
        args -> requireIp(args[0]).toString().equals(args[0]));
  }

  private static void addresses(Library library) {
    library.global("string_to_ip", "ip", "(string) net.IP", args -> requireIp(args[0]));
    library.member(
        "ip_family", "family", "(net.IP) int", args -> ((Ip) args[0]).address().is4() ? 4L : 6L);
    test(library, "isUnspecified", IpAddress::isUnspecified);
    test(library, "isLoopback", IpAddress::isLoopback);
    test(library, "isLinkLocalMulticast", IpAddress::isLinkLocalMulticast);
    test(library, "isLinkLocalUnicast", IpAddress::isLinkLocal);
    test(library, "isGlobalUnicast", Addresses::isGlobalUnicast);
  }

  private static void test(Library library, String function, Predicate<IpAddress> holds) {
    var id = "ip_" + function.toLowerCase(Locale.ROOT);
    library.member(id, function, "(net.IP) bool", args -> holds.test(((Ip) args[0]).address()));
  }

  private static boolean isGlobalUnicast(IpAddress address) {
    return !address.isUnspecified()
        && !address.isLoopback()
        && !address.isMulticast()
        && !address.isLinkLocal()
        && !address.toString().equals("255.255.255.255");
  }

  private static void ranges(Library library) {
    library.global("string_to_cidr", "cidr", "(string) net.CIDR", args -> requireCidr(args[0]));
    library.member(
        "cidr_contains_ip_string",
        "containsIP",
        "(net.CIDR, string) bool",
        args -> range(args).contains(requireIp(args[1]).address()));
    library.member(
        "cidr_contains_ip_ip",
        "containsIP",
        "(net.CIDR, net.IP) bool",
        args -> range(args).contains(((Ip) args[1]).address()));
    library.member(
        "cidr_contains_cidr_string",
        "containsCIDR",
        "(net.CIDR, string) bool",
        args -> containsRange(range(args), requireCidr(args[1])));
    library.member(
        "cidr_contains_cidr",
        "containsCIDR",
        "(net.CIDR, net.CIDR) bool",
        args -> containsRange(range(args), (Cidr) args[1]));
    library.member("cidr_ip", "ip", "(net.CIDR) net.IP", args -> new Ip(range(args).address()));
    library.member(
        "cidr_prefix_length",
        "prefixLength",
        "(net.CIDR) int",
        args -> (long) range(args).prefix());
    library.member(
        "cidr_masked",
        "masked",
        "(net.CIDR) net.CIDR",
        args -> new Cidr(range(args).address().masked(range(args).prefix()), range(args).prefix()));
  }

  private static Cidr range(Object[] args) {
    return (Cidr) args[0];
  }

  private static boolean containsRange(Cidr outer, Cidr inner) {
    return outer.prefix() <= inner.prefix() && outer.contains(inner.address());
  }

  private static @Nullable Ip ip(String text) {
    var address = IpAddress.parse(text);
    return address == null || address.is4In6() ? null : new Ip(address);
  }

  private static Ip requireIp(Object text) {
    var ip = ip((String) text);
    if (ip == null) {
      throw new EvaluationError(
          "IP Address \"" + text + "\" parse error during conversion from string");
    }
    return ip;
  }

  private static @Nullable Cidr cidr(String text) {
    var slash = text.indexOf('/');
    if (slash < 0) {
      return null;
    }
    var ip = ip(text.substring(0, slash));
    var digits = text.substring(slash + 1);
    if (ip == null || !digits.matches("0|[1-9]\\d{0,2}")) {
      return null;
    }
    var prefix = Integer.parseInt(digits);
    return prefix > ip.address().bits() ? null : new Cidr(ip.address(), prefix);
  }

  private static Cidr requireCidr(Object text) {
    var cidr = cidr((String) text);
    if (cidr == null) {
      throw new EvaluationError(
          "network address parse error during conversion from string: invalid CIDR address: "
              + text);
    }
    return cidr;
  }
}
