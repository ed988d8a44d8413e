package dev.podo.machinery.apply;

import dev.podo.machinery.apply.Shape.ElementException;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.meta.v1.ManagedFieldsEntry;
import dev.podo.model.meta.v1.Status;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Keeps the owners of the fields of the objects of one kind, as one endpoint (the resource or a
/// subresource) serves them: applies configurations, and records what updates change. The rules are
/// upstream's (KEP 555, structured-merge-diff).
///
/// An object without owners that exists already stays without until somebody applies to it; then
/// all it has belongs to `before-first-apply`.
public final class FieldManager {
  private static final String BEFORE_FIRST_APPLY = "before-first-apply";

  /// What belongs to the server and is never owned.
  private static final FieldSet UNTRACKED =
      List.of(
              "name",
              "namespace",
              "creationTimestamp",
              "selfLink",
              "uid",
              "clusterName",
              "generation",
              "managedFields",
              "resourceVersion")
          .stream()
          .map(name -> FieldSet.ofFields("metadata", name))
          .reduce(
              FieldSet.ofFields("apiVersion")
                  .union(FieldSet.ofFields("kind"))
                  .union(FieldSet.ofFields("metadata")),
              FieldSet::union);

  private final Versions versions;
  private final GroupVersionKind gvk;
  private final Shape shape;
  private final Endpoint endpoint;
  private final Object empty;

  /// Where writes arrive.
  ///
  /// @param subresource "" for the resource itself
  /// @param reset the fields that this endpoint does not write, whatever is sent
  public record Endpoint(String subresource, FieldSet reset) {}

  /// An object as it is.
  ///
  /// @param value a record or a tree; an empty one of the kind if the object does not exist
  /// @param managedFields as they were stored
  public record Live(Object value, List<ManagedFieldsEntry> managedFields, boolean exists) {}

  /// Who writes, and when.
  public record Writer(String manager, Instant now) {}

  /// What applying has led to.
  ///
  /// @param value the tree of the object; the live one itself if the configuration changes nothing
  public record Applied(Object value, List<ManagedFieldsEntry> managedFields) {}

  /// @param gvk the version that the endpoint serves, which must have a shape
  /// @param empty the tree of an object of the kind that says nothing
  public FieldManager(Versions versions, GroupVersionKind gvk, Endpoint endpoint, Object empty) {
    this.versions = versions;
    this.gvk = gvk;
    this.endpoint = endpoint;
    this.empty = empty;
    var known = versions.shape(gvk.apiVersion());
    if (known == null) {
      throw new IllegalArgumentException("no shape for " + gvk);
    }
    this.shape = known;
  }

  /// The managed fields of an object after anything but an apply; the very same list if nothing
  /// changes in them.
  ///
  /// @param now the object as it shall be, of the same form as the live one
  /// @param given the managed fields that the request brings along
  public List<ManagedFieldsEntry> update(
      Live live, Object now, List<ManagedFieldsEntry> given, Writer writer) {
    var owners = liveOrGiven(live, given);
    if (owners.isEmpty() && live.exists()) {
      return List.of();
    }
    try {
      recordUpdate(owners, versioned(live.value()), versioned(now), writer);
    } catch (ElementException e) {
      // The lists of the object are broken; that is for validation to tell.
      return live.managedFields();
    }
    return entries(owners, live);
  }

  private Versioned versioned(Object value) {
    return new Versioned(versions, gvk.apiVersion(), shape, value);
  }

  /// Clients that do not know of managed fields leave them out, or send what they got; the others
  /// may change them. One empty entry means that nobody shall own anything.
  private Owners liveOrGiven(Live live, List<ManagedFieldsEntry> given) {
    if (!endpoint.subresource().isEmpty() || given.equals(live.managedFields())) {
      return Owners.of(live.managedFields());
    }
    if (given.equals(List.of(ManagedFieldsEntry.EMPTY))) {
      return new Owners();
    }
    try {
      return given.isEmpty() ? Owners.of(live.managedFields()) : Owners.parse(given);
    } catch (IllegalArgumentException e) {
      return Owners.of(live.managedFields());
    }
  }

  private void recordUpdate(Owners owners, Versioned live, Versioned now, Writer writer) {
    reconcile(owners);
    var comparison = live.compare(now).excluding(endpoint.reset());
    if (comparison.isSame()) {
      dropUnknownVersions(owners);
      return;
    }
    takeFromOthers(owners, null, comparisons(live, now, comparison));
    var changed = comparison.changed().difference(UNTRACKED);
    if (!changed.isEmpty()) {
      var id = Owner.Id.updater(writer.manager(), gvk.apiVersion(), endpoint.subresource());
      owners.give(id, gvk.apiVersion(), changed, writer.now());
    }
    owners.foldAncient();
  }

  private void dropUnknownVersions(Owners owners) {
    for (var owner : owners.all()) {
      if (versions.shape(owner.apiVersion()) == null) {
        owners.remove(owner.id());
      }
    }
  }

  private void reconcile(Owners owners) {
    if (!versions.mayHaveChanged()) {
      return;
    }
    for (var owner : owners.all()) {
      var known = versions.shape(owner.apiVersion());
      if (known != null) {
        owners.put(owner.withFields(SchemaChanges.reconcile(known, owner.fields())));
      }
    }
  }

  /// Compares in each version that is asked for, once.
  private interface Comparisons {
    @Nullable Comparison in(String apiVersion);
  }

  private Comparisons comparisons(Versioned live, Versioned now, Comparison own) {
    var known = new TreeMap<String, Comparison>();
    known.put(gvk.apiVersion(), own);
    return version -> {
      var found = known.get(version);
      if (found == null && versions.shape(version) != null) {
        var before = live.in(version);
        var after = now.in(version);
        if (before != null && after != null) {
          found = before.compare(after).excluding(endpoint.reset());
          known.put(version, found);
        }
      }
      return found;
    };
  }

  /// Nobody but the writer owns what a write has changed; nobody owns what is gone.
  private static void takeFromOthers(
      Owners owners, Owner.@Nullable Id writer, Comparisons comparisons) {
    for (var owner : owners.all()) {
      if (owner.id().equals(writer)) {
        continue;
      }
      var comparison = comparisons.in(owner.apiVersion());
      if (comparison == null) {
        owners.remove(owner.id());
      } else {
        owners.keep(owner, owner.fields().difference(comparison.touched()));
      }
    }
  }

  /// Applies a configuration.
  ///
  /// @param live a tree
  /// @param config the tree that was sent
  /// @param force whether the writer takes what others own
  /// @throws ApiException `Conflict` when others own what the configuration changes; `BadRequest`;
  ///   500 when the configuration does not fit the kind's schema
  public Applied apply(Live live, Object config, Writer writer, boolean force) {
    checkConfig(config);
    try {
      var applied = applyChecked(live, config, writer, force);
      return LastApplied.isKept(writer.manager(), applied.value())
          ? new Applied(LastApplied.refreshed(applied.value(), config), applied.managedFields())
          : applied;
    } catch (ElementException e) {
      var problem = TypeCheck.problemOfLive(shape, live.value());
      throw failure(
          "failed to create typed live object (%s): %s"
              .formatted(described(config), problem == null ? e.getMessage() : problem));
    }
  }

  private void checkConfig(Object config) {
    var said = said(config);
    if (!said.equals(gvk)) {
      throw ApiErrors.badRequest("invalid object type: " + shown(said));
    }
    if (Trees.get(config, "metadata", "managedFields") != null) {
      throw ApiErrors.badRequest("metadata.managedFields must be nil");
    }
    var problem = TypeCheck.problem(shape, config);
    if (problem != null) {
      throw failure(
          "failed to create typed patch object (%s): %s".formatted(described(config), problem));
    }
  }

  private static GroupVersionKind said(Object config) {
    try {
      return GroupVersionKind.of(Trees.text(config, "apiVersion"), Trees.text(config, "kind"));
    } catch (IllegalArgumentException e) {
      throw ApiErrors.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private static String shown(GroupVersionKind gvk) {
    var version = gvk.group().isEmpty() ? "/" + gvk.version() : gvk.apiVersion();
    return version + ", Kind=" + gvk.kind();
  }

  private String described(Object config) {
    return Trees.text(config, "metadata", "namespace")
        + "/"
        + Trees.text(config, "metadata", "name")
        + "; "
        + shown(gvk);
  }

  private static ApiException failure(String message) {
    return new ApiException(Status.builder().status("Failure").code(500).message(message).build());
  }

  /// The owners before the apply; of an object that has none yet, the owner of all it holds.
  private Owners startingOwners(Live live, Writer writer) {
    var owners = Owners.of(live.managedFields());
    if (owners.isEmpty() && live.exists()) {
      var fields =
          Comparison.of(shape, empty, live.value())
              .excluding(endpoint.reset())
              .changed()
              .difference(UNTRACKED);
      if (!fields.isEmpty()) {
        var id = Owner.Id.updater(BEFORE_FIRST_APPLY, gvk.apiVersion(), endpoint.subresource());
        owners.give(id, gvk.apiVersion(), fields, writer.now());
      }
    }
    reconcile(owners);
    return owners;
  }

  private Applied applyChecked(Live live, Object config, Writer writer, boolean force) {
    var owners = startingOwners(live, writer);
    var id = Owner.Id.applier(writer.manager(), endpoint.subresource());
    var before = owners.get(id);
    var fields = Extraction.fields(shape, config).recursiveDifference(endpoint.reset());
    var applier = new Owner(id, gvk.apiVersion(), fields, before == null ? null : before.time());
    owners.put(applier);

    var old = versioned(live.value());
    var merged = old.with(Merger.merge(shape, live.value(), config));
    var now = before == null ? merged : pruned(merged, config, new Pruning(before, owners));
    var comparisons = comparisons(old, now, old.compare(now).excluding(endpoint.reset()));
    if (!force) {
      refuseConflicts(live, writer, conflicts(owners, id, comparisons));
    }
    takeFromOthers(owners, id, comparisons);
    var result = now.value() == null ? live.value() : now.value();
    var changes = !Values.areEqual(live.value(), result);
    keepApplier(owners, before, applier, changes, writer.now());
    return new Applied(changes ? result : live.value(), entries(owners, live));
  }

  /// An empty list in the configuration is no field that the applier would own, and goes with its
  /// last element; but what a configuration says holds, the first time as well as the second.
  @SuppressWarnings("ReferenceEquality") // The very object says that there was nothing to prune.
  private Versioned pruned(Versioned merged, Object config, Pruning pruning) {
    var pruned = pruning.prune(merged);
    return pruned == merged ? pruned : pruned.with(Merger.merge(shape, pruned.value(), config));
  }

  private static List<ManagedFieldsEntry> entries(Owners owners, Live live) {
    var entries = owners.entries();
    return isSame(entries, live.managedFields()) ? live.managedFields() : entries;
  }

  @SuppressWarnings("ReferenceEquality") // Owners that nothing has changed keep their entries.
  private static boolean isSame(List<ManagedFieldsEntry> now, List<ManagedFieldsEntry> before) {
    var same = now.size() == before.size();
    for (var i = 0; same && i < now.size(); i++) {
      same = now.get(i) == before.get(i);
    }
    return same;
  }

  private static Conflicts conflicts(Owners owners, Owner.Id applier, Comparisons comparisons) {
    var conflicts = new Conflicts();
    for (var owner : owners.all()) {
      var comparison = owner.id().equals(applier) ? null : comparisons.in(owner.apiVersion());
      if (comparison != null) {
        conflicts.add(owner.id(), owner.fields().intersection(comparison.changed()));
      }
    }
    return conflicts;
  }

  private void refuseConflicts(Live live, Writer writer, Conflicts conflicts) {
    if (conflicts.isEmpty()) {
      return;
    }
    // What `kubectl apply` wrote from the client's side is kubectl's to take over.
    var allowed =
        writer.manager().equals(LastApplied.MANAGER)
            ? LastApplied.unchangedFields(shape, gvk.apiVersion(), live.value())
            : FieldSet.EMPTY;
    var rest = conflicts.without(allowed);
    if (!rest.isEmpty()) {
      throw rest.refusal();
    }
  }

  /// The applier's own entry, without what nobody owns; its time tells when it last changed the
  /// object, and so there is none of somebody who has only joined others.
  private static void keepApplier(
      Owners owners, @Nullable Owner before, Owner applier, boolean changes, Instant now) {
    var fields = applier.fields().difference(UNTRACKED);
    if (changes) {
      owners.keep(applier.withTime(now), fields);
    } else if (before != null
        && before.fields().equals(fields)
        && before.apiVersion().equals(applier.apiVersion())) {
      owners.keep(before, before.fields());
    } else {
      owners.keep(applier, fields);
    }
  }
}
