package dev.podo.machinery.kinds.priorityclass;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.table.Cells;
import dev.podo.model.scheduling.v1.PriorityClass;
import dev.podo.model.scheduling.v1.PriorityClassList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How much Pods matter, by name.
public final class PriorityClasses {
  public static final String SYSTEM_PREFIX = "system-";
  public static final String SYSTEM_CLUSTER_CRITICAL = "system-cluster-critical";
  public static final String SYSTEM_NODE_CRITICAL = "system-node-critical";

  /// The greatest priority that users may give.
  public static final int USER_MAX = 1_000_000_000;

  public static final Kind<PriorityClass> KIND =
      Kind.declare(
              new GroupVersionKind("scheduling.k8s.io", "v1", "PriorityClass"),
              PriorityClasses::details)
          .plural("priorityclasses")
          .shortNames("pc")
          .build();

  private PriorityClasses() {}

  private static void details(KindBuilder<PriorityClass> kind) {
    kind.schema(PriorityClass.SCHEMA)
        .strategy(new PriorityClassStrategy())
        .columns(
            List.of(
                Column.named(),
                Column.number("Value", "The priority.", PriorityClass::value),
                Column.flag(
                    "Global-Default",
                    "Whether Pods that name no class get it.",
                    PriorityClass::globalDefault),
                Cells.age(),
                Column.text(
                    "PreemptionPolicy",
                    "Whether its Pods drive others out.",
                    it -> Default.value(it.preemptionPolicy(), ""))))
        .listedAs(
            PriorityClassList.SCHEMA,
            (meta, items) -> PriorityClassList.builder().metadata(meta).items(items).build());
  }

  /// The priority that one of the system's own classes has; null if it is none of them.
  public static @Nullable Integer systemValue(String name) {
    return switch (name) {
      case SYSTEM_CLUSTER_CRITICAL -> 2 * USER_MAX;
      case SYSTEM_NODE_CRITICAL -> 2 * USER_MAX + 1000;
      default -> null;
    };
  }
}
