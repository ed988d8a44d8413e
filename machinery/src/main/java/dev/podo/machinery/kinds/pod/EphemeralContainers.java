package dev.podo.machinery.kinds.pod;

import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.EphemeralContainer;
import org.jspecify.annotations.Nullable;

/// An ephemeral container has every field of a container, and is treated as one by most rules.
public final class EphemeralContainers {
  private EphemeralContainers() {}

  /// What it has in common with containers.
  public static Container asContainer(EphemeralContainer ephemeral) {
    var fields = Container.SCHEMA.fields();
    var values = new @Nullable Object[fields.size()];
    for (var field : fields) {
      var same = EphemeralContainer.SCHEMA.field(field.name());
      values[field.index()] = same == null ? null : ephemeral.get(same.index());
    }
    return Container.SCHEMA.of(values);
  }

  /// The ephemeral container with the fields that it has in common with containers taken from one.
  static EphemeralContainer withCommon(EphemeralContainer ephemeral, Container container) {
    var fields = EphemeralContainer.SCHEMA.fields();
    var values = new @Nullable Object[fields.size()];
    for (var field : fields) {
      var same = Container.SCHEMA.field(field.name());
      values[field.index()] =
          same == null ? ephemeral.get(field.index()) : container.get(same.index());
    }
    return EphemeralContainer.SCHEMA.of(values);
  }
}
