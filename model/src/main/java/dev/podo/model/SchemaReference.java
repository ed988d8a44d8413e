package dev.podo.model;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds the schema of a record class by name of the class alone. A class of its own instead of a
/// lambda at each use: some fifteen hundred lambdas would cost more start-up time than all schemas.
final class SchemaReference implements Supplier<Schema<?>> {
  private final Class<? extends Struct> type;
  private volatile @Nullable Schema<?> schema;

  SchemaReference(Class<? extends Struct> type) {
    this.type = type;
  }

  @Override
  public Schema<?> get() {
    var found = schema;
    if (found == null) {
      found = Schema.of(type);
      schema = found;
    }
    return found;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SchemaReference that && that.type == type;
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public String toString() {
    return type.getName();
  }
}
