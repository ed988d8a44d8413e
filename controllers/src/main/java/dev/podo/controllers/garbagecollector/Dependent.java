package dev.podo.controllers.garbagecollector;

import dev.podo.client.informer.Key;
import dev.podo.controllers.engine.Ref;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.OwnerReference;
import java.util.List;

/// An object of any kind.
record Dependent(Kind<?> kind, ApiObject object) {
  Ref ref() {
    return new Ref(kind, Key.of(object));
  }

  List<OwnerReference> referencesTo(ApiObject owner) {
    return object.metadata().ownerReferences().stream()
        .filter(reference -> reference.uid().equals(owner.metadata().uid()))
        .toList();
  }

  /// Whether the owner may only go after this one.
  boolean blocks(ApiObject owner) {
    return referencesTo(owner).stream()
        .anyMatch(reference -> Boolean.TRUE.equals(reference.blockOwnerDeletion()));
  }
}
