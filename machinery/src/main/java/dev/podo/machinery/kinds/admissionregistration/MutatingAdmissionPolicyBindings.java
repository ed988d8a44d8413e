package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.admissionregistration.Bindings.Binding;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.admissionregistration.v1.MutatingAdmissionPolicyBinding;
import dev.podo.model.admissionregistration.v1.MutatingAdmissionPolicyBindingList;

/// Where policies that change requests are in force.
public final class MutatingAdmissionPolicyBindings {
  public static final Kind<MutatingAdmissionPolicyBinding> KIND =
      Registrations.declare(
              "MutatingAdmissionPolicyBinding", MutatingAdmissionPolicyBindings::details)
          .build();

  private MutatingAdmissionPolicyBindings() {}

  private static void details(KindBuilder<MutatingAdmissionPolicyBinding> kind) {
    Bindings.columns(kind, MutatingAdmissionPolicyBindings::binding)
        .schema(MutatingAdmissionPolicyBinding.SCHEMA)
        .strategy(new Rules())
        .listedAs(
            MutatingAdmissionPolicyBindingList.SCHEMA,
            (meta, items) ->
                MutatingAdmissionPolicyBindingList.builder().metadata(meta).items(items).build());
  }

  private static Binding binding(MutatingAdmissionPolicyBinding object) {
    var spec = object.spec();
    return new Binding(spec.policyName(), spec.paramRef(), spec.matchResources());
  }

  private static final class Rules extends Bindings.Rules<MutatingAdmissionPolicyBinding> {
    Rules() {
      super(
          MutatingAdmissionPolicyBinding::withMetadata,
          MutatingAdmissionPolicyBinding::spec,
          MutatingAdmissionPolicyBindings::binding,
          (object, match) -> object.withSpec(object.spec().with(b -> b.matchResources(match))));
    }

    @Override
    void checkMore(MutatingAdmissionPolicyBinding object, Findings findings) {
      var match = object.spec().matchResources();
      var at = SPEC.child("matchResources");
      MatchRules.check(match, at, findings);
      MatchRules.checkMutable(match, at, findings);
    }
  }
}
