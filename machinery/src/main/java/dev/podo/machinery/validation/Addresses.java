package dev.podo.machinery.validation;

import dev.podo.machinery.fieldpath.FieldPath;
import java.util.ArrayList;
import java.util.List;

/// Checks fields that hold IP addresses and ranges of them, with upstream's messages. Fields that
/// are as old as Kubernetes take any spelling of an address, newer ones the canonical one only.
public final class Addresses {
  private Addresses() {}

  /// An address in its canonical spelling.
  public static List<FieldError> ip(FieldPath path, String value) {
    var errors = legacyIp(path, value);
    var address = IpAddress.parse(value);
    return !errors.isEmpty() || address == null
        ? errors
        : canonical(path, value, address.toString());
  }

  /// An address in any spelling that no reader can mistake.
  public static List<FieldError> legacyIp(FieldPath path, String value) {
    var errors = new ArrayList<FieldError>();
    var address = IpAddress.parse(value);
    if (address == null) {
      errors.add(
          FieldError.invalid(
              path, value, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));
    } else if (address.is4In6()) {
      errors.add(FieldError.invalid(path, value, "must not be an IPv4-mapped IPv6 address"));
    }
    return errors;
  }

  /// A range such as `10.9.8.0/24` in its canonical spelling.
  public static List<FieldError> cidr(FieldPath path, String value) {
    var errors = legacyCidr(path, value);
    if (!errors.isEmpty()) {
      return errors;
    }
    var slash = value.indexOf('/');
    var address = IpAddress.parse(value.substring(0, slash));
    return canonical(path, value, address + value.substring(slash));
  }

  /// A range in any spelling that no reader can mistake.
  public static List<FieldError> legacyCidr(FieldPath path, String value) {
    var slash = value.indexOf('/');
    var address = slash < 0 ? null : IpAddress.parse(value.substring(0, slash));
    var prefix =
        address == null ? -1 : IpAddress.decimal(value.substring(slash + 1), address.bits());
    if (address == null || prefix < 0) {
      return List.of(
          FieldError.invalid(
              path, value, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"));
    }
    if (address.is4In6()) {
      return List.of(FieldError.invalid(path, value, "must not have an IPv4-mapped IPv6 address"));
    }
    return address.masked(prefix).equals(address)
        ? List.of()
        : List.of(
            FieldError.invalid(path, value, "must not have bits set beyond the prefix length"));
  }

  /// What should be told of an address whose spelling is not the canonical one (RFC 5952).
  public static List<String> warnings(FieldPath path, String value) {
    var address = IpAddress.parse(value);
    var canonical = address == null ? value : address.toString();
    if (address == null || address.is4() || value.equals(canonical)) {
      return List.of();
    }
    return List.of(
        path
            + ": IPv6 address "
            + Texts.quote(value)
            + " should be in RFC 5952 canonical format ("
            + Texts.quote(canonical)
            + ")");
  }

  /// As [#warnings], of a range.
  public static List<String> rangeWarnings(FieldPath path, String value) {
    var slash = value.indexOf('/');
    var address = slash < 0 ? null : IpAddress.parse(value.substring(0, slash));
    var canonical = address == null ? value : address + value.substring(Math.max(slash, 0));
    if (address == null || address.is4() || value.equals(canonical)) {
      return List.of();
    }
    return List.of(
        path
            + ": IPv6 CIDR value "
            + Texts.quote(value)
            + " should be in RFC 5952 canonical format ("
            + Texts.quote(canonical)
            + ")");
  }

  private static List<FieldError> canonical(FieldPath path, String value, String canonical) {
    var wanted = "must be in canonical form (" + Texts.quote(canonical) + ")";
    return value.equals(canonical) ? List.of() : List.of(FieldError.invalid(path, value, wanted));
  }
}
