package dev.podo.machinery.kinds.metadata;

import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.meta.v1.OwnerReference;
import org.jspecify.annotations.Nullable;

/// Who owns an object, and who controls it.
public final class OwnerReferences {
  private OwnerReferences() {}

  /// The one owner that controls the object; null if none does.
  public static @Nullable OwnerReference controllerOf(ObjectMeta metadata) {
    for (var reference : metadata.ownerReferences()) {
      if (isController(reference)) {
        return reference;
      }
    }
    return null;
  }

  public static boolean isController(OwnerReference reference) {
    return Boolean.TRUE.equals(reference.controller());
  }

  /// Whether the object is controlled by the owner with this uid.
  public static boolean isControlledBy(ObjectMeta metadata, String uid) {
    var controller = controllerOf(metadata);
    return controller != null && controller.uid().equals(uid);
  }

  /// The reference by which an object says that this one controls it. Deleting the controller in
  /// the foreground waits for the object.
  public static OwnerReference toController(ApiObject controller) {
    return OwnerReference.builder()
        .apiVersion(controller.apiVersion())
        .kind(controller.kind())
        .name(controller.metadata().name())
        .uid(controller.metadata().uid())
        .controller(true)
        .blockOwnerDeletion(true)
        .build();
  }
}
