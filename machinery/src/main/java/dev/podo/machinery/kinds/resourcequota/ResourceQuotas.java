package dev.podo.machinery.kinds.resourcequota;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.table.Cells;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.ResourceQuota;
import dev.podo.model.core.v1.ResourceQuotaList;
import java.util.List;
import java.util.stream.Collectors;

/// How much a namespace may use of everything.
public final class ResourceQuotas {
  public static final Kind<ResourceQuota> KIND =
      Kind.declare(new GroupVersionKind("", "v1", "ResourceQuota"), ResourceQuotas::details)
          .namespaced()
          .shortNames("quota")
          .subresources(Subresource.STATUS)
          .build();

  private ResourceQuotas() {}

  private static void details(KindBuilder<ResourceQuota> kind) {
    kind.schema(ResourceQuota.SCHEMA)
        .strategy(new ResourceQuotaStrategy())
        .columns(
            List.of(
                Column.named(),
                Column.text(
                    "Request",
                    "What is used of what may be asked for.",
                    quota -> used(quota, false)),
                Column.text(
                    "Limit",
                    "What is used of what limits may add up to.",
                    quota -> used(quota, true)),
                Cells.age()))
        .listedAs(
            ResourceQuotaList.SCHEMA,
            (meta, items) -> ResourceQuotaList.builder().metadata(meta).items(items).build());
  }

  private static String used(ResourceQuota quota, boolean limits) {
    return quota.status().hard().entrySet().stream()
        .filter(it -> limits == it.getKey().startsWith("limits."))
        .map(it -> {
          var used = quota.status().used().getOrDefault(it.getKey(), Quantity.ZERO);
          return it.getKey() + ": " + used + "/" + it.getValue();
        })
        .collect(Collectors.joining(", "));
  }
}
