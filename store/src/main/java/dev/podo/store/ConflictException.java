package dev.podo.store;

import org.jspecify.annotations.Nullable;

/// A precondition of a commit did not hold; nothing of it was written.
public final class ConflictException extends StoreException {
  private static final long serialVersionUID = 1;

  private final transient Key key;
  private final long expected;
  private final long actual;
  private final transient @Nullable Versioned<?> current;

  ConflictException(Key key, long expected, long actual, @Nullable Versioned<?> current) {
    super(message(key, expected, actual));
    this.key = key;
    this.expected = expected;
    this.actual = actual;
    this.current = current;
  }

  private static String message(Key key, long expected, long actual) {
    if (actual == 0) {
      return expected > 0 ? key + " is gone; expected it at " + expected : key + " is not there";
    }
    return expected == 0
        ? key + " exists already, since revision " + actual
        : key + " is at revision " + actual + ", expected it at " + expected;
  }

  public Key key() {
    return key;
  }

  /// The revision that the commit expected: 0 for "must not exist", [Journal#EXISTS] for "must
  /// exist".
  public long expected() {
    return expected;
  }

  /// The revision that decided; 0 when there is no such object.
  public long actual() {
    return actual;
  }

  /// The object as it is now, which may be newer than what decided; null when there is none.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // an exception cannot be generic
  public <V> @Nullable Versioned<V> current() {
    return (Versioned<V>) current;
  }
}
