package dev.podo.machinery.kinds.device;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.csi.CsiDrivers;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.Names;
import dev.podo.machinery.validation.Texts;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The names by which drivers, pools, devices and what is known of them are called.
final class DeviceNames {
  private static final int POOL_MAX = 253;
  private static final int DOMAIN_MAX = 63;
  private static final int IDENTIFIER_MAX = 32;

  /// Of a key of attributes or capacities, as far as error paths show it.
  private static final int SHOWN_MAX = DOMAIN_MAX + 1 + IDENTIFIER_MAX;

  private static final int UID_LENGTH = 36;
  private static final int URN_LENGTH = 9;
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");
  private static final Pattern UID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private DeviceNames() {}

  static void checkPool(String pool, FieldPath at, Findings findings) {
    if (!findings.requireText(pool, at)) {
      return;
    }
    if (pool.length() > POOL_MAX) {
      findings.add(FieldError.tooLong(at, POOL_MAX));
    }
    for (var part : pool.split("/", -1)) {
      findings.invalidFor(at, part, Names.dns1123Subdomain(part));
    }
  }

  static void checkLabel(String name, FieldPath at, Findings findings) {
    findings.invalidFor(at, name, Names.dns1123Label(name));
  }

  static void requireLabel(String name, FieldPath at, Findings findings) {
    if (findings.requireText(name, at)) {
      checkLabel(name, at, findings);
    }
  }

  /// A condition type, a taint's key and the like.
  static void checkLabelName(String name, FieldPath at, Findings findings) {
    findings.invalidFor(at, name, Names.qualifiedName(name));
  }

  /// A name of an attribute or a capacity: an identifier, with the domain of who defined it before
  /// it unless that is the driver.
  static void checkQualified(String name, FieldPath at, Findings findings) {
    var parts = name.split("/", -1);
    switch (parts.length) {
      case 1 -> checkIdentifier(name, at, findings);
      case 2 -> {
        if (parts[0].isEmpty()) {
          findings.invalid(at, "", "the domain must not be empty");
        } else {
          CsiDrivers.checkName(parts[0], at, findings);
        }
        if (parts[1].isEmpty()) {
          findings.invalid(at, "", "the name must not be empty");
        } else {
          checkIdentifier(parts[1], at, findings);
        }
      }
      default -> {} // Upstream looks at such names no closer.
    }
  }

  static void checkFullyQualified(String name, FieldPath at, Findings findings) {
    checkQualified(name, at, findings);
    if (name.indexOf('/') < 0) {
      findings.invalid(
          at, name, "a fully qualified name must be a domain and a name separated by a slash");
    }
  }

  private static void checkIdentifier(String text, FieldPath at, Findings findings) {
    if (text.length() > IDENTIFIER_MAX) {
      findings.add(FieldError.tooLong(at, IDENTIFIER_MAX));
    }
    findings.invalidFor(at, text, Names.cIdentifier(text));
  }

  /// Where an attribute or a capacity is, its name shortened to what a valid one may need.
  static FieldPath at(FieldPath map, String key) {
    if (key.length() <= SHOWN_MAX) {
      return map.key(key);
    }
    var kept = SHOWN_MAX - 3;
    return map.key(
        key.substring(0, (kept + 1) / 2) + "..." + key.substring(key.length() - kept / 2));
  }

  static void checkUid(@Nullable String uid, FieldPath at, Findings findings) {
    if (uid == null) {
      return;
    }
    var problem = uidProblem(uid);
    if (!problem.isEmpty()) {
      findings.invalid(at, uid, "error validating uid: " + problem);
    } else if (uid.length() != UID_LENGTH || !uid.equals(uid.toLowerCase(Locale.ROOT))) {
      findings.invalid(
          at,
          uid,
          "uid must be in RFC 4122 normalized form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` with"
              + " lowercase hexadecimal characters");
    }
  }

  /// What is wrong with it in any of the forms that there are, with `urn:uuid:` before it, in
  /// braces or without dashes; "" if nothing is.
  private static String uidProblem(String uid) {
    var bare = uid;
    switch (uid.length()) {
      case UID_LENGTH -> {}
      case UID_LENGTH + URN_LENGTH -> {
        var prefix = uid.substring(0, URN_LENGTH);
        if (!prefix.equalsIgnoreCase("urn:uuid:")) {
          return "invalid urn prefix: " + Texts.quote(prefix);
        }
        bare = uid.substring(URN_LENGTH);
      }
      case UID_LENGTH + 2 -> {
        if (!uid.startsWith("{") || !uid.endsWith("}")) {
          return "invalid bracketed UUID format";
        }
        bare = uid.substring(1, uid.length() - 1);
      }
      case UID_LENGTH - 4 -> {
        return HEX.matcher(uid).matches() ? "" : "invalid UUID format";
      }
      default -> {
        return "invalid UUID length: " + uid.length();
      }
    }
    return UID.matcher(bare).matches() ? "" : "invalid UUID format";
  }

  /// Whether containers may ask for it as for an extended resource, such as `example.com/gpu`.
  static boolean isExtendedResource(String name) {
    return !isNative(name)
        && !name.startsWith("requests.")
        && Names.qualifiedName("requests." + name).isEmpty();
  }

  /// Whether it is one of Kubernetes' own resources, such as `cpu`.
  static boolean isNative(String name) {
    return name.indexOf('/') < 0 || name.contains("kubernetes.io/");
  }
}
