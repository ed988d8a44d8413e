package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.admissionregistration.Expressions.Text;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.admissionregistration.v1.Mutation;
import java.util.List;

/// How policies may change requests.
record MutationRules(Expressions expressions, Findings findings) {
  private static final String JSON_PATCH = "JSONPatch";
  private static final String APPLY = "ApplyConfiguration";

  void check(Mutation mutation, FieldPath at) {
    var patch = mutation.jsonPatch();
    var apply = mutation.applyConfiguration();
    switch (mutation.patchType()) {
      case "" -> findings.required(at.child("patchType"));
      case JSON_PATCH -> {
        if (patch == null) {
          findings.required(at.child("jsonPatch"), "must be specified when patchType is JSONPatch");
        } else {
          checkExpression(
              patch.expression(), at.child("jsonPatch", "expression"), "list(JSONPatch)");
        }
        if (apply != null) {
          findings.invalid(
              at.child("applyConfiguration"),
              "{applyConfiguration}",
              "must not be specified when patchType is JSONPatch");
        }
      }
      case APPLY -> {
        if (apply == null) {
          findings.required(
              at.child("applyConfiguration"),
              "must be specified when patchType is ApplyConfiguration");
        } else {
          checkExpression(
              apply.expression(), at.child("applyConfiguration", "expression"), "Object");
        }
        if (patch != null) {
          findings.invalid(
              at.child("jsonPatch"),
              "{jsonPatch}",
              "must not be specified when patchType is ApplyConfiguration");
        }
      }
      default ->
          findings.notSupported(
              at.child("patchType"), mutation.patchType(), List.of(APPLY, JSON_PATCH));
    }
  }

  private void checkExpression(String text, FieldPath at, String type) {
    var expression = text.strip();
    if (findings.requireText(expression, at)) {
      expressions.checkPatch(new Text(expression, expression, at), type);
    }
  }
}
