package dev.podo.controllers.engine;

import dev.podo.machinery.kind.GroupKind;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Some of the kinds that there are, each once, whatever its versions. Immutable.
public final class Kinds {
  public static final Kinds NONE = new Kinds(List.of());

  private final List<Kind<?>> all;
  private final Map<GroupKind, Kind<?>> byGroupKind = new HashMap<>();

  private Kinds(Collection<? extends Kind<?>> kinds) {
    var distinct = new ArrayList<Kind<?>>(kinds.size());
    for (var kind : kinds) {
      if (byGroupKind.putIfAbsent(kind.groupKind(), kind) == null) {
        distinct.add(kind);
      }
    }
    this.all = List.copyOf(distinct);
  }

  /// Of kinds with the same group and name, the first counts.
  public static Kinds of(Collection<? extends Kind<?>> kinds) {
    return kinds.isEmpty() ? NONE : new Kinds(kinds);
  }

  /// These, and those of the others whose names are free.
  public Kinds and(Collection<? extends Kind<?>> others) {
    if (others.isEmpty()) {
      return this;
    }
    var more = new ArrayList<Kind<?>>(all);
    more.addAll(others);
    return new Kinds(more);
  }

  public List<Kind<?>> all() {
    return all;
  }

  /// The kind that an object or a reference names; null if it is none of these.
  public @Nullable Kind<?> find(String apiVersion, String kind) {
    try {
      return byGroupKind.get(GroupVersionKind.of(apiVersion, kind).groupKind());
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  @Override
  public String toString() {
    return all.toString();
  }
}
