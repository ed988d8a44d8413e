package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.table.Cells;
import dev.podo.model.ApiObject;
import dev.podo.model.admissionregistration.v1.MatchCondition;
import dev.podo.model.admissionregistration.v1.MatchResources;
import dev.podo.model.admissionregistration.v1.ParamKind;
import dev.podo.model.admissionregistration.v1.Variable;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What both kinds of policies are: expressions about the requests that match, with parameters.
final class Policies {
  private static final FieldPath SPEC = FieldPath.root("spec");

  private Policies() {}

  /// What a policy of either kind says.
  ///
  /// @param mutates whether it changes requests
  record Policy(
      boolean mutates,
      @Nullable String failurePolicy,
      @Nullable ParamKind paramKind,
      @Nullable MatchResources matchConstraints,
      List<MatchCondition> matchConditions,
      List<Variable> variables) {
    Policy withDefaults() {
      return new Policy(
          mutates,
          Default.value(failurePolicy, "Fail"),
          paramKind,
          MatchRules.defaults(matchConstraints),
          matchConditions,
          variables);
    }
  }

  /// @param parts what it does with a request, and how many times
  static <T extends ApiObject> KindBuilder<T> columns(
      KindBuilder<T> kind, Column<T> parts, Function<T, Policy> policy) {
    return kind.columns(
        List.of(
            Column.named(),
            parts,
            Column.text(
                "ParamKind",
                "What kind its parameters are.",
                it -> MatchRules.shown(policy.apply(it).paramKind())),
            Cells.age()));
  }

  /// What is wrong with that part of a policy. Conditions that are as they were stay.
  ///
  /// @param old null for a new policy
  static void check(Policy now, @Nullable Policy old, Expressions expressions, Findings findings) {
    findings.requireOneOf(
        SPEC.child("failurePolicy"),
        Default.value(now.failurePolicy(), ""),
        WebhookRules.FAILURE_POLICIES);
    MatchRules.checkParamKind(now.paramKind(), SPEC.child("paramKind"), findings);
    var constraints = SPEC.child("matchConstraints");
    MatchRules.checkConstraints(now.matchConstraints(), constraints, findings);
    if (now.mutates()) {
      MatchRules.checkMutable(now.matchConstraints(), constraints, findings);
    }
    var isSame =
        old != null
            && Objects.equals(now.paramKind(), old.paramKind())
            && now.matchConditions().equals(old.matchConditions());
    if (!isSame) {
      expressions.checkConditions(now.matchConditions(), SPEC.child("matchConditions"));
    }
    expressions.checkVariables(now.variables(), SPEC.child("variables"));
  }
}
