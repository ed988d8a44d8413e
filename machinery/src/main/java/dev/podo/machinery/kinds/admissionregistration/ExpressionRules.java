package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.Names;
import dev.podo.model.admissionregistration.v1.AuditAnnotation;
import dev.podo.model.admissionregistration.v1.Mutation;
import dev.podo.model.admissionregistration.v1.Validation;
import dev.podo.model.admissionregistration.v1.Variable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What must hold around the expressions of policies. Whether an expression makes sense is found
/// out by whoever evaluates it.
final class ExpressionRules {
  private static final Pattern IDENTIFIER = Pattern.compile("[_a-zA-Z][_a-zA-Z0-9]*");
  private static final Set<String> RESERVED =
      Set.of(
          "true",
          "false",
          "null",
          "in",
          "as",
          "break",
          "const",
          "continue",
          "else",
          "for",
          "function",
          "if",
          "import",
          "let",
          "loop",
          "package",
          "namespace",
          "return",
          "var",
          "void",
          "while");
  private static final List<String> REASONS =
      List.of("Forbidden", "Invalid", "RequestEntityTooLarge");
  private static final int ANNOTATIONS_MAX = 20;
  private static final int VALUE_MAX = 5 * 1024;
  private static final String JSON_PATCH = "JSONPatch";
  private static final String APPLY = "ApplyConfiguration";

  private ExpressionRules() {}

  static void checkVariables(List<Variable> variables, FieldPath at, Findings findings) {
    for (var i = 0; i < variables.size(); i++) {
      var name = variables.get(i).name();
      if (name.isBlank()) {
        findings.required(at.index(i).child("name"), "name is not specified");
      } else if (!IDENTIFIER.matcher(name).matches() || RESERVED.contains(name)) {
        findings.invalid(at.index(i).child("name"), name, "name is not a valid CEL identifier");
      }
      if (variables.get(i).expression().isBlank()) {
        findings.required(at.index(i).child("expression"), "expression is not specified");
      }
    }
  }

  static void checkValidations(List<Validation> validations, FieldPath at, Findings findings) {
    for (var i = 0; i < validations.size(); i++) {
      check(validations.get(i), at.index(i), findings);
    }
  }

  private static void check(Validation validation, FieldPath at, Findings findings) {
    if (validation.expression().isBlank()) {
      findings.required(at.child("expression"), "expression is not specified");
    }
    var expression = validation.messageExpression();
    if (!expression.isEmpty() && expression.isBlank()) {
      findings.invalid(at.child("messageExpression"), expression, "must be non-empty if specified");
    }
    var message = validation.message();
    var trimmed = message.strip();
    if (!message.isEmpty() && trimmed.isEmpty()) {
      findings.invalid(at.child("message"), message, "message must be non-empty if specified");
    } else if (trimmed.indexOf('\n') >= 0 || trimmed.indexOf('\r') >= 0) {
      findings.invalid(at.child("message"), message, "message must not contain line breaks");
    }
    findings.oneOf(at.child("reason"), Default.value(validation.reason(), "Invalid"), REASONS);
  }

  static void checkAnnotations(
      String policy, List<AuditAnnotation> annotations, FieldPath at, Findings findings) {
    if (annotations.size() > ANNOTATIONS_MAX) {
      findings.invalid(
          at, annotations, "must not have more than " + ANNOTATIONS_MAX + " auditAnnotations");
    }
    var keys = new HashSet<String>();
    for (var i = 0; i < annotations.size(); i++) {
      var annotation = annotations.get(i);
      var key = at.index(i).child("key");
      if (policy.isEmpty()) {
        findings.invalid(key, annotation.key(), "requires metadata.name be non-empty");
      } else {
        var full = policy + "/" + annotation.key();
        findings.invalidFor(key, full, Names.qualifiedName(full));
      }
      var value = annotation.valueExpression().strip();
      if (value.isEmpty()) {
        findings.required(at.index(i).child("valueExpression"), "valueExpression is not specified");
      } else if (value.length() > VALUE_MAX) {
        findings.required(
            at.index(i).child("valueExpression"),
            "must not exceed " + VALUE_MAX + " bytes in length");
      }
      if (!keys.add(annotation.key())) {
        findings.duplicate(key, annotation.key());
      }
    }
  }

  static void check(Mutation mutation, FieldPath at, Findings findings) {
    var patch = mutation.jsonPatch();
    var apply = mutation.applyConfiguration();
    switch (mutation.patchType()) {
      case "" -> findings.required(at.child("patchType"));
      case JSON_PATCH -> {
        if (patch == null) {
          findings.required(at.child("jsonPatch"), "must be specified when patchType is JSONPatch");
        } else {
          findings.requireText(patch.expression().strip(), at.child("jsonPatch", "expression"));
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
          findings.requireText(
              apply.expression().strip(), at.child("applyConfiguration", "expression"));
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
}
