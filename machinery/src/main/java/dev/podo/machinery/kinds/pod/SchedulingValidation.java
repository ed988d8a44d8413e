package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.Toleration;
import dev.podo.model.core.v1.TopologySpreadConstraint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a Pod may say of where it is to run: tolerations and spreading here, affinity elsewhere.
public final class SchedulingValidation {
  private static final List<String> EFFECTS =
      List.of("NoSchedule", "PreferNoSchedule", "NoExecute");
  private static final String DO_NOT_SCHEDULE = "DoNotSchedule";
  private static final List<String> ACTIONS = List.of(DO_NOT_SCHEDULE, "ScheduleAnyway");

  private SchedulingValidation() {}

  /// Tolerations, also outside of Pods.
  public static void checkTolerations(
      List<Toleration> tolerations, FieldPath at, Findings findings) {
    for (var i = 0; i < tolerations.size(); i++) {
      checkToleration(tolerations.get(i), at.index(i), findings);
    }
  }

  static void checkToleration(Toleration toleration, FieldPath at, Findings findings) {
    if (!toleration.key().isEmpty()) {
      findings.invalidFor(at.child("key"), toleration.key(), Names.qualifiedName(toleration.key()));
    } else if (!toleration.operator().equals("Exists")) {
      findings.invalid(
          at.child("operator"),
          toleration.operator(),
          "operator must be Exists when `key` is empty, which means \"match all values and all"
              + " keys\"");
    }
    if (toleration.tolerationSeconds() != null && !toleration.effect().equals("NoExecute")) {
      findings.invalid(
          at.child("effect"),
          toleration.effect(),
          "effect must be 'NoExecute' when `tolerationSeconds` is set");
    }
    checkTolerated(toleration, at, findings);
    if (!toleration.effect().isEmpty()) {
      findings.oneOf(at.child("effect"), toleration.effect(), EFFECTS);
    }
  }

  private static void checkTolerated(Toleration toleration, FieldPath at, Findings findings) {
    switch (toleration.operator()) {
      case "Equal", "" -> {
        var problems = Names.labelValue(toleration.value());
        if (!problems.isEmpty()) {
          findings.invalid(at.child("operator"), toleration.value(), String.join(";", problems));
        }
      }
      case "Exists" -> {
        if (!toleration.value().isEmpty()) {
          findings.invalid(
              at.child("operator"),
              toleration.value(),
              "value must be empty when `operator` is 'Exists'");
        }
      }
      // Upstream names them although it takes them only where it is asked to.
      case "Gt", "Lt" ->
          findings.notSupported(
              at.child("operator"), toleration.operator(), List.of("Equal", "Exists", "Lt", "Gt"));
      default ->
          findings.notSupported(
              at.child("operator"), toleration.operator(), List.of("Equal", "Exists"));
    }
  }

  static void checkSpreading(
      List<TopologySpreadConstraint> constraints, FieldPath at, Findings findings) {
    for (var i = 0; i < constraints.size(); i++) {
      checkConstraint(
          constraints.get(i),
          constraints.subList(i + 1, constraints.size()),
          at.index(i),
          findings);
    }
  }

  /// @param others those that come after it, none of which may say the same
  private static void checkConstraint(
      TopologySpreadConstraint constraint,
      List<TopologySpreadConstraint> others,
      FieldPath at,
      Findings findings) {
    if (constraint.maxSkew() <= 0) {
      findings.invalid(at.child("maxSkew"), constraint.maxSkew(), "must be greater than zero");
    }
    if (constraint.topologyKey().isEmpty()) {
      findings.required(at.child("topologyKey"), "can not be empty");
    }
    findings.oneOf(at.child("whenUnsatisfiable"), constraint.whenUnsatisfiable(), ACTIONS);
    var pair = pair(constraint);
    if (others.stream().anyMatch(it -> pair(it).equals(pair))) {
      findings.duplicate(at.child("{topologyKey, whenUnsatisfiable}"), pair);
    }
    checkMinDomains(constraint, at.child("minDomains"), findings);
    checkPolicy(constraint.nodeAffinityPolicy(), at.child("nodeAffinityPolicy"), findings);
    checkPolicy(constraint.nodeTaintsPolicy(), at.child("nodeTaintsPolicy"), findings);
    LabelKeys.checkSpreading(constraint.matchLabelKeys(), constraint.labelSelector(), at, findings);
    LabelSelectorRules.check(constraint.labelSelector(), at.child("labelSelector"), findings);
  }

  private static String pair(TopologySpreadConstraint constraint) {
    return "{" + constraint.topologyKey() + ", " + constraint.whenUnsatisfiable() + "}";
  }

  private static void checkMinDomains(
      TopologySpreadConstraint constraint, FieldPath at, Findings findings) {
    var domains = constraint.minDomains();
    if (domains == null) {
      return;
    }
    if (domains <= 0) {
      findings.invalid(at, domains, "must be greater than zero");
    }
    var action = constraint.whenUnsatisfiable();
    if (!action.equals(DO_NOT_SCHEDULE)) {
      findings.invalid(
          at, domains, "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " + action);
    }
  }

  private static void checkPolicy(@Nullable String policy, FieldPath at, Findings findings) {
    if (policy != null) {
      findings.oneOf(at, policy, List.of("Honor", "Ignore"));
    }
  }
}
