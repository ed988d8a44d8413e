package dev.podo.apiserver.ownership;

import dev.podo.apiserver.request.Call;
import dev.podo.machinery.apply.FieldManager;
import dev.podo.machinery.apply.FieldManager.Endpoint;
import dev.podo.machinery.apply.FieldManager.Live;
import dev.podo.machinery.apply.RecordShapes;
import dev.podo.machinery.apply.ScaleFields;
import dev.podo.machinery.apply.Versions;
import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.ApiObject;
import dev.podo.model.autoscaling.v1.Scale;
import dev.podo.model.meta.v1.ManagedFieldsEntry;
import java.util.List;
import java.util.Map;

/// The owners of an object's number of replicas, as its `scale` subresource is written.
public final class ScaleOwnership {
  private static final GroupVersionKind SCALE = new GroupVersionKind("autoscaling", "v1", "Scale");
  private static final FieldManager MANAGER =
      new FieldManager(
          Versions.only(SCALE.apiVersion(), RecordShapes.of(Scale.SCHEMA)),
          SCALE,
          new Endpoint("scale", FieldSet.EMPTY),
          Trees.of(Scale.EMPTY));

  private final FieldOwnership ownership;

  public ScaleOwnership(FieldOwnership ownership) {
    this.ownership = ownership;
  }

  /// What a write to the scale leaves: the scale, and the managed fields of the object.
  public record Scaled(Scale scale, List<ManagedFieldsEntry> ofObject) {}

  private static ScaleFields fields(Kind<?> kind) {
    var scale = kind.scale();
    var path = scale == null ? List.of("spec", "replicas") : scale.path();
    return new ScaleFields(
        kind.apiVersion(),
        Map.of(kind.apiVersion(), FieldSet.ofFields(path.toArray(String[]::new))));
  }

  /// After the scale was replaced or patched.
  public Scaled changed(Call call, Kind<?> kind, ApiObject object, Change change) {
    var fields = fields(kind);
    var before = object.metadata().managedFields();
    var live = new Live(change.before(), fields.ofScale(before), true);
    var entries = MANAGER.update(live, change.now(), live.managedFields(), ownership.writer(call));
    return new Scaled(
        change.now(),
        entries.equals(live.managedFields()) ? before : fields.ofObject(before, entries));
  }

  public record Change(Scale before, Scale now) {}

  /// After a configuration was applied to the scale.
  public Scaled applied(
      Call call, Kind<?> kind, ApiObject object, Scale scale, FieldOwnership.Applying what) {
    var fields = fields(kind);
    var before = object.metadata().managedFields();
    var live = new Live(Trees.of(scale), fields.ofScale(before), true);
    var applied = MANAGER.apply(live, what.config(), ownership.writer(call), what.force());
    try {
      return new Scaled(
          Trees.to(Scale.SCHEMA, applied.value()),
          fields.ofObject(before, applied.managedFields()));
    } catch (DecodeException e) {
      throw ApiErrors.badRequest("the applied object cannot be read as a Scale: " + e.getMessage());
    }
  }
}
