package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.NodeSelector;
import dev.podo.model.core.v1.NodeSelectorRequirement;
import dev.podo.model.core.v1.NodeSelectorTerm;

/// What a `NodeSelector` within an object must obey.
public final class NodeSelectorRules {
  private NodeSelectorRules() {}

  public static void check(NodeSelector selector, FieldPath at, Findings findings) {
    var place = at.child("nodeSelectorTerms");
    if (selector.nodeSelectorTerms().isEmpty()) {
      findings.required(place, "must have at least one node selector term");
    }
    for (var i = 0; i < selector.nodeSelectorTerms().size(); i++) {
      checkTerm(selector.nodeSelectorTerms().get(i), place.index(i), findings);
    }
  }

  public static void checkTerm(NodeSelectorTerm term, FieldPath at, Findings findings) {
    checkTerm(term, false, at, findings);
  }

  /// @param anyValue whether labels may have values here that no label can have
  public static void checkTerm(
      NodeSelectorTerm term, boolean anyValue, FieldPath at, Findings findings) {
    for (var i = 0; i < term.matchExpressions().size(); i++) {
      var expression = term.matchExpressions().get(i);
      var place = at.child("matchExpressions").index(i);
      checkExpression(expression, place, findings);
      if (!anyValue) {
        checkValues(expression, place.child("values"), findings);
      }
    }
    for (var i = 0; i < term.matchFields().size(); i++) {
      checkField(term.matchFields().get(i), at.child("matchFields").index(i), findings);
    }
  }

  private static void checkExpression(
      NodeSelectorRequirement requirement, FieldPath at, Findings findings) {
    var values = at.child("values");
    switch (requirement.operator()) {
      case "In", "NotIn" -> {
        if (requirement.values().isEmpty()) {
          findings.required(values, "must be specified when `operator` is 'In' or 'NotIn'");
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (!requirement.values().isEmpty()) {
          findings.forbidden(
              values, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
      }
      case "Gt", "Lt" -> {
        if (requirement.values().size() != 1) {
          findings.required(
              values, "must be specified single value when `operator` is 'Lt' or 'Gt'");
        }
      }
      default ->
          findings.invalid(
              at.child("operator"), requirement.operator(), "not a valid selector operator");
    }
    findings.invalidFor(at.child("key"), requirement.key(), Names.qualifiedName(requirement.key()));
  }

  private static void checkValues(
      NodeSelectorRequirement requirement, FieldPath at, Findings findings) {
    for (var i = 0; i < requirement.values().size(); i++) {
      var value = requirement.values().get(i);
      findings.invalidFor(at.index(i), value, Names.labelValue(value));
    }
  }

  /// The only field of a node that can be selected is its name.
  private static void checkField(
      NodeSelectorRequirement requirement, FieldPath at, Findings findings) {
    switch (requirement.operator()) {
      case "In", "NotIn" -> {
        if (requirement.values().size() != 1) {
          findings.required(
              at.child("values"),
              "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
        }
      }
      default ->
          findings.invalid(
              at.child("operator"), requirement.operator(), "not a valid selector operator");
    }
    if (!requirement.key().equals("metadata.name")) {
      findings.invalid(at.child("key"), requirement.key(), "not a valid field selector key");
      return;
    }
    for (var i = 0; i < requirement.values().size(); i++) {
      var name = requirement.values().get(i);
      findings.invalidFor(at.child("values").index(i), name, Names.dns1123Subdomain(name));
    }
  }
}
