package dev.podo.store;

import dev.podo.foundation.Check;
import java.util.Comparator;

/// Names one object.
///
/// @param kind what it is, opaque to the store: `apps/deployments`
/// @param namespace empty for what belongs to the whole cluster
/// @param name unique among the objects of its kind and namespace
public record Key(String kind, String namespace, String name) implements Comparable<Key> {
  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::kind).thenComparing(Key::compareInKind);

  public Key {
    Check.that(!kind.isEmpty() && !name.isEmpty(), "a key needs a kind and a name");
  }

  /// Whether an object may have this key: journals separate the parts by NUL, which keeps their
  /// order. Whoever looks one up may ask for anything.
  boolean isStorable() {
    return kind.indexOf('\0') < 0 && namespace.indexOf('\0') < 0 && name.indexOf('\0') < 0;
  }

  @Override
  public int compareTo(Key other) {
    return ORDER.compare(this, other);
  }

  /// The order of keys that are known to be of one kind.
  int compareInKind(Key other) {
    var byNamespace = namespace.compareTo(other.namespace);
    return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
  }

  /// As messages name it: `apps/deployments shop/web`.
  @Override
  public String toString() {
    return namespace.isEmpty() ? kind + " " + name : kind + " " + namespace + "/" + name;
  }
}
