package dev.podo.apiserver.ownership;

import dev.podo.machinery.apply.RecordShapes;
import dev.podo.machinery.apply.Shape;
import dev.podo.machinery.apply.Versions;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.ApiObject;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The versions of a built-in kind: all kinds that are views of one stored object.
final class KindVersions implements Versions {
  private final Map<String, Kind<?>> kinds = new TreeMap<>();

  KindVersions(Catalogue catalogue, Kind<?> kind) {
    for (var other : catalogue.all()) {
      if (other.storageKey().equals(kind.storageKey())) {
        kinds.put(other.apiVersion(), other);
      }
    }
    // A request goes on with the kind that it began with, whatever is served by now.
    kinds.put(kind.apiVersion(), kind);
  }

  @Override
  public @Nullable Shape shape(String apiVersion) {
    var kind = kinds.get(apiVersion);
    return kind == null ? null : RecordShapes.of(kind.schema());
  }

  @Override
  public Object convert(Object object, String apiVersion) {
    var to = kind(apiVersion);
    return object instanceof ApiObject value
        ? to.fromStorage(stored(kind(value.apiVersion()), value))
        : tree(to, object);
  }

  private Object tree(Kind<?> to, Object tree) {
    var from = kind(Trees.text(tree, "apiVersion"));
    return Trees.of(to.fromStorage(stored(from, Trees.to(from.schema(), tree))));
  }

  private static <T extends ApiObject> ApiObject stored(Kind<T> kind, ApiObject value) {
    return kind.toStorage(kind.cast(value));
  }

  private Kind<?> kind(String apiVersion) {
    var kind = kinds.get(apiVersion);
    if (kind == null) {
      throw new IllegalArgumentException("there is no version " + apiVersion);
    }
    return kind;
  }
}
