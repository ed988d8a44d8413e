package dev.podo.machinery.custom;

import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.Strategy;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.validation.FieldError;
import java.util.List;

/// Custom resources as those see them who look from outside, for their metadata only: the server
/// has the schemas, and nothing is demanded of objects here.
public final class Outline implements Strategy<DynamicObject> {
  private Outline() {}

  /// The kind of objects that somebody else defines.
  public static Kind<DynamicObject> of(
      GroupVersionKind gvk, String plural, String listKind, boolean namespaced) {
    var declared =
        Kind.<DynamicObject>declare(
                gvk,
                kind -> {
                  CustomKinds.listed(kind, gvk.apiVersion(), listKind);
                  kind.strategy(new Outline());
                })
            .plural(plural)
            .listKind(listKind);
    return (namespaced ? declared.namespaced() : declared).build();
  }

  @Override
  public DynamicObject prepareForCreate(DynamicObject object) {
    return object.withMetadata(SystemMetadata.first(object.metadata()));
  }

  @Override
  public DynamicObject prepareForUpdate(DynamicObject now, DynamicObject old) {
    return now;
  }

  @Override
  public List<FieldError> validate(DynamicObject object) {
    return List.of();
  }

  @Override
  public List<FieldError> validateUpdate(DynamicObject now, DynamicObject old) {
    return List.of();
  }
}
