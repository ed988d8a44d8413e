package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.jsonpath.JsonPath;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.kinds.admissionregistration.Policies.Policy;
import dev.podo.machinery.kinds.metadata.Conditions;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.model.admissionregistration.v1.TypeChecking;
import dev.podo.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import dev.podo.model.admissionregistration.v1.ValidatingAdmissionPolicyList;
import dev.podo.model.admissionregistration.v1.ValidatingAdmissionPolicySpec;
import dev.podo.model.admissionregistration.v1.ValidatingAdmissionPolicyStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks of requests, told by expressions.
public final class ValidatingAdmissionPolicies {
  public static final Kind<ValidatingAdmissionPolicy> KIND =
      Registrations.declare("ValidatingAdmissionPolicy", ValidatingAdmissionPolicies::details)
          .plural("validatingadmissionpolicies")
          .subresources(Subresource.STATUS)
          .build();

  private ValidatingAdmissionPolicies() {}

  private static void details(KindBuilder<ValidatingAdmissionPolicy> kind) {
    Column<ValidatingAdmissionPolicy> parts =
        Column.number("Validations", "How many checks.", it -> it.spec().validations().size());
    Policies.columns(kind, parts, it -> policy(it.spec()))
        .schema(ValidatingAdmissionPolicy.SCHEMA)
        .strategy(new Rules())
        .listedAs(
            ValidatingAdmissionPolicyList.SCHEMA,
            (meta, items) ->
                ValidatingAdmissionPolicyList.builder().metadata(meta).items(items).build());
  }

  private static Policy policy(ValidatingAdmissionPolicySpec spec) {
    return new Policy(
        false,
        spec.failurePolicy(),
        spec.paramKind(),
        spec.matchConstraints(),
        spec.matchConditions(),
        spec.variables());
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
      var policy = policy(object.spec()).withDefaults();
      return object.withSpec(
          object
              .spec()
              .with(b ->
                  b.failurePolicy(policy.failurePolicy())
                      .matchConstraints(policy.matchConstraints())));
    }

    @Override
    public List<String> warnings(ValidatingAdmissionPolicy object) {
      return StaticNames.warnings(object);
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
      return false;
    }

    @Override
    protected void check(ValidatingAdmissionPolicy object, Findings findings) {
      check(object, null, findings);
    }

    @Override
    protected void checkUpdate(
        ValidatingAdmissionPolicy now, ValidatingAdmissionPolicy old, Findings findings) {
      check(now, policy(old.spec()), findings);
    }

    private static void check(
        ValidatingAdmissionPolicy object, @Nullable Policy old, Findings findings) {
      var spec = object.spec();
      var expressions = new Expressions(spec.paramKind() != null, findings);
      Policies.check(policy(spec), old, expressions, findings);
      if (spec.validations().isEmpty() && spec.auditAnnotations().isEmpty()) {
        var problem = "validations or auditAnnotations must contain at least one item";
        findings.required(SPEC.child("validations"), problem);
        findings.required(SPEC.child("auditAnnotations"), problem);
      }
      var rules = new ValidationRules(expressions, findings);
      rules.checkValidations(spec.validations(), SPEC.child("validations"));
      rules.checkAnnotations(
          object.metadata().name(), spec.auditAnnotations(), SPEC.child("auditAnnotations"));
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
      var checking = now.status().typeChecking();
      if (checking != null) {
        checkWarnings(checking, findings);
      }
      Conditions.check(now.status().conditions(), STATUS.child("conditions"), findings);
    }

    private static void checkWarnings(TypeChecking checking, Findings findings) {
      for (var i = 0; i < checking.expressionWarnings().size(); i++) {
        var warning = checking.expressionWarnings().get(i);
        var at = STATUS.child("typeChecking", "expressionWarnings").index(i);
        findings.requireText(warning.warning(), at.child("warning"));
        var field = warning.fieldRef().strip();
        if (findings.requireText(field, at.child("fieldRef"))) {
          checkPath(field, at.child("fieldRef"), findings);
        }
      }
    }

    private static void checkPath(String field, FieldPath at, Findings findings) {
      try {
        JsonPath.parse(field);
      } catch (IllegalArgumentException e) {
        findings.invalid(at, field, "invalid JSONPath: " + e.getMessage());
      }
    }
  }
}
