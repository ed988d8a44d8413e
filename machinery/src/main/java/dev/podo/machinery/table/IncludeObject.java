package dev.podo.machinery.table;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What of the objects themselves stands in a table's rows, beside the cells.
public enum IncludeObject {
  NONE("None"),
  METADATA("Metadata"),
  OBJECT("Object");

  private final String text;

  IncludeObject(String text) {
    this.text = text;
  }

  /// The policy that an `includeObject` parameter spells; empty means the metadata. Null if it
  /// spells none.
  public static @Nullable IncludeObject parse(String text) {
    return text.isEmpty()
        ? METADATA
        : Arrays.stream(values()).filter(it -> it.text.equals(text)).findFirst().orElse(null);
  }

  @Override
  public String toString() {
    return text;
  }
}
