package dev.podo.machinery.kinds.rbac;

import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.NameRule;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.model.rbac.v1.RoleBinding;
import dev.podo.model.rbac.v1.RoleBindingList;
import java.util.List;

/// Who may do in one namespace what a role says.
public final class RoleBindings {
  public static final Kind<RoleBinding> KIND =
      Kind.declare(new GroupVersionKind(Roles.GROUP, "v1", "RoleBinding"), RoleBindings::details)
          .namespaced()
          .build();

  private RoleBindings() {}

  private static void details(KindBuilder<RoleBinding> kind) {
    kind.schema(RoleBinding.SCHEMA)
        .strategy(new Rules())
        .columns(BindingRules.columns(RoleBinding::roleRef, RoleBinding::subjects))
        .listedAs(
            RoleBindingList.SCHEMA,
            (meta, items) -> RoleBindingList.builder().metadata(meta).items(items).build());
  }

  private static final class Rules extends ObjectStrategy<RoleBinding> {
    Rules() {
      super(new MetadataRules(true, NameRule.PATH_SEGMENT), RoleBinding::withMetadata);
    }

    @Override
    public boolean createsOnUpdate() {
      return true;
    }

    @Override
    public RoleBinding defaults(RoleBinding binding) {
      return binding.with(b ->
          b.roleRef(BindingRules.defaults(binding.roleRef()))
              .subjects(Default.each(binding.subjects(), BindingRules::defaults)));
    }

    @Override
    protected void check(RoleBinding binding, Findings findings) {
      BindingRules.check(
          binding.roleRef(), List.of("Role", "ClusterRole"), binding.subjects(), findings);
    }

    @Override
    protected void checkUpdate(RoleBinding now, RoleBinding old, Findings findings) {
      check(now, findings);
      BindingRules.checkSame(now.roleRef(), old.roleRef(), findings);
    }
  }
}
