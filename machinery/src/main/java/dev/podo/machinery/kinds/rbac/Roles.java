package dev.podo.machinery.kinds.rbac;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.NameRule;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.table.Cells;
import dev.podo.model.rbac.v1.Role;
import dev.podo.model.rbac.v1.RoleList;
import java.util.List;

/// What may be done in one namespace.
public final class Roles {
  public static final String GROUP = "rbac.authorization.k8s.io";

  public static final Kind<Role> KIND =
      Kind.declare(new GroupVersionKind(GROUP, "v1", "Role"), Roles::details).namespaced().build();

  private Roles() {}

  private static void details(KindBuilder<Role> kind) {
    kind.schema(Role.SCHEMA)
        .strategy(new Rules())
        .columns(List.of(Column.named(), Cells.createdAt()))
        .listedAs(
            RoleList.SCHEMA,
            (meta, items) -> RoleList.builder().metadata(meta).items(items).build());
  }

  private static final class Rules extends ObjectStrategy<Role> {
    Rules() {
      super(new MetadataRules(true, NameRule.PATH_SEGMENT), Role::withMetadata);
    }

    @Override
    public boolean createsOnUpdate() {
      return true;
    }

    @Override
    protected void check(Role role, Findings findings) {
      RbacRules.check(role.rules(), true, findings);
    }
  }
}
