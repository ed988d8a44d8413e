package dev.podo.machinery.apply;

import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.model.meta.v1.ManagedFieldsEntry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Carries the ownership of the number of replicas between an object and its `scale` subresource,
/// which is another kind in another version: who owns the one owns the other.
public final class ScaleFields {
  private static final String SCALE_VERSION = "autoscaling/v1";
  private static final FieldSet IN_SCALE = FieldSet.ofFields("spec", "replicas");

  private final String apiVersion;
  private final Map<String, FieldSet> paths;

  /// @param apiVersion in which the object is scaled
  /// @param paths where each version of the object has the number; one path each
  public ScaleFields(String apiVersion, Map<String, FieldSet> paths) {
    this.apiVersion = apiVersion;
    this.paths = new TreeMap<>(paths);
  }

  /// The managed fields of the scale.
  public List<ManagedFieldsEntry> ofScale(List<ManagedFieldsEntry> ofObject) {
    var owners = new Owners();
    for (var owner : Owners.of(ofObject).all()) {
      if (ownsReplicas(owner)) {
        var id = owner.id();
        var there =
            new Owner.Id(
                id.manager(), id.applier(), id.applier() ? "" : SCALE_VERSION, id.subresource());
        owners.put(new Owner(there, SCALE_VERSION, IN_SCALE, owner.time()));
      }
    }
    return owners.entries();
  }

  private boolean ownsReplicas(Owner owner) {
    var path = paths.get(owner.apiVersion());
    return path != null && !owner.fields().intersection(path).isEmpty();
  }

  /// The managed fields of the object after a write to its scale.
  public List<ManagedFieldsEntry> ofObject(
      List<ManagedFieldsEntry> before, List<ManagedFieldsEntry> ofScale) {
    var scalers = new TreeMap<String, Owner>();
    for (var owner : Owners.of(ofScale).all()) {
      scalers.put(
          owner.id().manager() + "\0" + owner.isApplier() + owner.id().subresource(), owner);
    }
    var owners = new Owners();
    var kept = new LinkedHashSet<String>();
    for (var owner : Owners.of(before).all()) {
      var path = paths.get(owner.apiVersion());
      if (path == null) {
        continue;
      }
      var key = owner.id().manager() + "\0" + owner.isApplier() + owner.id().subresource();
      if (!ownsReplicas(owner)) {
        owners.put(owner);
      } else if (scalers.containsKey(key)) {
        owners.put(withTimeOf(owner, scalers.get(key)));
        kept.add(key);
      } else {
        owners.put(owner);
        owners.keep(owner, owner.fields().difference(path));
      }
    }
    addNew(owners, scalers, kept);
    return owners.entries();
  }

  private static Owner withTimeOf(Owner owner, @Nullable Owner scaler) {
    return scaler == null || scaler.time() == null ? owner : owner.withTime(scaler.time());
  }

  private void addNew(Owners owners, Map<String, Owner> scalers, Set<String> kept) {
    var path = paths.getOrDefault(apiVersion, FieldSet.EMPTY);
    scalers.forEach((key, scaler) -> {
      if (!kept.contains(key) && scaler.fields().has("f:spec", "f:replicas")) {
        var id = scaler.id();
        var here =
            new Owner.Id(
                id.manager(), id.applier(), id.applier() ? "" : apiVersion, id.subresource());
        var previous = owners.get(here);
        var fields = previous == null ? path : previous.fields().union(path);
        owners.put(new Owner(here, apiVersion, fields, scaler.time()));
      }
    });
  }
}
