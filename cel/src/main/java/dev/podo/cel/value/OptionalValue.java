package dev.podo.cel.value;

import dev.podo.cel.type.CelType;
import org.jspecify.annotations.Nullable;

/// A value that may be absent.
///
/// @param value null when it is
public record OptionalValue(@Nullable Object value) implements Opaque {
  public static final OptionalValue NONE = new OptionalValue(null);

  public static OptionalValue of(@Nullable Object value) {
    return value == null ? NONE : new OptionalValue(value);
  }

  /// @throws EvaluationError if there is none
  public Object orFail() {
    if (value == null) {
      throw new EvaluationError("optional.none() dereference");
    }
    return value;
  }

  @Override
  public CelType celType() {
    return CelType.OPTIONAL;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof OptionalValue that)) {
      return false;
    }
    if (value == null || that.value == null) {
      return value == null && that.value == null;
    }
    return Values.equal(value, that.value);
  }

  @Override
  public int hashCode() {
    return value == null ? 0 : Values.hash(value);
  }
}
