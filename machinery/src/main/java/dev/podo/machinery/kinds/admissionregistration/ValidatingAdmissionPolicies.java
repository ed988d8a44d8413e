package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.kinds.metadata.Conditions;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.table.Cells;
import dev.podo.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import dev.podo.model.admissionregistration.v1.ValidatingAdmissionPolicyList;
import dev.podo.model.admissionregistration.v1.ValidatingAdmissionPolicySpec;
import dev.podo.model.admissionregistration.v1.ValidatingAdmissionPolicyStatus;
import java.util.List;

/// Checks of requests, told by expressions.
public final class ValidatingAdmissionPolicies {
  public static final Kind<ValidatingAdmissionPolicy> KIND =
      Kind.declare(
              new GroupVersionKind(
                  "admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicy"),
              ValidatingAdmissionPolicies::details)
          .categories("api-extensions")
          .plural("validatingadmissionpolicies")
          .subresources(Subresource.STATUS)
          .build();

  private ValidatingAdmissionPolicies() {}

  private static void details(KindBuilder<ValidatingAdmissionPolicy> kind) {
    kind.schema(ValidatingAdmissionPolicy.SCHEMA)
        .strategy(new Rules())
        .columns(
            List.of(
                Column.named(),
                Column.number(
                    "Validations", "How many checks.", it -> it.spec().validations().size()),
                Column.text(
                    "ParamKind",
                    "What kind its parameters are.",
                    it -> MatchRules.shown(it.spec().paramKind())),
                Cells.age()))
        .listedAs(
            ValidatingAdmissionPolicyList.SCHEMA,
            (meta, items) ->
                ValidatingAdmissionPolicyList.builder().metadata(meta).items(items).build());
  }

  private static final class Rules
      extends StatusStrategy<
          ValidatingAdmissionPolicy,
          ValidatingAdmissionPolicySpec,
          ValidatingAdmissionPolicyStatus> {
    Rules() {
      super(
          ofCluster(),
          new Parts<>(
              ValidatingAdmissionPolicy::withMetadata,
              ValidatingAdmissionPolicy::spec,
              ValidatingAdmissionPolicy::withSpec,
              ValidatingAdmissionPolicy::status,
              ValidatingAdmissionPolicy::withStatus,
              ValidatingAdmissionPolicyStatus.EMPTY));
    }

    @Override
    public ValidatingAdmissionPolicy defaults(ValidatingAdmissionPolicy object) {
      var spec = object.spec();
      return object.withSpec(
          spec.with(b ->
              b.failurePolicy(Default.value(spec.failurePolicy(), "Fail"))
                  .matchConstraints(MatchRules.defaults(spec.matchConstraints()))));
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
      return false;
    }

    @Override
    protected void check(ValidatingAdmissionPolicy object, Findings findings) {
      var spec = object.spec();
      if (findings.requireText(
          Default.value(spec.failurePolicy(), ""), SPEC.child("failurePolicy"))) {
        findings.oneOf(
            SPEC.child("failurePolicy"),
            Default.value(spec.failurePolicy(), ""),
            WebhookRules.FAILURE_POLICIES);
      }
      MatchRules.checkParamKind(spec.paramKind(), SPEC.child("paramKind"), findings);
      var constraints = SPEC.child("matchConstraints");
      MatchRules.checkConstraints(spec.matchConstraints(), constraints, findings);
      WebhookRules.checkConditions(spec.matchConditions(), SPEC.child("matchConditions"), findings);
      ExpressionRules.checkVariables(spec.variables(), SPEC.child("variables"), findings);
      if (spec.validations().isEmpty() && spec.auditAnnotations().isEmpty()) {
        var problem = "validations or auditAnnotations must contain at least one item";
        findings.required(SPEC.child("validations"), problem);
        findings.required(SPEC.child("auditAnnotations"), problem);
      }
      ExpressionRules.checkValidations(spec.validations(), SPEC.child("validations"), findings);
      ExpressionRules.checkAnnotations(
          object.metadata().name(),
          spec.auditAnnotations(),
          SPEC.child("auditAnnotations"),
          findings);
    }

    @Override
    public ValidatingAdmissionPolicy prepareForStatusUpdate(
        ValidatingAdmissionPolicy now, ValidatingAdmissionPolicy old) {
      return now.withMetadata(SystemMetadata.ofPart(now.metadata(), old.metadata(), false))
          .withSpec(old.spec());
    }

    @Override
    protected void checkStatusUpdate(
        ValidatingAdmissionPolicy now, ValidatingAdmissionPolicy old, Findings findings) {
      Conditions.check(now.status().conditions(), STATUS.child("conditions"), findings);
      var checking = now.status().typeChecking();
      if (checking == null) {
        return;
      }
      for (var i = 0; i < checking.expressionWarnings().size(); i++) {
        var warning = checking.expressionWarnings().get(i);
        var at = STATUS.child("typeChecking", "expressionWarnings").index(i);
        findings.requireText(warning.warning(), at.child("warning"));
        findings.requireText(warning.fieldRef().strip(), at.child("fieldRef"));
      }
    }
  }
}
