package dev.podo.foundation;

import org.jspecify.annotations.Nullable;

/// Always-on checks of what must hold if our own code is right.
public final class Check {
  private Check() {}

  /// @throws InvariantViolation when `holds` is false
  public static void that(boolean holds, String message, @Nullable Object... args) {
    if (!holds) {
      throw new InvariantViolation(String.format(message, args));
    }
  }

  /// @throws InvariantViolation when `value` is null
  public static <T> T notNull(@Nullable T value, String what) {
    if (value == null) {
      throw new InvariantViolation(what + " must be there");
    }
    return value;
  }

  /// We are wrong: a bug, not a circumstance. It ends the scope in which it happens.
  public static final class InvariantViolation extends RuntimeException {
    private static final long serialVersionUID = 1;

    public InvariantViolation(String message) {
      super(message);
    }
  }
}
