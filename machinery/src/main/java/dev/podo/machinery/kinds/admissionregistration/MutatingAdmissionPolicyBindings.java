package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.table.Cells;
import dev.podo.model.admissionregistration.v1.MutatingAdmissionPolicyBinding;
import dev.podo.model.admissionregistration.v1.MutatingAdmissionPolicyBindingList;
import java.util.List;

/// Where policies that change requests are in force.
public final class MutatingAdmissionPolicyBindings {
  public static final Kind<MutatingAdmissionPolicyBinding> KIND =
      Kind.declare(
              new GroupVersionKind(
                  "admissionregistration.k8s.io", "v1", "MutatingAdmissionPolicyBinding"),
              MutatingAdmissionPolicyBindings::details)
          .categories("api-extensions")
          .build();

  private MutatingAdmissionPolicyBindings() {}

  private static void details(KindBuilder<MutatingAdmissionPolicyBinding> kind) {
    kind.schema(MutatingAdmissionPolicyBinding.SCHEMA)
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
            MutatingAdmissionPolicyBindingList.SCHEMA,
            (meta, items) ->
                MutatingAdmissionPolicyBindingList.builder().metadata(meta).items(items).build());
  }

  private static final class Rules extends ObjectStrategy<MutatingAdmissionPolicyBinding> {
    Rules() {
      super(ofCluster(), MutatingAdmissionPolicyBinding::withMetadata);
    }

    @Override
    public MutatingAdmissionPolicyBinding defaults(MutatingAdmissionPolicyBinding object) {
      var spec = object.spec();
      return object.withSpec(
          spec.with(b -> b.matchResources(MatchRules.defaults(spec.matchResources()))));
    }

    @Override
    public MutatingAdmissionPolicyBinding prepareForCreate(MutatingAdmissionPolicyBinding object) {
      return object.withMetadata(SystemMetadata.first(object.metadata()));
    }

    @Override
    public MutatingAdmissionPolicyBinding prepareForUpdate(
        MutatingAdmissionPolicyBinding now, MutatingAdmissionPolicyBinding old) {
      var changed = !defaults(now).spec().equals(old.spec());
      return now.withMetadata(SystemMetadata.next(now.metadata(), old.metadata(), changed));
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
      return false;
    }

    @Override
    protected void check(MutatingAdmissionPolicyBinding object, Findings findings) {
      var spec = object.spec();
      MatchRules.checkBinding(spec.policyName(), spec.paramRef(), SPEC, findings);
      var at = SPEC.child("matchResources");
      MatchRules.check(spec.matchResources(), at, findings);
      MatchRules.checkMutable(spec.matchResources(), at, findings);
    }
  }
}
