package dev.podo.machinery.apply;

import dev.podo.machinery.fieldset.FieldSet;
import java.util.TreeMap;

/// Removes what an applier applied last time and does not apply any more, unless somebody else owns
/// it or something below it.
final class Pruning {
  private final Owner before;
  // By version.
  private final TreeMap<String, FieldSet> owned = new TreeMap<>();

  /// @param before the applier as it was
  /// @param owners all owners, the applier as it is now among them
  Pruning(Owner before, Owners owners) {
    this.before = before;
    for (var owner : owners.all()) {
      owned.merge(owner.apiVersion(), owner.fields(), FieldSet::union);
    }
  }

  Versioned prune(Versioned merged) {
    var old = merged.in(before.apiVersion());
    if (before.fields().isEmpty() || old == null) {
      return merged;
    }
    var last = old.named(before.fields());
    var pruned = old.without(last, FieldSet.EMPTY);
    var kept = addBackDangling(old, addBackOwned(old, pruned), last);
    var result = kept.in(merged.apiVersion());
    return result == null ? merged : result;
  }

  /// What others own, or the applier itself by what it applies now, comes back.
  private Versioned addBackOwned(Versioned merged, Versioned pruned) {
    // The version of the removed fields first: another may not convert without what they hold.
    var first = owned.get(merged.apiVersion());
    var result = first == null ? pruned : addBack(merged, pruned, first);
    for (var entry : owned.entrySet()) {
      if (entry.getKey().equals(merged.apiVersion())) {
        continue;
      }
      var mergedThere = merged.in(entry.getKey());
      var prunedThere = result.in(entry.getKey());
      if (mergedThere != null && prunedThere != null) {
        result = addBack(mergedThere, prunedThere, entry.getValue());
      }
    }
    return result;
  }

  private static Versioned addBack(Versioned merged, Versioned pruned, FieldSet owned) {
    var kept = pruned.namedFields().union(merged.named(owned));
    return merged.without(merged.namedFields().difference(kept), owned);
  }

  /// Nothing goes but what the applier owned: what lay in it and belongs to nobody comes back.
  private Versioned addBackDangling(Versioned merged, Versioned pruned, FieldSet last) {
    var there = pruned.in(merged.apiVersion());
    if (there == null) {
      return merged;
    }
    var lost = merged.namedFields().difference(there.namedFields());
    var kept = owned.getOrDefault(merged.apiVersion(), FieldSet.EMPTY);
    return merged.without(lost.intersection(last).difference(kept), kept);
  }
}
