package dev.podo.store;

import dev.podo.foundation.Check;
import org.jspecify.annotations.Nullable;

/// Which objects of a kind to list, in key order.
///
/// @param namespace null for those of all namespaces
/// @param after only what comes after this key; null to start with the first. The key itself need
///   not exist (any more)
/// @param limit at most so many
public record Range(String kind, @Nullable String namespace, @Nullable Key after, int limit) {
  public Range {
    Check.that(limit >= 0, "a limit is not negative: %s", limit);
    Check.that(
        after == null || after.kind().equals(kind), "a list of %s continues after %s", kind, after);
  }

  /// All objects of a kind.
  public static Range of(String kind) {
    return new Range(kind, null, null, Integer.MAX_VALUE);
  }

  /// Only those of a namespace.
  public Range in(String onlyNamespace) {
    return new Range(kind, onlyNamespace, after, limit);
  }

  /// Only those that come after an object.
  public Range after(String afterNamespace, String afterName) {
    return new Range(kind, namespace, new Key(kind, afterNamespace, afterName), limit);
  }

  /// At most so many.
  public Range limit(int most) {
    return new Range(kind, namespace, after, most);
  }
}
