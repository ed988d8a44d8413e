package dev.podo.machinery.kinds.configmap;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.table.Cells;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.ConfigMapList;
import java.util.List;

/// Configuration that Pods read.
public final class ConfigMaps {
  private static final List<Column<ConfigMap>> COLUMNS =
      List.of(
          Column.named(),
          new Column<>(
              "Data",
              "string",
              "",
              "How many keys there are, textual and binary.",
              0,
              (map, now) -> (long) (map.data().size() + map.binaryData().size())),
          Cells.age());

  public static final Kind<ConfigMap> KIND =
      Kind.declare(new GroupVersionKind("", "v1", "ConfigMap"), ConfigMap.SCHEMA)
          .namespaced()
          .shortNames("cm")
          .strategy(new ConfigMapStrategy())
          .columns(COLUMNS)
          .listedAs(
              ConfigMapList.SCHEMA,
              (meta, items) -> ConfigMapList.builder().metadata(meta).items(items).build())
          .build();

  private ConfigMaps() {}
}
