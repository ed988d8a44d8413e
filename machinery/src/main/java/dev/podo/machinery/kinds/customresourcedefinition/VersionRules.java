package dev.podo.machinery.kinds.customresourcedefinition;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.apiextensions.v1.CustomResourceColumnDefinition;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionVersion;
import dev.podo.model.apiextensions.v1.CustomResourceSubresourceScale;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one version of a definition must obey.
final class VersionRules {
  private static final List<String> TYPES =
      List.of("boolean", "date", "integer", "number", "string");
  private static final List<String> FORMATS =
      List.of(
          "binary", "byte", "date", "date-time", "double", "float", "int32", "int64", "password");
  private static final int SELECTABLE_MAX = 8;

  private VersionRules() {}

  static void check(CustomResourceDefinitionVersion version, FieldPath at, Findings findings) {
    var warning = version.deprecationWarning();
    if (warning != null && !version.deprecated()) {
      findings.invalid(
          at.child("deprecationWarning"), warning, "can only be set for deprecated versions");
    }
    var validation = version.schema_();
    var schema = validation == null ? null : validation.openAPIV3Schema();
    if (schema == null) {
      findings.required(at.child("schema", "openAPIV3Schema"), "schemas are required");
    } else {
      SchemaRules.check(schema, at.child("schema", "openAPIV3Schema"), findings);
    }
    for (var i = 0; i < version.additionalPrinterColumns().size(); i++) {
      checkColumn(
          version.additionalPrinterColumns().get(i),
          at.child("additionalPrinterColumns").index(i),
          findings);
    }
    checkSelectable(version, at.child("selectableFields"), findings);
    var parts = version.subresources();
    var scale = parts == null ? null : parts.scale();
    if (scale != null) {
      checkScale(scale, at.child("subresources", "scale"), findings);
    }
  }

  private static void checkColumn(
      CustomResourceColumnDefinition column, FieldPath at, Findings findings) {
    findings.requireText(column.name(), at.child("name"));
    if (findings.requireText(column.type(), at.child("type")) && !TYPES.contains(column.type())) {
      findings.invalid(
          at.child("type"), column.type(), "must be one of " + String.join(",", TYPES));
    }
    if (!column.format().isEmpty() && !FORMATS.contains(column.format())) {
      findings.invalid(
          at.child("format"), column.format(), "must be one of " + String.join(",", FORMATS));
    }
    if (findings.requireText(column.jsonPath(), at.child("jsonPath"))) {
      checkPath(column.jsonPath(), at.child("jsonPath"), findings);
    }
  }

  private static void checkPath(String path, FieldPath at, Findings findings) {
    if (!path.startsWith(".")) {
      findings.invalid(at, path, "must be a simple json path starting with .");
    }
  }

  private static void checkSelectable(
      CustomResourceDefinitionVersion version, FieldPath at, Findings findings) {
    var fields = version.selectableFields();
    findings.atMost(at, fields.size(), SELECTABLE_MAX);
    var seen = new HashSet<String>();
    for (var i = 0; i < fields.size(); i++) {
      var path = fields.get(i).jsonPath();
      var place = at.index(i).child("jsonPath");
      if (!findings.requireText(path, place)) {
        continue;
      }
      if (!path.startsWith(".") || path.contains("[") || path.contains("*")) {
        findings.invalid(
            place, path, "is an invalid path: must be a simple json path starting with .");
      } else if (path.equals(".metadata") || path.startsWith(".metadata.")) {
        findings.invalid(place, path, "must not point to fields in metadata");
      } else if (!seen.add(path)) {
        findings.duplicate(place, path);
      }
    }
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

  private static void checkScalePath(
      @Nullable String path, FieldPath at, String under, Findings findings) {
    if (path == null || path.isEmpty()) {
      findings.required(at);
      return;
    }
    checkPath(path, at, findings);
    if (path.startsWith(".") && !path.startsWith(under + ".")) {
      findings.invalid(at, path, "should be a json path under " + under);
    }
  }

  private static void checkSelectorPath(String path, FieldPath at, Findings findings) {
    checkPath(path, at, findings);
    if (path.startsWith(".") && !path.startsWith(".spec.") && !path.startsWith(".status.")) {
      findings.invalid(at, path, "should be a json path under either .status or .spec");
    }
  }
}
