package dev.podo.cel;

import dev.podo.cel.type.Bounds;
import dev.podo.machinery.expression.ValueType;
import dev.podo.machinery.expression.ValueType.Simple;
import org.jspecify.annotations.Nullable;

/// What the declaration of a variable says of how large its values can be.
record DeclaredBounds(ValueType type) implements Bounds {
  @Override
  public long maxElements() {
    return switch (type) {
      case ValueType.MapOf map -> map.most();
      case ValueType.Sized sized -> sized.most();
      case ValueType.Data data -> Long.MAX_VALUE;
      case ValueType.OptionalOf optional -> Long.MAX_VALUE;
      case ValueType.Fields fields -> Long.MAX_VALUE;
      case ValueType.ResultOf result -> Long.MAX_VALUE;
      case ValueType.ListOf list -> Long.MAX_VALUE;
      case Simple simple -> Long.MAX_VALUE;
    };
  }

  @Override
  public @Nullable Bounds element() {
    if (type instanceof ValueType.ListOf(var element)) {
      return new DeclaredBounds(element);
    }
    return type instanceof ValueType.MapOf map ? new DeclaredBounds(map.value()) : null;
  }

  @Override
  public @Nullable Bounds field(String identifier) {
    if (type instanceof ValueType.Fields some) {
      var field = some.fields().get(identifier);
      return field == null ? null : new DeclaredBounds(field);
    }
    // Values of any type are all of one size at most, whatever their key.
    var isAny =
        type instanceof ValueType.MapOf map
            && map.value() instanceof ValueType.Sized value
            && value.type() == Simple.DYNAMIC;
    return isAny ? element() : null;
  }

  @Override
  public @Nullable Long maxKey() {
    return type instanceof ValueType.MapOf map ? map.keyMax() : null;
  }
}
