package dev.podo.apiserver.allocation;

import dev.podo.foundation.Check;

/// A range of IPv4 addresses in CIDR notation, without its first and last address, which name the
/// network and everybody in it.
public record AddressRange(int network, int prefix) {
  public AddressRange {
    Check.that(
        prefix >= 8 && prefix <= 29, "a service range has 8 to 29 bits of prefix: %s", prefix);
  }

  /// @throws IllegalArgumentException when the text is not an IPv4 range
  public static AddressRange parse(String cidr) {
    var slash = cidr.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("not a CIDR: " + cidr);
    }
    var address = toInt(cidr.substring(0, slash));
    var prefix = Integer.parseInt(cidr.substring(slash + 1));
    if (prefix < 8 || prefix > 29) {
      throw new IllegalArgumentException("a service range has 8 to 29 bits of prefix: " + cidr);
    }
    return new AddressRange(address & mask(prefix), prefix);
  }

  private static int mask(int prefix) {
    return -1 << (32 - prefix);
  }

  /// How many addresses can be given away.
  public int size() {
    return (1 << (32 - prefix)) - 2;
  }

  /// The address with a number from 1 to [#size].
  public String address(int number) {
    var value = network + number;
    return (value >>> 24)
        + "."
        + (value >>> 16 & 0xff)
        + "."
        + (value >>> 8 & 0xff)
        + "."
        + (value & 0xff);
  }

  public boolean contains(String address) {
    try {
      var offset = toInt(address) - network;
      return offset >= 1 && offset <= size();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static int toInt(String address) {
    var parts = address.split("\\.", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException("not an IPv4 address: " + address);
    }
    var value = 0;
    for (var part : parts) {
      var octet = part.isEmpty() || part.length() > 3 ? -1 : Integer.parseInt(part);
      if (octet < 0 || octet > 255) {
        throw new IllegalArgumentException("not an IPv4 address: " + address);
      }
      value = value << 8 | octet;
    }
    return value;
  }

  @Override
  public String toString() {
    return (network >>> 24)
        + "."
        + (network >>> 16 & 0xff)
        + "."
        + (network >>> 8 & 0xff)
        + "."
        + (network & 0xff)
        + "/"
        + prefix;
  }
}
