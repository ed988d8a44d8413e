package dev.podo.model;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How two versions of a field's value are merged by server-side apply (`listType`, `listMapKeys`,
/// `mapType`) and by strategic merge patch (`patchStrategy`, `patchMergeKey`).
///
/// @param mapKeys the keys that identify an element of a list of type `map`; else empty
/// @param mapType `atomic` or `granular` where upstream says so, on maps and structs
/// @param patchStrategy of `merge`, `replace`, `retainKeys`; empty means replace
/// @param patchMergeKey the key that identifies an element of a list merged by a strategic patch
public record Merge(
    ListType listType,
    List<String> mapKeys,
    @Nullable String mapType,
    Set<String> patchStrategy,
    @Nullable String patchMergeKey) {

  /// Nothing is said: lists and scalars are replaced whole, maps and structs are merged by key.
  public static final Merge NONE = new Merge(ListType.NONE, List.of(), null, Set.of(), null);

  /// A list that is replaced whole.
  public static final Merge ATOMIC = new Merge(ListType.ATOMIC, List.of(), null, Set.of(), null);

  public Merge {
    mapKeys = List.copyOf(mapKeys);
    patchStrategy = Set.copyOf(patchStrategy);
  }

  /// What `x-kubernetes-list-type` says of a list; `NONE` is merged as `ATOMIC`.
  public enum ListType {
    NONE,
    ATOMIC,
    SET,
    MAP
  }
}
