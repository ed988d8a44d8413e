package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.admissionregistration.Policies.Policy;
import dev.podo.machinery.kinds.metadata.CountedStrategy;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.admissionregistration.v1.MutatingAdmissionPolicy;
import dev.podo.model.admissionregistration.v1.MutatingAdmissionPolicyList;
import dev.podo.model.admissionregistration.v1.MutatingAdmissionPolicySpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes that are made to requests on their way, told by expressions.
public final class MutatingAdmissionPolicies {
  public static final Kind<MutatingAdmissionPolicy> KIND =
      Registrations.declare("MutatingAdmissionPolicy", MutatingAdmissionPolicies::details)
          .plural("mutatingadmissionpolicies")
          .build();

  private MutatingAdmissionPolicies() {}

  private static void details(KindBuilder<MutatingAdmissionPolicy> kind) {
    Column<MutatingAdmissionPolicy> parts =
        Column.number("Mutations", "How many changes.", it -> it.spec().mutations().size());
    Policies.columns(kind, parts, it -> policy(it.spec()))
        .schema(MutatingAdmissionPolicy.SCHEMA)
        .strategy(new Rules())
        .listedAs(
            MutatingAdmissionPolicyList.SCHEMA,
            (meta, items) ->
                MutatingAdmissionPolicyList.builder().metadata(meta).items(items).build());
  }

  private static Policy policy(MutatingAdmissionPolicySpec spec) {
    return new Policy(
        true,
        spec.failurePolicy(),
        spec.paramKind(),
        spec.matchConstraints(),
        spec.matchConditions(),
        spec.variables());
  }

  private static final class Rules extends CountedStrategy<MutatingAdmissionPolicy> {
    Rules() {
      super(ofCluster(), MutatingAdmissionPolicy::withMetadata, MutatingAdmissionPolicy::spec);
    }

    @Override
    public MutatingAdmissionPolicy defaults(MutatingAdmissionPolicy object) {
      var policy = policy(object.spec()).withDefaults();
      return object.withSpec(
          object
              .spec()
              .with(b ->
                  b.failurePolicy(policy.failurePolicy())
                      .matchConstraints(policy.matchConstraints())));
    }

    @Override
    public List<String> warnings(MutatingAdmissionPolicy object) {
      return StaticNames.warnings(object);
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
      return false;
    }

    @Override
    protected void check(MutatingAdmissionPolicy object, Findings findings) {
      check(object.spec(), null, findings);
    }

    @Override
    protected void checkUpdate(
        MutatingAdmissionPolicy now, MutatingAdmissionPolicy old, Findings findings) {
      check(now.spec(), policy(old.spec()), findings);
    }

    private static void check(
        MutatingAdmissionPolicySpec spec, @Nullable Policy old, Findings findings) {
      var expressions = new Expressions(spec.paramKind() != null, findings);
      Policies.check(policy(spec), old, expressions, findings);
      if (spec.mutations().isEmpty()) {
        findings.required(SPEC.child("mutations"), "mutations must contain at least one item");
      }
      var rules = new MutationRules(expressions, findings);
      for (var i = 0; i < spec.mutations().size(); i++) {
        rules.check(spec.mutations().get(i), SPEC.child("mutations").index(i));
      }
      findings.requireOneOf(
          SPEC.child("reinvocationPolicy"),
          spec.reinvocationPolicy(),
          WebhookRules.REINVOCATION_POLICIES);
    }
  }
}
