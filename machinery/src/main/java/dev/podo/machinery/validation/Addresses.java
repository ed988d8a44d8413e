package dev.podo.machinery.validation;

import dev.podo.machinery.fieldpath.FieldPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Checks fields that hold IP addresses and ranges of them, with upstream's messages. Fields that
/// are as old as Kubernetes take any spelling of an address that no reader can mistake, and what an
/// object held before that was asked may stay in it; newer fields take the canonical spelling only
/// (KEP-4858).
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
    return legacyIp(path, value, List.of());
  }

  /// As [#legacyIp(FieldPath, String)].
  ///
  /// @param old what the object held in this field before
  public static List<FieldError> legacyIp(FieldPath path, String value, Collection<String> old) {
    if (old.contains(value)) {
      return List.of();
    }
    if (IpAddress.parseLeniently(value) == null) {
      return List.of(
          FieldError.invalid(
              path, value, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));
    }
    var address = IpAddress.parse(value);
    if (address == null) {
      return List.of(FieldError.invalid(path, value, "must not have leading 0s"));
    }
    return address.is4In6()
        ? List.of(FieldError.invalid(path, value, "must not be an IPv4-mapped IPv6 address"))
        : List.of();
  }

  /// A range such as `10.9.8.0/24` in its canonical spelling.
  public static List<FieldError> cidr(FieldPath path, String value) {
    var errors = legacyCidr(path, value);
    var range = AddressRange.parse(value);
    return !errors.isEmpty() || range == null ? errors : canonical(path, value, range.toString());
  }

  /// A range in any spelling that no reader can mistake.
  public static List<FieldError> legacyCidr(FieldPath path, String value) {
    return legacyCidr(path, value, List.of());
  }

  /// As [#legacyCidr(FieldPath, String)].
  ///
  /// @param old what the object held in this field before
  public static List<FieldError> legacyCidr(FieldPath path, String value, Collection<String> old) {
    if (old.contains(value)) {
      return List.of();
    }
    if (AddressRange.parseLeniently(value) == null) {
      return List.of(
          FieldError.invalid(
              path, value, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"));
    }
    var range = AddressRange.parse(value);
    var problem =
        range == null
            ? "must not have leading 0s in IP or prefix length"
            : range.address().is4In6()
                ? "must not have an IPv4-mapped IPv6 address"
                : "must not have bits set beyond the prefix length";
    return range != null && !range.address().is4In6() && range.first().equals(range.address())
        ? List.of()
        : List.of(FieldError.invalid(path, value, problem));
  }

  /// What should be told of an address whose spelling is not the canonical one (RFC 5952), or that
  /// is there only because it was before.
  public static List<String> warnings(FieldPath path, String value) {
    var lenient = IpAddress.parseLeniently(value);
    if (lenient == null) {
      return List.of();
    }
    var address = IpAddress.parse(value);
    if (address == null || address.is4In6()) {
      return List.of(unwanted(path, "IP address", value, lenient.unmapped().toString()));
    }
    return address.toString().equals(value)
        ? List.of()
        : List.of(uncanonical(path, "IPv6 address", value, address.toString()));
  }

  /// As [#warnings], of a range.
  public static List<String> rangeWarnings(FieldPath path, String value) {
    var lenient = AddressRange.parseLeniently(value);
    if (lenient == null) {
      return List.of();
    }
    var warnings = new ArrayList<String>();
    if (!lenient.first().equals(lenient.address())) {
      var one = lenient.address().unmapped() + "/" + lenient.address().bits();
      warnings.add(
          path
              + ": CIDR value "
              + Texts.quote(value)
              + " is ambiguous in this context (should be "
              + Texts.quote(lenient.toString())
              + " or "
              + Texts.quote(one)
              + "?)");
    }
    var range = AddressRange.parse(value);
    if (range == null || range.address().is4In6()) {
      warnings.add(unwanted(path, "CIDR value", value, lenient.toString()));
    }
    if (warnings.isEmpty() && !lenient.toString().equals(value)) {
      warnings.add(uncanonical(path, "IPv6 CIDR value", value, lenient.toString()));
    }
    return warnings;
  }

  private static String unwanted(FieldPath path, String what, String value, String better) {
    return path
        + ": non-standard "
        + what
        + " "
        + Texts.quote(value)
        + " will be considered invalid in a future Kubernetes release: use "
        + Texts.quote(better);
  }

  private static String uncanonical(FieldPath path, String what, String value, String canonical) {
    return path
        + ": "
        + what
        + " "
        + Texts.quote(value)
        + " should be in RFC 5952 canonical format ("
        + Texts.quote(canonical)
        + ")";
  }

  private static List<FieldError> canonical(FieldPath path, String value, String canonical) {
    var wanted = "must be in canonical form (" + Texts.quote(canonical) + ")";
    return value.equals(canonical) ? List.of() : List.of(FieldError.invalid(path, value, wanted));
  }
}
