package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.Names;
import dev.podo.model.meta.v1.Condition;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What conditions in the common form must obey.
public final class Conditions {
  private static final Pattern REASON = Pattern.compile("[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?");
  private static final int REASON_MAX = 1024;
  private static final int MESSAGE_MAX = 32768;

  private Conditions() {}

  public static void check(List<Condition> conditions, FieldPath at, Findings findings) {
    var first = new TreeMap<String, Integer>();
    for (var i = 0; i < conditions.size(); i++) {
      var condition = conditions.get(i);
      var earlier = first.putIfAbsent(condition.type(), i);
      if (earlier != null) {
        findings.duplicate(at.index(i).child("type"), condition.type());
      }
      check(condition, at.index(i), findings);
    }
  }

  private static void check(Condition condition, FieldPath at, Findings findings) {
    findings.invalidFor(at.child("type"), condition.type(), Names.qualifiedName(condition.type()));
    findings.oneOf(at.child("status"), condition.status(), List.of("False", "True", "Unknown"));
    if (condition.observedGeneration() < 0) {
      findings.invalid(
          at.child("observedGeneration"),
          condition.observedGeneration(),
          "must be greater than or equal to zero");
    }
    if (condition.lastTransitionTime() == null) {
      findings.required(at.child("lastTransitionTime"), "must be set");
    }
    checkReason(condition.reason(), at.child("reason"), findings);
    if (condition.message().length() > MESSAGE_MAX) {
      findings.add(FieldError.tooLong(at.child("message"), MESSAGE_MAX));
    }
  }

  private static void checkReason(String reason, FieldPath at, Findings findings) {
    if (reason.isEmpty()) {
      findings.required(at, "must be set");
      return;
    }
    if (!REASON.matcher(reason).matches()) {
      findings.invalid(
          at,
          reason,
          "a condition reason must start with alphabetic character, optionally followed by a string"
              + " of alphanumeric characters or '_,:', and must end with an alphanumeric character"
              + " or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or"
              + " 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is '"
              + REASON.pattern()
              + "')");
    }
    if (reason.length() > REASON_MAX) {
      findings.add(FieldError.tooLong(at, REASON_MAX));
    }
  }
}
