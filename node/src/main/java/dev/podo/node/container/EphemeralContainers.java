package dev.podo.node.container;

import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.EphemeralContainer;
import dev.podo.model.core.v1.Pod;
import java.util.List;

/// The containers that were added to a pod while it runs, to look into it (`kubectl debug`). They
/// are started once, whatever the others do, and count for nothing.
public final class EphemeralContainers {
  private EphemeralContainers() {}

  /// As containers like any other: they have the same fields, and one more.
  public static List<Container> of(Pod pod) {
    return pod.spec().ephemeralContainers().stream().map(EphemeralContainers::container).toList();
  }

  /// Into whose processes a container looks; "" for nobody's.
  public static String target(Pod pod, String container) {
    return pod.spec().ephemeralContainers().stream()
        .filter(each -> each.name().equals(container))
        .map(EphemeralContainer::targetContainerName)
        .findFirst()
        .orElse("");
  }

  private static Container container(EphemeralContainer ephemeral) {
    var values =
        Container.SCHEMA.fields().stream()
            .map(field -> EphemeralContainer.SCHEMA.field(field.name()))
            .map(field -> field == null ? null : ephemeral.get(field.index()))
            .toArray();
    return Container.SCHEMA.of(values);
  }
}
