package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.admissionregistration.Expressions.Text;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.Names;
import dev.podo.model.admissionregistration.v1.AuditAnnotation;
import dev.podo.model.admissionregistration.v1.Validation;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;

/// What policies may demand of requests, and note of them.
record ValidationRules(Expressions expressions, Findings findings) {
  private static final List<String> REASONS =
      List.of("Forbidden", "Invalid", "RequestEntityTooLarge");
  private static final int ANNOTATIONS_MAX = 20;
  private static final int VALUE_MAX = 5 * 1024;

  void checkValidations(List<Validation> validations, FieldPath at) {
    for (var i = 0; i < validations.size(); i++) {
      check(validations.get(i), at.index(i));
    }
  }

  private void check(Validation validation, FieldPath at) {
    var expression = validation.expression();
    if (expression.isBlank()) {
      findings.required(at.child("expression"), "expression is not specified");
    } else {
      expressions.check(new Text(expression, expression, at.child("expression")), List.of("bool"));
    }
    checkMessageExpression(validation.messageExpression(), at.child("messageExpression"));
    var message = validation.message();
    var trimmed = message.strip();
    if (!message.isEmpty() && trimmed.isEmpty()) {
      findings.invalid(at.child("message"), message, "must be non-empty if specified");
    } else if (trimmed.indexOf('\n') >= 0 || trimmed.indexOf('\r') >= 0) {
      findings.invalid(at.child("message"), message, "must not contain line breaks");
    }
    findings.oneOf(at.child("reason"), Default.value(validation.reason(), "Invalid"), REASONS);
  }

  private void checkMessageExpression(String expression, FieldPath at) {
    if (!expression.isEmpty() && expression.isBlank()) {
      findings.invalid(at, expression, "must be non-empty if specified");
    } else if (!expression.isEmpty()) {
      expressions.checkMessage(new Text(expression, expression, at));
    }
  }

  void checkAnnotations(String policy, List<AuditAnnotation> annotations, FieldPath at) {
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
      checkValue(annotation.valueExpression(), at.index(i).child("valueExpression"));
      if (!keys.add(annotation.key())) {
        findings.duplicate(key, annotation.key());
      }
    }
  }

  private void checkValue(String shown, FieldPath at) {
    var value = shown.strip();
    if (value.isEmpty()) {
      findings.required(at, "valueExpression is not specified");
    } else if (value.getBytes(StandardCharsets.UTF_8).length > VALUE_MAX) {
      findings.required(at, "must not exceed " + VALUE_MAX + " bytes in length");
    } else {
      expressions.check(new Text(value, shown, at), List.of("string", "null_type"));
    }
  }
}
