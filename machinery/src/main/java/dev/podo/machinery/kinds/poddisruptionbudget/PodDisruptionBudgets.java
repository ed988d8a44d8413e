package dev.podo.machinery.kinds.poddisruptionbudget;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.table.Cells;
import dev.podo.model.IntOrString;
import dev.podo.model.policy.v1.PodDisruptionBudget;
import dev.podo.model.policy.v1.PodDisruptionBudgetList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How many Pods must stay when others may be evicted.
public final class PodDisruptionBudgets {
  public static final String IF_HEALTHY_BUDGET = "IfHealthyBudget";
  public static final String ALWAYS_ALLOW = "AlwaysAllow";

  public static final Kind<PodDisruptionBudget> KIND =
      Kind.declare(
              new GroupVersionKind("policy", "v1", "PodDisruptionBudget"),
              PodDisruptionBudgets::details)
          .namespaced()
          .shortNames("pdb")
          .subresources(Subresource.STATUS)
          .build();

  private PodDisruptionBudgets() {}

  private static void details(KindBuilder<PodDisruptionBudget> kind) {
    kind.schema(PodDisruptionBudget.SCHEMA)
        .strategy(new PodDisruptionBudgetStrategy())
        .columns(
            List.of(
                Column.named(),
                Column.text(
                    "Min Available",
                    "How many Pods must stay.",
                    it -> amount(it.spec().minAvailable())),
                Column.text(
                    "Max Unavailable",
                    "How many Pods may be missing.",
                    it -> amount(it.spec().maxUnavailable())),
                Column.number(
                    "Allowed Disruptions",
                    "How many Pods may be evicted now.",
                    it -> it.status().disruptionsAllowed()),
                Cells.age()))
        .listedAs(
            PodDisruptionBudgetList.SCHEMA,
            (meta, items) -> PodDisruptionBudgetList.builder().metadata(meta).items(items).build());
  }

  private static String amount(@Nullable IntOrString amount) {
    return amount == null ? "N/A" : amount.toString();
  }
}
