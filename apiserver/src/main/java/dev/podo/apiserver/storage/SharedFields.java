package dev.podo.apiserver.storage;

import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.machinery.fieldset.FieldSetPool;
import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.ManagedFieldsEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lets the managed fields of all objects share what is equal in them, which is nearly everything.
public final class SharedFields {
  private static final FieldSetPool POOL = new FieldSetPool();

  /// The entries, sharing their sets of fields with other objects.
  ///
  /// @param before entries of the same object whose sets are shared already
  @SuppressWarnings("ReferenceEquality") // What is shared already is told by identity.
  public List<ManagedFieldsEntry> entries(
      List<ManagedFieldsEntry> entries, List<ManagedFieldsEntry> before) {
    if (entries == before || entries.isEmpty()) {
      return entries;
    }
    var shared = new ArrayList<ManagedFieldsEntry>(entries.size());
    for (var entry : entries) {
      shared.add(
          isAmong(entry.fieldsV1(), before)
              ? entry
              : entry.with(e -> e.fieldsV1(POOL.share(FieldSet.of(entry.fieldsV1())).tree())));
    }
    return List.copyOf(shared);
  }

  @SuppressWarnings("ReferenceEquality") // What is shared already is told by identity.
  private static boolean isAmong(@Nullable Object fields, List<ManagedFieldsEntry> entries) {
    for (var entry : entries) {
      if (entry.fieldsV1() == fields) {
        return true;
      }
    }
    return false;
  }

  private static ManagedFieldsEntry read(ManagedFieldsEntry entry) {
    var fields = POOL.share(FieldSet.of(entry.fieldsV1()));
    return new ManagedFieldsEntry(
        entry.manager().intern(),
        entry.operation().intern(),
        entry.apiVersion().intern(),
        entry.time(),
        entry.fieldsType().intern(),
        fields.tree(),
        entry.subresource().intern());
  }

  /// An object that was read from the disk.
  public static ApiObject in(ApiObject object) {
    var metadata = object.metadata();
    if (metadata.managedFields().isEmpty()) {
      return object;
    }
    var shared = metadata.managedFields().stream().map(SharedFields::read).toList();
    return object.withMetadata(metadata.with(m -> m.managedFields(shared)));
  }
}
