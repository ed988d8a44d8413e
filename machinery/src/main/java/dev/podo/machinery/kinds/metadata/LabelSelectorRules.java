package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.validation.Names;
import dev.podo.model.meta.v1.LabelSelector;
import dev.podo.model.meta.v1.LabelSelectorRequirement;
import dev.podo.model.selector.LabelPredicate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a `LabelSelector` within an object must obey, and how a table shows one.
public final class LabelSelectorRules {
  private LabelSelectorRules() {}

  public static void check(@Nullable LabelSelector selector, FieldPath at, Findings findings) {
    check(selector, at, true, findings);
  }

  /// As [#check], but values that no label has stay: old objects may hold them.
  public static void checkForm(@Nullable LabelSelector selector, FieldPath at, Findings findings) {
    check(selector, at, false, findings);
  }

  private static void check(
      @Nullable LabelSelector selector, FieldPath at, boolean strict, Findings findings) {
    if (selector == null) {
      return;
    }
    MetadataRules.checkLabels(selector.matchLabels(), at.child("matchLabels"), findings);
    var expressions = selector.matchExpressions();
    for (var i = 0; i < expressions.size(); i++) {
      checkRequirement(expressions.get(i), at.child("matchExpressions").index(i), strict, findings);
    }
  }

  private static void checkRequirement(
      LabelSelectorRequirement requirement, FieldPath at, boolean strict, Findings findings) {
    if (!checkValues(requirement.operator(), requirement.values(), at.child("values"), findings)) {
      findings.invalid(
          at.child("operator"), requirement.operator(), "not a valid selector operator");
    }
    checkNames(requirement, at, strict, findings);
  }

  private static void checkNames(
      LabelSelectorRequirement requirement, FieldPath at, boolean strict, Findings findings) {
    findings.invalidFor(at.child("key"), requirement.key(), Names.qualifiedName(requirement.key()));
    for (var i = 0; strict && i < requirement.values().size(); i++) {
      var value = requirement.values().get(i);
      findings.invalidFor(at.child("values").index(i), value, Names.labelValue(value));
    }
  }

  /// A requirement by somebody who may know more operators than there are here.
  public static void checkForeign(
      LabelSelectorRequirement requirement, FieldPath at, Findings findings) {
    checkValues(requirement.operator(), requirement.values(), at.child("values"), findings);
    checkNames(requirement, at, true, findings);
  }

  /// There must be values where the operator compares with any, and none where it does not.
  ///
  /// @return whether the operator is known
  public static boolean checkValues(
      String operator, List<String> values, FieldPath at, Findings findings) {
    switch (operator) {
      case "In", "NotIn" -> {
        if (values.isEmpty()) {
          findings.required(at, "must be specified when `operator` is 'In' or 'NotIn'");
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (!values.isEmpty()) {
          findings.forbidden(
              at, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /// Whether the selector selects everything because it says nothing.
  public static boolean isEmpty(LabelSelector selector) {
    return selector.matchLabels().isEmpty() && selector.matchExpressions().isEmpty();
  }

  /// The selector as text: `<none>` if it is empty, `<error>` if it is invalid.
  public static String format(@Nullable LabelSelector selector) {
    try {
      var text = LabelPredicate.of(selector).toString();
      return text.isEmpty() ? "<none>" : text;
    } catch (IllegalArgumentException invalid) {
      return "<error>";
    }
  }
}
