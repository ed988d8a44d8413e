package dev.podo.client.informer;

import dev.podo.model.ApiObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A further way to find objects of a kind: by the values that a pure function reads from them.
///
/// An index is known by its identity: declare it once, as a constant.
public final class Index<T extends ApiObject> {
  private static final String ORPHANS = "orphans/";
  private static final Index<ApiObject> BY_OWNER = new Index<>("owner", Index::owners);

  private final String name;
  private final Function<? super T, List<String>> values;

  public Index(String name, Function<? super T, List<String>> values) {
    this.name = name;
    this.values = values;
  }

  /// The index that every informer has: the UIDs of all owners, and for an object without a
  /// controller the namespace in which somebody may adopt it.
  @SuppressWarnings("unchecked") // an index only reads
  static <T extends ApiObject> Index<T> byOwner() {
    return (Index<T>) BY_OWNER;
  }

  static String orphansIn(String namespace) {
    return ORPHANS + namespace;
  }

  List<String> valuesOf(T object) {
    return values.apply(object);
  }

  private static List<String> owners(ApiObject object) {
    var metadata = object.metadata();
    var out = new ArrayList<String>(2);
    var controlled = false;
    for (var owner : metadata.ownerReferences()) {
      out.add(owner.uid());
      controlled |= Boolean.TRUE.equals(owner.controller());
    }
    if (!controlled) {
      out.add(orphansIn(metadata.namespace()));
    }
    return out;
  }

  @Override
  public String toString() {
    return name;
  }
}
