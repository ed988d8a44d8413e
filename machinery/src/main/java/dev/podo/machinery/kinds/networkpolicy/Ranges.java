package dev.podo.machinery.kinds.networkpolicy;

import dev.podo.machinery.validation.IpAddress;

/// Ranges of addresses, and which lie within which.
final class Ranges {
  private Ranges() {}

  /// Whether a range lies within another and is not all of it; both are well-formed.
  static boolean isWithin(String inner, String outer) {
    var address = IpAddress.parse(inner.substring(0, inner.indexOf('/')));
    var other = IpAddress.parse(outer.substring(0, outer.indexOf('/')));
    var length = Integer.parseInt(inner.substring(inner.indexOf('/') + 1));
    var shorter = Integer.parseInt(outer.substring(outer.indexOf('/') + 1));
    return address != null
        && other != null
        && address.bits() == other.bits()
        && length > shorter
        && address.masked(shorter).equals(other.masked(shorter));
  }
}
