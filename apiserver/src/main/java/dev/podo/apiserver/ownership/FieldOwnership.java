package dev.podo.apiserver.ownership;

import dev.podo.apiserver.catalogue.LiveCatalogue;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.storage.SharedFields;
import dev.podo.apiserver.storage.StoredCodec;
import dev.podo.foundation.Clock;
import dev.podo.machinery.apply.FieldManager;
import dev.podo.machinery.apply.FieldManager.Endpoint;
import dev.podo.machinery.apply.FieldManager.Live;
import dev.podo.machinery.apply.FieldManager.Writer;
import dev.podo.machinery.apply.Versions;
import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.custom.CustomStrategy;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.ApiObject;
import dev.podo.model.FrozenMap;
import dev.podo.model.Struct;
import dev.podo.model.meta.v1.ManagedFieldsEntry;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps `managedFields` up to date on every write, and applies configurations.
public final class FieldOwnership {
  private final LiveCatalogue catalogue;
  private final Clock clock;
  private final SharedFields shared = new SharedFields();
  // Those of kinds that are served no more go with the catalogue that had them.
  private final Supplier<Map<Place, Managed<?>>> managers;

  public FieldOwnership(LiveCatalogue catalogue, Clock clock) {
    this.catalogue = catalogue;
    this.clock = clock;
    this.managers = catalogue.derived(it -> new ConcurrentHashMap<>());
  }

  private record Place(Kind<?> kind, String subresource) {}

  /// @param empty an object of the kind that says nothing
  private record Managed<T extends ApiObject>(FieldManager manager, T empty) {}

  private <T extends ApiObject> Managed<T> managed(Kind<T> kind, String subresource) {
    var place = new Place(kind, subresource);
    var all = managers.get();
    var known = all.get(place);
    @SuppressWarnings("unchecked") // The kind is part of the key.
    var found =
        (Managed<T>)
            (known == null ? all.computeIfAbsent(place, p -> made(kind, subresource)) : known);
    return found;
  }

  private <T extends ApiObject> Managed<T> made(Kind<T> kind, String subresource) {
    var empty = Trees.to(kind.schema(), FrozenMap.empty());
    var manager =
        new FieldManager(
            versions(kind),
            kind.gvk(),
            new Endpoint(subresource, ResetFields.of(kind, subresource)),
            Trees.of((Struct) empty));
    return new Managed<>(manager, empty);
  }

  private Versions versions(Kind<?> kind) {
    return kind.strategy() instanceof CustomStrategy custom
        ? custom.versions()
        : new KindVersions(catalogue.now(), kind);
  }

  Writer writer(Call call) {
    return new Writer(ManagerNames.of(call), clock.now().truncatedTo(ChronoUnit.SECONDS));
  }

  /// A new object with its owners.
  public <T extends ApiObject> T created(Call call, Kind<T> kind, T now) {
    var managed = managed(kind, "");
    var live = new Live(managed.empty(), List.of(), false);
    var given = now.metadata().managedFields();
    return with(kind, now, managed.manager().update(live, now, given, writer(call)), given);
  }

  /// A changed object with its owners.
  ///
  /// @param subresource through which it was changed; "" is the object itself
  public <T extends ApiObject> T changed(
      Call call, Kind<T> kind, String subresource, T now, T old) {
    var before = old.metadata().managedFields();
    var live = new Live(old, before, true);
    var given = now.metadata().managedFields();
    var entries = managed(kind, subresource).manager().update(live, now, given, writer(call));
    return with(kind, now, entries, before);
  }

  private <T extends ApiObject> T with(
      Kind<T> kind, T object, List<ManagedFieldsEntry> entries, List<ManagedFieldsEntry> before) {
    return withEntries(kind, object, shared.entries(entries, before));
  }

  /// The object with these managed fields.
  @SuppressWarnings("ReferenceEquality") // The very list needs no new object around it.
  public static <T extends ApiObject> T withEntries(
      Kind<T> kind, T object, List<ManagedFieldsEntry> entries) {
    var metadata = object.metadata();
    return metadata.managedFields() == entries
        ? object
        : kind.withMetadata(object, metadata.with(m -> m.managedFields(entries)));
  }

  /// What becomes of an object when a configuration is applied to it, its owners included.
  ///
  /// @param live null if the object does not exist
  /// @throws dev.podo.machinery.errors.ApiException `Conflict`, or the configuration is refused
  public <T extends ApiObject> T applied(
      Call call, Kind<T> kind, String subresource, @Nullable T live, Applying what) {
    var managed = managed(kind, subresource);
    var before = live == null ? List.<ManagedFieldsEntry>of() : live.metadata().managedFields();
    var object = live == null ? managed.empty() : withEntries(kind, live, List.of());
    var applied =
        managed
            .manager()
            .apply(
                new Live(Trees.of((Struct) object), before, live != null),
                what.config(),
                writer(call),
                what.force());
    try {
      var result = Trees.to(kind.schema(), applied.value());
      return with(kind, result, applied.managedFields(), before);
    } catch (DecodeException e) {
      throw ApiErrors.badRequest(
          "the applied object cannot be read as a " + kind.kind() + ": " + e.getMessage());
    }
  }

  /// @param force whether to take what others own
  public record Applying(Object config, boolean force) {}

  /// The object without its owners, where they make it larger than can be kept: better kept than
  /// owned.
  ///
  /// @throws ApiException the refusal, when that is not what is wrong
  public static <T extends ApiObject> T spared(Kind<T> kind, T object, ApiException refusal) {
    var metadata = object.metadata();
    if (metadata.managedFields().isEmpty() || !StoredCodec.isTooLarge(refusal)) {
      throw refusal;
    }
    return kind.withMetadata(object, metadata.with(m -> m.managedFields(List.of())));
  }

  /// The changed object, with its owners as they were if nothing has changed but when they wrote.
  @SuppressWarnings("ReferenceEquality") // The very list says that nothing has changed.
  public static <T extends ApiObject> T withoutIdleTimes(Kind<T> kind, T now, T old) {
    var before = old.metadata().managedFields();
    var after = now.metadata().managedFields();
    if (before == after || before.size() != after.size()) {
      return now;
    }
    for (var i = 0; i < before.size(); i++) {
      if (!isSameButForTime(before.get(i), after.get(i))) {
        return now;
      }
    }
    var same = withEntries(kind, now, before);
    return same.equals(old) ? same : now;
  }

  private static boolean isSameButForTime(ManagedFieldsEntry before, ManagedFieldsEntry after) {
    return before.manager().equals(after.manager())
        && before.operation().equals(after.operation())
        && before.apiVersion().equals(after.apiVersion())
        && before.subresource().equals(after.subresource())
        && Objects.equals(before.fieldsV1(), after.fieldsV1());
  }
}
