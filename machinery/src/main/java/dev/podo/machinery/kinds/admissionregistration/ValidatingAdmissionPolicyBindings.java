package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.admissionregistration.Bindings.Binding;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import dev.podo.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingList;
import java.util.HashSet;
import java.util.List;

/// Where policies that check requests are in force.
public final class ValidatingAdmissionPolicyBindings {
  public static final Kind<ValidatingAdmissionPolicyBinding> KIND =
      Registrations.declare(
              "ValidatingAdmissionPolicyBinding", ValidatingAdmissionPolicyBindings::details)
          .build();

  private ValidatingAdmissionPolicyBindings() {}

  private static void details(KindBuilder<ValidatingAdmissionPolicyBinding> kind) {
    Bindings.columns(kind, ValidatingAdmissionPolicyBindings::binding)
        .schema(ValidatingAdmissionPolicyBinding.SCHEMA)
        .strategy(new Rules())
        .listedAs(
            ValidatingAdmissionPolicyBindingList.SCHEMA,
            (meta, items) ->
                ValidatingAdmissionPolicyBindingList.builder().metadata(meta).items(items).build());
  }

  private static Binding binding(ValidatingAdmissionPolicyBinding object) {
    var spec = object.spec();
    return new Binding(spec.policyName(), spec.paramRef(), spec.matchResources());
  }

  private static final class Rules extends Bindings.Rules<ValidatingAdmissionPolicyBinding> {
    Rules() {
      super(
          ValidatingAdmissionPolicyBinding::withMetadata,
          ValidatingAdmissionPolicyBinding::spec,
          ValidatingAdmissionPolicyBindings::binding,
          (object, match) -> object.withSpec(object.spec().with(b -> b.matchResources(match))));
    }

    @Override
    void checkMore(ValidatingAdmissionPolicyBinding object, Findings findings) {
      MatchRules.check(object.spec().matchResources(), SPEC.child("matchResources"), findings);
      checkActions(object.spec().validationActions(), findings);
    }

    private static void checkActions(List<String> actions, Findings findings) {
      var at = SPEC.child("validationActions");
      var seen = new HashSet<String>();
      for (var i = 0; i < actions.size(); i++) {
        findings.oneOf(at.index(i), actions.get(i), List.of("Audit", "Deny", "Warn"));
        if (!seen.add(actions.get(i))) {
          findings.duplicate(at.index(i), actions.get(i));
        }
      }
      if (seen.contains("Deny") && seen.contains("Warn")) {
        findings.invalid(
            at,
            actions,
            "must not contain both Deny and Warn (repeating the same validation failure information"
                + " in the API response and headers serves no purpose)");
      }
      if (actions.isEmpty()) {
        findings.required(at, "at least one validation action is required");
      }
    }
  }
}
