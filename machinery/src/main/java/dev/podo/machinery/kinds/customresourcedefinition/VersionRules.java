package dev.podo.machinery.kinds.customresourcedefinition;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.apiextensions.v1.CustomResourceColumnDefinition;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionVersion;
import dev.podo.model.apiextensions.v1.CustomResourceSubresourceScale;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one version of a definition must obey.
final class VersionRules {
  private static final List<String> TYPES =
      List.of("boolean", "date", "integer", "number", "string");
  private static final List<String> FORMATS =
      List.of("byte", "date", "date-time", "double", "float", "int32", "int64", "password");
  private static final int WARNING_MAX = 256;

  private VersionRules() {}

  /// @param old the version before an update; null if there was none. A schema that is as it was is
  ///   as good as it was.
  static void check(
      CustomResourceDefinitionVersion version,
      @Nullable CustomResourceDefinitionVersion old,
      FieldPath at,
      Leniency leniency,
      Findings findings) {
    checkWarning(version, at.child("deprecationWarning"), findings);
    var schema = Leniency.schema(version);
    var place = at.child("schema", "openAPIV3Schema");
    var before = findings.size();
    if (schema == null) {
      checkMissing(version, place, leniency, findings);
    } else if (old == null
        || hasStatus(old) != hasStatus(version)
        || !schema.equals(Leniency.schema(old))) {
      SchemaRules.check(schema, place, hasStatus(version), leniency, findings);
    }
    var sound = findings.size() == before;
    for (var i = 0; i < version.additionalPrinterColumns().size(); i++) {
      checkColumn(
          version.additionalPrinterColumns().get(i),
          at.child("additionalPrinterColumns").index(i),
          findings);
    }
    SelectableRules.check(version, at.child("selectableFields"), sound, findings);
    var parts = version.subresources();
    var scale = parts == null ? null : parts.scale();
    if (scale != null) {
      checkScale(scale, at.child("subresources", "scale"), findings);
    }
  }

  private static boolean hasStatus(CustomResourceDefinitionVersion version) {
    var parts = version.subresources();
    return parts != null && parts.status() != null;
  }

  private static void checkMissing(
      CustomResourceDefinitionVersion version, FieldPath at, Leniency leniency, Findings findings) {
    if (!leniency.missingSchemas()) {
      findings.required(at);
    } else if (version.served()) {
      findings.required(at, "because otherwise all fields are pruned");
    }
  }

  private static void checkWarning(
      CustomResourceDefinitionVersion version, FieldPath at, Findings findings) {
    var warning = version.deprecationWarning();
    if (warning == null) {
      return;
    }
    if (!version.deprecated()) {
      findings.invalid(at, warning, "can only be set for deprecated versions");
      return;
    }
    if (warning.getBytes(StandardCharsets.UTF_8).length > WARNING_MAX) {
      findings.invalid(at, warning, "must be <= 256 characters long");
    }
    if (warning.isEmpty()) {
      findings.invalid(at, warning, "must not be an empty string");
    }
    var index = 0;
    for (var c : warning.codePoints().toArray()) {
      if (!isPrintable(c)) {
        findings.invalid(
            at,
            warning,
            "must only contain printable UTF-8 characters; non-printable character found at index "
                + index);
        return;
      }
      index += Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
    }
  }

  /// As Go has it: of all spaces, only the plain one.
  private static boolean isPrintable(int c) {
    return c == ' '
        || switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SPACE_SEPARATOR ->
              false;
          default -> true;
        };
  }

  private static void checkColumn(
      CustomResourceColumnDefinition column, FieldPath at, Findings findings) {
    findings.requireText(column.name(), at.child("name"));
    var types = "must be one of " + String.join(",", TYPES);
    if (column.type().isEmpty()) {
      findings.required(at.child("type"), types);
    } else if (!TYPES.contains(column.type())) {
      findings.invalid(at.child("type"), column.type(), types);
    }
    if (!column.format().isEmpty() && !FORMATS.contains(column.format())) {
      findings.invalid(
          at.child("format"), column.format(), "must be one of " + String.join(",", FORMATS));
    }
    if (findings.requireText(column.jsonPath(), at.child("jsonPath"))) {
      isPath(column.jsonPath(), at.child("jsonPath"), findings);
    }
  }

  private static boolean isPath(String path, FieldPath at, Findings findings) {
    if (!path.startsWith(".")) {
      findings.invalid(at, path, "must be a simple json path starting with .");
      return false;
    }
    return true;
  }

  private static void checkScale(
      CustomResourceSubresourceScale scale, FieldPath at, Findings findings) {
    checkScalePath(scale.specReplicasPath(), at.child("specReplicasPath"), ".spec", findings);
    checkScalePath(scale.statusReplicasPath(), at.child("statusReplicasPath"), ".status", findings);
    var selector = scale.labelSelectorPath();
    if (selector != null && !selector.isEmpty()) {
      checkSelectorPath(selector, at.child("labelSelectorPath"), findings);
    }
  }

  private static void checkScalePath(String path, FieldPath at, String under, Findings findings) {
    if (findings.requireText(path, at)
        && isPath(path, at, findings)
        && !path.startsWith(under + ".")) {
      findings.invalid(at, path, "should be a json path under " + under);
    }
  }

  private static void checkSelectorPath(String path, FieldPath at, Findings findings) {
    if (isPath(path, at, findings) && !path.startsWith(".spec.") && !path.startsWith(".status.")) {
      findings.invalid(at, path, "should be a json path under either .spec or .status");
    }
  }
}
