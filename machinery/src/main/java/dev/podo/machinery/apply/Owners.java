package dev.podo.machinery.apply;

import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.model.meta.v1.ManagedFieldsEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The owners of one object's fields, while a write works on them. For one thread.
final class Owners {
  /// How many updaters an object remembers; the oldest of more are folded into one.
  static final int MAX_UPDATERS = 10;

  private static final String ANCIENT = "ancient-changes";

  private final Map<Owner.Id, Owner> owners = new LinkedHashMap<>();

  /// The owners in the entries of an object that this process has stored.
  static Owners of(List<ManagedFieldsEntry> entries) {
    var made = new Owners();
    entries.forEach(entry -> made.put(Owner.of(entry)));
    return made;
  }

  /// The owners in entries that came from outside.
  ///
  /// @throws IllegalArgumentException if an entry makes no sense
  static Owners parse(List<ManagedFieldsEntry> entries) {
    var made = new Owners();
    entries.forEach(entry -> made.put(Owner.parse(entry)));
    return made;
  }

  void put(Owner owner) {
    owners.put(owner.id(), owner);
  }

  void remove(Owner.Id id) {
    owners.remove(id);
  }

  @Nullable Owner get(Owner.Id id) {
    return owners.get(id);
  }

  boolean isEmpty() {
    return owners.isEmpty();
  }

  /// All of them; a copy that later changes do not show in.
  List<Owner> all() {
    return new ArrayList<>(owners.values());
  }

  /// Keeps an owner with other fields; drops it when it has none left.
  void keep(Owner owner, FieldSet fields) {
    if (fields.isEmpty()) {
      owners.remove(owner.id());
    } else {
      put(owner.withFields(fields));
    }
  }

  /// Gives fields to an updater besides those that it has.
  void give(Owner.Id id, String apiVersion, FieldSet fields, Instant now) {
    var previous = owners.get(id);
    put(
        previous == null
            ? new Owner(id, apiVersion, fields, now)
            : previous.withFields(previous.fields().union(fields)).withTime(now));
  }

  /// Folds the oldest updaters of each version into one, until no more than [#MAX_UPDATERS] are
  /// left.
  void foldAncient() {
    var updaters = new ArrayList<>(all());
    updaters.removeIf(Owner::isApplier);
    var excess = updaters.size() - MAX_UPDATERS;
    if (excess <= 0) {
      return;
    }
    updaters.sort(
        Comparator.<Owner>comparingLong(o -> o.time() == null ? 0 : o.time().getEpochSecond())
            .thenComparing(owner -> owner.id().sortKey()));
    var first = new LinkedHashMap<String, Owner>();
    for (var updater : updaters) {
      if (excess <= 0) {
        return;
      }
      var other = first.putIfAbsent(updater.apiVersion(), updater);
      if (other != null) {
        fold(other, updater);
        excess--;
      }
    }
  }

  /// @param first of its version; already folded when there is a bucket
  private void fold(Owner first, Owner updater) {
    var id = new Owner.Id(ANCIENT, false, updater.apiVersion(), "");
    var bucket = owners.get(id);
    if (bucket == null) {
      bucket = first;
      owners.remove(first.id());
    }
    owners.remove(updater.id());
    var fields = updater.fields().union(bucket.fields());
    put(new Owner(id, updater.apiVersion(), fields, updater.time()));
  }

  List<ManagedFieldsEntry> entries() {
    return owners.values().stream().sorted(Owner.ORDER).map(Owner::entry).toList();
  }
}
