package dev.podo.machinery.kinds.rbac;

import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.NameRule;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.model.rbac.v1.ClusterRoleBinding;
import dev.podo.model.rbac.v1.ClusterRoleBindingList;
import java.util.List;

/// Who may do in all of the cluster what a cluster role says.
public final class ClusterRoleBindings {
  public static final Kind<ClusterRoleBinding> KIND =
      Kind.declare(
              new GroupVersionKind(Roles.GROUP, "v1", "ClusterRoleBinding"),
              ClusterRoleBindings::details)
          .build();

  private ClusterRoleBindings() {}

  private static void details(KindBuilder<ClusterRoleBinding> kind) {
    kind.schema(ClusterRoleBinding.SCHEMA)
        .strategy(new Rules())
        .columns(BindingRules.columns(ClusterRoleBinding::roleRef, ClusterRoleBinding::subjects))
        .listedAs(
            ClusterRoleBindingList.SCHEMA,
            (meta, items) -> ClusterRoleBindingList.builder().metadata(meta).items(items).build());
  }

  private static final class Rules extends ObjectStrategy<ClusterRoleBinding> {
    Rules() {
      super(new MetadataRules(false, NameRule.PATH_SEGMENT), ClusterRoleBinding::withMetadata);
    }

    @Override
    public boolean createsOnUpdate() {
      return true;
    }

    @Override
    public ClusterRoleBinding defaults(ClusterRoleBinding binding) {
      return binding.with(b ->
          b.roleRef(BindingRules.defaults(binding.roleRef()))
              .subjects(Default.each(binding.subjects(), BindingRules::defaults)));
    }

    @Override
    protected void check(ClusterRoleBinding binding, Findings findings) {
      BindingRules.check(binding.roleRef(), List.of("ClusterRole"), binding.subjects(), findings);
    }

    @Override
    protected void checkUpdate(ClusterRoleBinding now, ClusterRoleBinding old, Findings findings) {
      check(now, findings);
      BindingRules.checkSame(now.roleRef(), old.roleRef(), findings);
    }
  }
}
