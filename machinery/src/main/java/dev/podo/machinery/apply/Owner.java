package dev.podo.machinery.apply;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.machinery.validation.Texts;
import dev.podo.model.meta.v1.ManagedFieldsEntry;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Who owns which fields of an object: an entry of its `managedFields`.
///
/// @param id who
/// @param apiVersion in which version the fields are spelled
/// @param time when an owner last changed something; null if unknown
/// @param origin the entry that says just this, if there is one
@SuppressWarnings("ReferenceEquality") // A part that is shared has not changed.
record Owner(
    Id id,
    String apiVersion,
    FieldSet fields,
    @Nullable Instant time,
    @Nullable ManagedFieldsEntry origin) {
  private static final String APPLY = "Apply";
  private static final String UPDATE = "Update";

  /// As upstream orders the entries.
  static final Comparator<Owner> ORDER =
      Comparator.<Owner, Boolean>comparing(owner -> !owner.isApplier())
          .thenComparingLong(owner -> owner.time == null ? 0 : owner.time.getEpochSecond())
          .thenComparing(owner -> owner.id.manager)
          .thenComparing(Owner::apiVersion)
          .thenComparing(owner -> owner.id.subresource);

  /// Tells owners apart: who updates through two versions is two owners, who applies is one.
  ///
  /// @param apiVersion "" for an applier
  /// @param subresource "" for the object itself
  record Id(String manager, boolean applier, String apiVersion, String subresource) {
    static Id applier(String manager, String subresource) {
      return new Id(manager, true, "", subresource);
    }

    static Id updater(String manager, String apiVersion, String subresource) {
      return new Id(manager.isEmpty() ? "unknown" : manager, false, apiVersion, subresource);
    }

    /// In whose order upstream names owners: that of their JSON.
    String sortKey() {
      var entry =
          ManagedFieldsEntry.builder()
              .manager(manager)
              .operation(applier ? APPLY : UPDATE)
              .apiVersion(apiVersion)
              .subresource(subresource)
              .build();
      return Json.show(entry);
    }

    /// As conflicts name an owner: `"kubectl" with subresource "scale" using apps/v1`.
    @Override
    public String toString() {
      var name = Texts.quote(manager);
      var part = subresource.isEmpty() ? "" : " with subresource " + Texts.quote(subresource);
      return name + part + (applier ? "" : " using " + apiVersion);
    }
  }

  Owner(Id id, String apiVersion, FieldSet fields, @Nullable Instant time) {
    this(id, apiVersion, fields, time, null);
  }

  boolean isApplier() {
    return id.applier;
  }

  Owner withFields(FieldSet value) {
    return value.tree() == fields.tree() ? this : new Owner(id, apiVersion, value, time);
  }

  Owner withTime(@Nullable Instant value) {
    return Objects.equals(value, time) ? this : new Owner(id, apiVersion, fields, value);
  }

  /// The owner that an entry written by this process names.
  static Owner of(ManagedFieldsEntry entry) {
    return of(entry, FieldSet.of(entry.fieldsV1()), entry);
  }

  private static Owner of(
      ManagedFieldsEntry entry, FieldSet fields, @Nullable ManagedFieldsEntry origin) {
    var isApplier = entry.operation().equals(APPLY);
    var id =
        new Id(
            entry.manager(), isApplier, isApplier ? "" : entry.apiVersion(), entry.subresource());
    return new Owner(id, entry.apiVersion(), fields, entry.time(), origin);
  }

  /// The owner that a client's entry names.
  ///
  /// @throws IllegalArgumentException if the entry makes no sense
  static Owner parse(ManagedFieldsEntry entry) {
    if (!entry.operation().equals(APPLY) && !entry.operation().equals(UPDATE)) {
      throw new IllegalArgumentException("operation must be `Apply` or `Update`");
    }
    if (entry.apiVersion().isEmpty()) {
      throw new IllegalArgumentException("apiVersion must not be empty");
    }
    if (!entry.fieldsType().equals("FieldsV1")) {
      throw new IllegalArgumentException("invalid fieldsType " + Texts.quote(entry.fieldsType()));
    }
    return of(entry, FieldSet.parse(entry.fieldsV1()), null);
  }

  ManagedFieldsEntry entry() {
    return origin != null ? origin : newEntry();
  }

  private ManagedFieldsEntry newEntry() {
    return ManagedFieldsEntry.builder()
        .manager(id.manager)
        .operation(id.applier ? APPLY : UPDATE)
        .apiVersion(apiVersion)
        .time(time)
        .fieldsType("FieldsV1")
        .fieldsV1(fields.tree())
        .subresource(id.subresource)
        .build();
  }
}
