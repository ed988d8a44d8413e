package dev.podo.machinery.kinds.lease;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.table.Cells;
import dev.podo.model.coordination.v1.Lease;
import dev.podo.model.coordination.v1.LeaseList;
import java.util.List;

/// Who leads, and which nodes are alive.
public final class Leases {
  private static final List<Column<Lease>> COLUMNS =
      List.of(
          Column.named(),
          Column.text(
              "Holder",
              "Who holds the lease now.",
              lease -> Default.value(lease.spec().holderIdentity(), "")),
          Cells.age());

  public static final Kind<Lease> KIND =
      Kind.declare(new GroupVersionKind("coordination.k8s.io", "v1", "Lease"), Lease.SCHEMA)
          .namespaced()
          .strategy(new LeaseStrategy())
          .gated("CoordinatedLeaderElection", "spec.strategy")
          .gated("CoordinatedLeaderElection", "spec.preferredHolder")
          .columns(COLUMNS)
          .listedAs(
              LeaseList.SCHEMA,
              (meta, items) -> LeaseList.builder().metadata(meta).items(items).build())
          .build();

  private Leases() {}
}
