package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.codec.Json;
import dev.podo.model.Struct;
import java.util.Objects;

/// What differs between two structs of a kind, for whoever tried to change what cannot be changed.
public final class Changes {
  private Changes() {}

  /// The fields that differ, one to a line: what they were, what they were to be.
  public static <T extends Struct> String of(T from, T to) {
    var text = new StringBuilder();
    for (var field : from.schema().fields()) {
      var old = from.get(field.index());
      var now = to.get(field.index());
      if (!Objects.equals(old, now)) {
        text.append("- ").append(field.name()).append(": ").append(Json.show(old)).append('\n');
        text.append("+ ").append(field.name()).append(": ").append(Json.show(now)).append('\n');
      }
    }
    return text.toString();
  }
}
