package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.table.Cells;
import dev.podo.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import dev.podo.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingList;
import java.util.HashSet;
import java.util.List;

/// Where policies that check requests are in force.
public final class ValidatingAdmissionPolicyBindings {
  public static final Kind<ValidatingAdmissionPolicyBinding> KIND =
      Kind.declare(
              new GroupVersionKind(
                  "admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicyBinding"),
              ValidatingAdmissionPolicyBindings::details)
          .categories("api-extensions")
          .build();

  private ValidatingAdmissionPolicyBindings() {}

  private static void details(KindBuilder<ValidatingAdmissionPolicyBinding> kind) {
    kind.schema(ValidatingAdmissionPolicyBinding.SCHEMA)
        .strategy(new Rules())
        .columns(
            List.of(
                Column.named(),
                Column.text(
                    "PolicyName", "Which policy it puts in force.", it -> it.spec().policyName()),
                Column.text(
                    "ParamRef",
                    "With which parameters.",
                    it -> MatchRules.shown(it.spec().paramRef())),
                Cells.age()))
        .listedAs(
            ValidatingAdmissionPolicyBindingList.SCHEMA,
            (meta, items) ->
                ValidatingAdmissionPolicyBindingList.builder().metadata(meta).items(items).build());
  }

  private static final class Rules extends ObjectStrategy<ValidatingAdmissionPolicyBinding> {
    Rules() {
      super(ofCluster(), ValidatingAdmissionPolicyBinding::withMetadata);
    }

    @Override
    public ValidatingAdmissionPolicyBinding defaults(ValidatingAdmissionPolicyBinding object) {
      var spec = object.spec();
      return object.withSpec(
          spec.with(b -> b.matchResources(MatchRules.defaults(spec.matchResources()))));
    }

    @Override
    public ValidatingAdmissionPolicyBinding prepareForCreate(
        ValidatingAdmissionPolicyBinding object) {
      return object.withMetadata(SystemMetadata.first(object.metadata()));
    }

    @Override
    public ValidatingAdmissionPolicyBinding prepareForUpdate(
        ValidatingAdmissionPolicyBinding now, ValidatingAdmissionPolicyBinding old) {
      var changed = !defaults(now).spec().equals(old.spec());
      return now.withMetadata(SystemMetadata.next(now.metadata(), old.metadata(), changed));
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
      return false;
    }

    @Override
    protected void check(ValidatingAdmissionPolicyBinding object, Findings findings) {
      var spec = object.spec();
      MatchRules.checkBinding(spec.policyName(), spec.paramRef(), SPEC, findings);
      // Spelled as upstream spells it.
      MatchRules.check(spec.matchResources(), SPEC.child("matchResouces"), findings);
      checkActions(spec.validationActions(), findings);
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
