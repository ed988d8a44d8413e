package dev.podo.client.informer;

import dev.podo.model.ApiObject;

/// Names an object among those of its kind; in the order in which lists are sorted.
///
/// @param namespace "" for cluster scope
public record Key(String namespace, String name) implements Comparable<Key> {
  public static Key of(ApiObject object) {
    return new Key(object.metadata().namespace(), object.metadata().name());
  }

  @Override
  public int compareTo(Key other) {
    var byNamespace = namespace.compareTo(other.namespace);
    return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
  }

  /// `namespace/name`, or the name alone at cluster scope.
  @Override
  public String toString() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
