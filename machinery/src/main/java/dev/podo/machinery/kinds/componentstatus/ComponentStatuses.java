package dev.podo.machinery.kinds.componentstatus;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.model.core.v1.ComponentCondition;
import dev.podo.model.core.v1.ComponentStatus;
import dev.podo.model.core.v1.ComponentStatusList;
import java.util.List;
import java.util.function.Function;

/// The parts of the control plane, asked how they are whenever somebody wants to know.
public final class ComponentStatuses {
  public static final String HEALTHY = "Healthy";

  public static final Kind<ComponentStatus> KIND =
      Kind.declare(new GroupVersionKind("", "v1", "ComponentStatus"), ComponentStatuses::details)
          .plural("componentstatuses")
          .shortNames("cs")
          .verbs("get", "list")
          .notStored()
          .deprecated("v1 ComponentStatus is deprecated in v1.19+")
          .build();

  private ComponentStatuses() {}

  private static void details(KindBuilder<ComponentStatus> kind) {
    kind.schema(ComponentStatus.SCHEMA)
        .columns(
            List.of(
                Column.named(),
                Column.text("Status", "Whether the part is well.", ComponentStatuses::status),
                Column.text(
                    "Message",
                    "What it says of itself.",
                    it -> of(it, ComponentCondition::message)),
                Column.text("Error", "What is wrong.", it -> of(it, ComponentCondition::error))))
        .listedAs(
            ComponentStatusList.SCHEMA,
            (meta, items) -> ComponentStatusList.builder().metadata(meta).items(items).build());
  }

  private static String status(ComponentStatus component) {
    return switch (of(component, ComponentCondition::status)) {
      case "" -> "Unknown";
      case "True" -> HEALTHY;
      default -> "Unhealthy";
    };
  }

  private static String of(ComponentStatus component, Function<ComponentCondition, String> part) {
    for (var condition : component.conditions()) {
      if (condition.type().equals(HEALTHY)) {
        return part.apply(condition);
      }
    }
    return "";
  }
}
