package dev.podo.apiserver.review;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.authorization.v1.ResourceAttributes;
import java.util.List;

/// What must hold of the selectors that a review may narrow its question by. They narrow no answer
/// here: nobody is allowed some objects of a kind by their labels.
final class AccessSelectors {
  private AccessSelectors() {}

  static void check(ResourceAttributes attributes, FieldPath at, Findings findings) {
    var fields = attributes.fieldSelector();
    if (fields != null) {
      var place = at.child("fieldSelector");
      checkForm(fields.rawSelector(), fields.requirements(), place, findings);
      for (var i = 0; i < fields.requirements().size(); i++) {
        var requirement = fields.requirements().get(i);
        checkRequirement(
            new Requirement(requirement.key(), requirement.operator(), requirement.values()),
            place.child("requirements").index(i),
            findings);
      }
    }
    var labels = attributes.labelSelector();
    if (labels != null) {
      var place = at.child("labelSelector");
      checkForm(labels.rawSelector(), labels.requirements(), place, findings);
      for (var i = 0; i < labels.requirements().size(); i++) {
        var requirement = labels.requirements().get(i);
        checkRequirement(
            new Requirement(requirement.key(), requirement.operator(), requirement.values()),
            place.child("requirements").index(i),
            findings);
      }
    }
  }

  private record Requirement(String key, String operator, List<String> values) {}

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

  private static void checkRequirement(Requirement requirement, FieldPath at, Findings findings) {
    if (requirement.key().isEmpty()) {
      findings.required(at.child("key"), "must be specified");
    }
    switch (requirement.operator()) {
      case "In", "NotIn" -> {
        if (requirement.values().isEmpty()) {
          findings.required(
              at.child("values"), "must be specified when `operator` is 'In' or 'NotIn'");
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (!requirement.values().isEmpty()) {
          findings.forbidden(
              at.child("values"),
              "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
      }
      default ->
          findings.invalid(
              at.child("operator"), requirement.operator(), "not a valid selector operator");
    }
  }
}
