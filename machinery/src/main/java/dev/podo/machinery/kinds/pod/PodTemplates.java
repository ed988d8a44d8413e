package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.model.core.v1.PodTemplateSpec;
import dev.podo.model.meta.v1.LabelSelector;
import dev.podo.model.selector.LabelPredicate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The templates of Pods within other objects.
public final class PodTemplates {
  private PodTemplates() {}

  /// The template with every default filled in that does not wait for the Pod.
  public static PodTemplateSpec defaults(PodTemplateSpec template) {
    return template.with(b -> b.spec(PodDefaults.spec(template.spec())));
  }

  /// What a template on its own must obey.
  public static void check(PodTemplateSpec template, FieldPath at, Findings findings) {
    MetadataRules.checkLabels(template.metadata().labels(), at.child("labels"), findings);
    MetadataRules.checkAnnotations(
        template.metadata().annotations(), at.child("annotations"), findings);
    PodAnnotations.check(
        template.metadata().annotations(), template.spec(), at.child("annotations"), findings);
    PodValidation.checkSpec(template.spec(), null, at.child("spec"), findings);
    PodAnnotations.checkAgree(
        template.metadata().annotations(), template.spec(), at.child("spec"), findings);
    if (!template.spec().ephemeralContainers().isEmpty()) {
      findings.forbidden(
          at.child("spec", "ephemeralContainers"),
          "ephemeral containers not allowed in pod template");
    }
  }

  /// What the selector and the template of a kind must obey whose Pods run for ever.
  ///
  /// @param at the `spec` in which both lie
  public static void checkSelected(
      @Nullable LabelSelector selector, PodTemplateSpec template, FieldPath at, Findings findings) {
    if (selector == null) {
      findings.required(at.child("selector"));
    } else {
      LabelSelectorRules.check(selector, at.child("selector"), findings);
      if (LabelSelectorRules.isEmpty(selector)) {
        findings.invalid(
            at.child("selector"), selector, "empty selector is invalid for deployment");
      }
    }
    LabelPredicate predicate;
    try {
      predicate = LabelPredicate.of(selector);
    } catch (IllegalArgumentException malformed) {
      findings.invalid(at.child("selector"), selector, "invalid label selector");
      return;
    }
    checkMatched(predicate, template, at.child("template"), findings);
  }

  private static void checkMatched(
      LabelPredicate selector, PodTemplateSpec template, FieldPath at, Findings findings) {
    checkLabels(selector, template, at, findings);
    check(template, at, findings);
    checkRunsForEver(template, at, "ReplicaSet", findings);
  }

  /// The selector must select what the template makes.
  public static void checkLabels(
      LabelPredicate selector, PodTemplateSpec template, FieldPath at, Findings findings) {
    var labels = template.metadata().labels();
    if (!selector.isEverything() && !selector.matches(labels)) {
      findings.invalid(
          at.child("metadata", "labels"), labels, "`selector` does not match template `labels`");
    }
  }

  /// The Pods are started again whenever they end.
  ///
  /// @param kind whose Pods they are
  public static void checkRunsForEver(
      PodTemplateSpec template, FieldPath at, String kind, Findings findings) {
    var policy = template.spec().restartPolicy();
    if (!policy.equals("Always")) {
      findings.notSupported(at.child("spec", "restartPolicy"), policy, List.of("Always"));
    }
    if (template.spec().activeDeadlineSeconds() != null) {
      findings.forbidden(
          at.child("spec", "activeDeadlineSeconds"),
          "activeDeadlineSeconds in " + kind + " is not Supported");
    }
  }

  /// What should be told to whoever writes the template.
  public static List<String> warnings(PodTemplateSpec template) {
    return warnings(template, "spec.template.spec");
  }

  /// As above, of a template elsewhere.
  ///
  /// @param at where the spec of its Pods lies
  public static List<String> warnings(PodTemplateSpec template, String at) {
    var above = at.substring(0, at.length() - "spec".length());
    return PodWarnings.of(template.metadata(), template.spec(), above);
  }
}
