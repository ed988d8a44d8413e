package dev.podo.apiserver.review;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.model.authorization.v1.ResourceAttributes;
import java.util.List;

/// What must hold of the selectors that a review may narrow its question by. They narrow no answer
/// here: nobody is allowed some objects of a kind by their labels.
final class AccessSelectors {
  private AccessSelectors() {}

  static void check(ResourceAttributes attributes, FieldPath above, Findings findings) {
    var fields = attributes.fieldSelector();
    if (fields != null) {
      var place = above.child("fieldSelector");
      checkForm(fields.rawSelector(), fields.requirements(), place, findings);
      for (var i = 0; i < fields.requirements().size(); i++) {
        var requirement = fields.requirements().get(i);
        var at = place.child("requirements").index(i);
        if (requirement.key().isEmpty()) {
          findings.required(at.child("key"), "must be specified");
        }
        LabelSelectorRules.checkValues(
            requirement.operator(), requirement.values(), at.child("values"), findings);
      }
    }
    var labels = attributes.labelSelector();
    if (labels != null) {
      var place = above.child("labelSelector");
      checkForm(labels.rawSelector(), labels.requirements(), place, findings);
      for (var i = 0; i < labels.requirements().size(); i++) {
        LabelSelectorRules.checkForeign(
            labels.requirements().get(i), place.child("requirements").index(i), findings);
      }
    }
  }

  private static void checkForm(String raw, List<?> requirements, FieldPath at, Findings findings) {
    if (!raw.isEmpty() && !requirements.isEmpty()) {
      findings.invalid(
          at.child("rawSelector"), raw, "may not specified at the same time as requirements");
    }
    if (raw.isEmpty() && requirements.isEmpty()) {
      findings.required(
          at.child("requirements"),
          "when " + at + " is specified, requirements or rawSelector is required");
    }
  }
}
