package dev.podo.machinery.kinds.rbac;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.NameRule;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.table.Cells;
import dev.podo.model.meta.v1.LabelSelector;
import dev.podo.model.rbac.v1.ClusterRole;
import dev.podo.model.rbac.v1.ClusterRoleList;
import dev.podo.model.selector.LabelPredicate;
import java.util.List;

/// What may be done in all of a cluster, or in whatever namespace binds it.
public final class ClusterRoles {
  public static final Kind<ClusterRole> KIND =
      Kind.declare(new GroupVersionKind(Roles.GROUP, "v1", "ClusterRole"), ClusterRoles::details)
          .build();

  private ClusterRoles() {}

  private static void details(KindBuilder<ClusterRole> kind) {
    kind.schema(ClusterRole.SCHEMA)
        .strategy(new Rules())
        .columns(List.of(Column.named(), Cells.createdAt()))
        .listedAs(
            ClusterRoleList.SCHEMA,
            (meta, items) -> ClusterRoleList.builder().metadata(meta).items(items).build());
  }

  private static final class Rules extends ObjectStrategy<ClusterRole> {
    Rules() {
      super(new MetadataRules(false, NameRule.PATH_SEGMENT), ClusterRole::withMetadata);
    }

    @Override
    public boolean createsOnUpdate() {
      return true;
    }

    @Override
    protected void check(ClusterRole role, Findings findings) {
      RbacRules.check(role.rules(), false, findings);
      var aggregation = role.aggregationRule();
      if (aggregation == null) {
        return;
      }
      var at = FieldPath.root("aggregationRule", "clusterRoleSelectors");
      if (aggregation.clusterRoleSelectors().isEmpty()) {
        findings.required(
            at, "at least one clusterRoleSelector required if aggregationRule is non-nil");
      }
      for (var i = 0; i < aggregation.clusterRoleSelectors().size(); i++) {
        checkSelector(aggregation.clusterRoleSelectors().get(i), at.index(i), findings);
      }
    }

    private static void checkSelector(LabelSelector selector, FieldPath at, Findings findings) {
      LabelSelectorRules.check(selector, at, findings);
      try {
        LabelPredicate.of(selector);
      } catch (IllegalArgumentException unusable) {
        findings.invalid(at, null, "invalid label selector.");
      }
    }
  }
}
