package dev.podo.machinery.kinds.serviceaccount;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.table.Cells;
import dev.podo.model.core.v1.ServiceAccount;
import dev.podo.model.core.v1.ServiceAccountList;
import java.util.List;

/// Identities of what runs in Pods.
public final class ServiceAccounts {
  /// Makes a token for the account.
  public static final Subresource TOKEN =
      Subresource.of(
          "token", new GroupVersionKind("authentication.k8s.io", "v1", "TokenRequest"), "create");

  private static final List<Column<ServiceAccount>> COLUMNS = List.of(Column.named(), Cells.age());

  public static final Kind<ServiceAccount> KIND =
      Kind.declare(new GroupVersionKind("", "v1", "ServiceAccount"), ServiceAccount.SCHEMA)
          .namespaced()
          .shortNames("sa")
          .subresources(TOKEN)
          .strategy(new ServiceAccountStrategy())
          .columns(COLUMNS)
          .listedAs(
              ServiceAccountList.SCHEMA,
              (meta, items) -> ServiceAccountList.builder().metadata(meta).items(items).build())
          .build();

  private ServiceAccounts() {}
}
