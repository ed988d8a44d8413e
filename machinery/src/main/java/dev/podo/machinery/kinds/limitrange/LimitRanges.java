package dev.podo.machinery.kinds.limitrange;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.table.Cells;
import dev.podo.model.core.v1.LimitRange;
import dev.podo.model.core.v1.LimitRangeList;
import java.util.List;

/// How much one Pod, container or claim of a namespace may ask for, and what it gets if it does not
/// ask.
public final class LimitRanges {
  public static final String POD = "Pod";
  public static final String CONTAINER = "Container";
  public static final String CLAIM = "PersistentVolumeClaim";

  public static final Kind<LimitRange> KIND =
      Kind.declare(new GroupVersionKind("", "v1", "LimitRange"), LimitRanges::details)
          .namespaced()
          .shortNames("limits")
          .build();

  private LimitRanges() {}

  private static void details(KindBuilder<LimitRange> kind) {
    kind.schema(LimitRange.SCHEMA)
        .strategy(new LimitRangeStrategy())
        .columns(List.of(Column.named(), Cells.createdAt()))
        .listedAs(
            LimitRangeList.SCHEMA,
            (meta, items) -> LimitRangeList.builder().metadata(meta).items(items).build());
  }
}
