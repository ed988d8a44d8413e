package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.table.Cells;
import dev.podo.model.admissionregistration.v1.MutatingAdmissionPolicy;
import dev.podo.model.admissionregistration.v1.MutatingAdmissionPolicyList;
import java.util.List;

/// Changes that are made to requests on their way, told by expressions.
public final class MutatingAdmissionPolicies {
  public static final Kind<MutatingAdmissionPolicy> KIND =
      Kind.declare(
              new GroupVersionKind("admissionregistration.k8s.io", "v1", "MutatingAdmissionPolicy"),
              MutatingAdmissionPolicies::details)
          .categories("api-extensions")
          .plural("mutatingadmissionpolicies")
          .build();

  private MutatingAdmissionPolicies() {}

  private static void details(KindBuilder<MutatingAdmissionPolicy> kind) {
    kind.schema(MutatingAdmissionPolicy.SCHEMA)
        .strategy(new Rules())
        .columns(
            List.of(
                Column.named(),
                Column.number("Mutations", "How many changes.", it -> it.spec().mutations().size()),
                Column.text(
                    "ParamKind",
                    "What kind its parameters are.",
                    it -> MatchRules.shown(it.spec().paramKind())),
                Cells.age()))
        .listedAs(
            MutatingAdmissionPolicyList.SCHEMA,
            (meta, items) ->
                MutatingAdmissionPolicyList.builder().metadata(meta).items(items).build());
  }

  private static final class Rules extends ObjectStrategy<MutatingAdmissionPolicy> {
    Rules() {
      super(ofCluster(), MutatingAdmissionPolicy::withMetadata);
    }

    @Override
    public MutatingAdmissionPolicy defaults(MutatingAdmissionPolicy object) {
      var spec = object.spec();
      return object.withSpec(
          spec.with(b ->
              b.failurePolicy(Default.value(spec.failurePolicy(), "Fail"))
                  .matchConstraints(MatchRules.defaults(spec.matchConstraints()))));
    }

    @Override
    public MutatingAdmissionPolicy prepareForCreate(MutatingAdmissionPolicy object) {
      return object.withMetadata(SystemMetadata.first(object.metadata()));
    }

    @Override
    public MutatingAdmissionPolicy prepareForUpdate(
        MutatingAdmissionPolicy now, MutatingAdmissionPolicy old) {
      var changed = !defaults(now).spec().equals(old.spec());
      return now.withMetadata(SystemMetadata.next(now.metadata(), old.metadata(), changed));
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
      return false;
    }

    @Override
    protected void check(MutatingAdmissionPolicy object, Findings findings) {
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
      MatchRules.checkMutable(spec.matchConstraints(), constraints, findings);
      WebhookRules.checkConditions(spec.matchConditions(), SPEC.child("matchConditions"), findings);
      ExpressionRules.checkVariables(spec.variables(), SPEC.child("variables"), findings);
      if (spec.mutations().isEmpty()) {
        findings.required(SPEC.child("mutations"), "mutations must contain at least one item");
      }
      for (var i = 0; i < spec.mutations().size(); i++) {
        ExpressionRules.check(spec.mutations().get(i), SPEC.child("mutations").index(i), findings);
      }
      findings.requireOneOf(
          SPEC.child("reinvocationPolicy"),
          spec.reinvocationPolicy(),
          WebhookRules.REINVOCATION_POLICIES);
    }
  }
}
