package dev.podo.machinery.kinds.customresourcedefinition;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.rules.SchemaPath;
import dev.podo.machinery.structural.StructuralSchema;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionVersion;
import dev.podo.model.apiextensions.v1.SelectableField;
import java.util.HashSet;
import java.util.Set;

/// Which fields objects may be selected by: single values that the schema states, besides metadata.
final class SelectableRules {
  private static final int MAX = 8;

  private SelectableRules() {}

  /// @param sound whether the schema of the version can be read
  static void check(
      CustomResourceDefinitionVersion version, FieldPath at, boolean sound, Findings findings) {
    var fields = version.selectableFields();
    if (fields.isEmpty()) {
      return;
    }
    var schema = Leniency.schema(version);
    if (schema == null) {
      // The words are upstream's; they say the opposite of what they mean.
      findings.invalid(
          at, "", "may only be set when `version.schema.openAPIV3Schema` is not included");
    } else if (sound) {
      var structural = StructuralSchema.of(schema);
      var seen = new HashSet<String>();
      for (var i = 0; i < fields.size(); i++) {
        check(fields.get(i), structural, at.index(i).child("jsonPath"), seen, findings);
      }
      findings.atMost(at, seen.size(), MAX);
    }
  }

  private static void check(
      SelectableField field,
      StructuralSchema schema,
      FieldPath at,
      Set<String> seen,
      Findings findings) {
    var path = field.jsonPath();
    if (!findings.requireText(path, at)) {
      return;
    }
    var found = SchemaPath.find(path, schema, FieldPath.empty(), false);
    if (found.problem() != null) {
      findings.invalid(at, path, "is an invalid path: " + found.problem());
      return;
    }
    var reached = found.path().toString();
    if (reached.equals("metadata") || reached.startsWith("metadata.")) {
      findings.invalid(at, path, "must not point to fields in metadata");
    }
    if (!Set.of("string", "boolean", "integer").contains(found.type())) {
      findings.invalid(
          at,
          path,
          "must point to a field of type string, boolean or integer. Enum string fields and strings"
              + " with formats are allowed.");
    }
    if (!seen.add(reached)) {
      findings.duplicate(at, path);
    }
  }
}
