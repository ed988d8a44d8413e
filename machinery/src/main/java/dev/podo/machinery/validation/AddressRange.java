package dev.podo.machinery.validation;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A range of IP addresses such as `10.9.8.0/24`, as it is spelled: bits beyond the prefix may be
/// set.
///
/// @param prefix how many bits are the range's
public record AddressRange(IpAddress address, int prefix) {
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  /// The range that a text spells; null if it spells none.
  public static @Nullable AddressRange parse(String text) {
    var slash = text.indexOf('/');
    var address = slash < 0 ? null : IpAddress.parse(text.substring(0, slash));
    return address == null ? null : of(address, text.substring(slash + 1));
  }

  /// As [#parse]; zeros may lead, as [IpAddress#parseLeniently] has it.
  public static @Nullable AddressRange parseLeniently(String text) {
    var slash = text.indexOf('/');
    var address = slash < 0 ? null : IpAddress.parseLeniently(text.substring(0, slash));
    var length = text.substring(slash + 1);
    return address == null || !DIGITS.matcher(length).matches()
        ? null
        : of(address, IpAddress.withoutZeros(length));
  }

  private static @Nullable AddressRange of(IpAddress address, String length) {
    var prefix = IpAddress.decimal(length, address.bits());
    return prefix < 0 ? null : new AddressRange(address, prefix);
  }

  /// The first address of the range.
  public IpAddress first() {
    return address.masked(prefix);
  }

  /// Whether another range lies within this one and is not all of it.
  public boolean hasWithin(AddressRange other) {
    return address.bits() == other.address.bits()
        && other.prefix > prefix
        && other.address.masked(prefix).equals(first());
  }

  /// The canonical text of the whole range; a range of IPv4 in the clothes of IPv6 is one of IPv4.
  @Override
  public String toString() {
    var from = first();
    return from.is4In6() ? from.unmapped() + "/" + (prefix - 96) : from + "/" + prefix;
  }
}
