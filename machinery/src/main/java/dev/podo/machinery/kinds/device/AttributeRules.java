package dev.podo.machinery.kinds.device;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.DataRules;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.resource.v1.DeviceAttribute;
import java.util.Map;
import java.util.regex.Pattern;

/// What a device's attributes may be: each has one value, or one list of values of one type.
final class AttributeRules {
  private static final int VALUE_MAX = 64;
  private static final String PART = "(0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)";
  private static final String BUILD = "[0-9a-zA-Z-]+";

  /// Semantic Versioning 2.0.0.
  private static final Pattern VERSION =
      Pattern.compile(
          "(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)"
              + ("(-" + PART + "(\\." + PART + ")*)?")
              + ("(\\+" + BUILD + "(\\." + BUILD + ")*)?"));

  private AttributeRules() {}

  /// How many values there are, those of lists counted one by one.
  static long values(Map<String, DeviceAttribute> attributes) {
    return attributes.values().stream().mapToLong(it -> Math.max(1, listed(it))).sum();
  }

  private static int listed(DeviceAttribute attribute) {
    return attribute.bools().size()
        + attribute.ints().size()
        + attribute.strings().size()
        + attribute.versions().size();
  }

  static void check(Map<String, DeviceAttribute> attributes, FieldPath at, Findings findings) {
    attributes.forEach((name, attribute) -> {
      DeviceNames.checkQualified(name, at, findings);
      check(attribute, DeviceNames.at(at, name), findings);
    });
  }

  private static void check(DeviceAttribute attribute, FieldPath at, Findings findings) {
    var string = attribute.string();
    if (string != null) {
      checkString(string, at.child("string"), findings);
    }
    var version = attribute.version();
    if (version != null) {
      checkVersion(version, at.child("version"), findings);
    }
    Elements.check(
        attribute.strings(),
        Elements.UNLIMITED,
        AttributeRules::checkString,
        at.child("strings"),
        findings);
    Elements.check(
        attribute.versions(),
        Elements.UNLIMITED,
        AttributeRules::checkVersion,
        at.child("versions"),
        findings);
    var types = types(attribute);
    if (types != 1) {
      findings.invalid(at, types == 0 ? "" : attribute, "exactly one value must be specified");
    }
  }

  private static int types(DeviceAttribute attribute) {
    return count(attribute.bool() != null)
        + count(attribute.int_() != null)
        + count(attribute.string() != null)
        + count(attribute.version() != null)
        + count(!attribute.bools().isEmpty())
        + count(!attribute.ints().isEmpty())
        + count(!attribute.strings().isEmpty())
        + count(!attribute.versions().isEmpty());
  }

  private static int count(boolean isThere) {
    return isThere ? 1 : 0;
  }

  private static void checkString(String value, FieldPath at, Findings findings) {
    if (DataRules.size(value) > VALUE_MAX) {
      findings.add(FieldError.tooLong(at, VALUE_MAX));
    }
  }

  private static void checkVersion(String value, FieldPath at, Findings findings) {
    // What is too long is not parsed: a regular expression recurses.
    if (DataRules.size(value) > VALUE_MAX) {
      findings.add(FieldError.tooLong(at, VALUE_MAX));
    } else if (!VERSION.matcher(value).matches()) {
      findings.invalid(at, value, "must be a string compatible with semver.org spec 2.0.0");
    }
  }
}
