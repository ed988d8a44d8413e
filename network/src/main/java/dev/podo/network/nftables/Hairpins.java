package dev.podo.network.nftables;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/// Elements of the set of hairpins that nothing asks for any more, and that stay all the same.
///
/// A packet that is under way while a transaction takes effect may have been sent to an endpoint by
/// the old rules, and look for its hairpin by the new ones. Were it gone, a pod that reaches itself
/// would get its own packet back, drop it, and so do all that follow on the same connection. Such
/// an element is never wrong: it matches only what must be masqueraded. So it stays until there are
/// many newer ones.
///
/// @param stale oldest first
record Hairpins(Set<MapElement> stale) {
  static final Hairpins NONE = new Hairpins(Set.of());
  private static final int KEPT = 1_000;

  /// What a step from one plan to the next drops and asks for.
  static final class Change {
    private final Set<MapElement> dropped = new LinkedHashSet<>();
    private final Set<MapElement> wanted = new LinkedHashSet<>();

    /// The part of one Service.
    void of(Fragment before, Fragment after) {
      for (var element : before.elements().keySet()) {
        if (element.map().equals(Skeleton.HAIRPINS) && !after.elements().containsKey(element)) {
          dropped.add(element);
        }
      }
      for (var element : after.elements().keySet()) {
        if (element.map().equals(Skeleton.HAIRPINS) && !before.elements().containsKey(element)) {
          wanted.add(element);
        }
      }
    }
  }

  /// What was dropped just now stays in any case.
  Hairpins after(Change change) {
    if (change.dropped.isEmpty() && change.wanted.isEmpty()) {
      return this;
    }
    var next = new LinkedHashSet<MapElement>();
    var tooMany = stale.size() - KEPT;
    for (var element : stale) {
      if (tooMany-- <= 0) {
        next.add(element);
      }
    }
    next.addAll(change.dropped);
    next.removeAll(change.wanted);
    return new Hairpins(Collections.unmodifiableSet(next));
  }
}
