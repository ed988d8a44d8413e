package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.validation.Names;
import dev.podo.model.meta.v1.LabelSelector;
import dev.podo.model.meta.v1.LabelSelectorRequirement;
import dev.podo.model.selector.LabelPredicate;
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
    findings.invalidFor(at.child("key"), requirement.key(), Names.qualifiedName(requirement.key()));
    for (var i = 0; strict && i < requirement.values().size(); i++) {
      var value = requirement.values().get(i);
      findings.invalidFor(at.child("values").index(i), value, Names.labelValue(value));
    }
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
