package dev.podo.apiserver.admission;

import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.model.ApiObject;
import java.util.Set;
import java.util.TreeSet;

/// Nothing comes to be in a Namespace that does not exist or is being deleted, and the Namespaces
/// that every cluster has stay.
public final class NamespaceLifecycle implements Admission {
  private static final Set<String> IMMORTAL =
      new TreeSet<>(Set.of("default", "kube-system", "kube-public"));

  private final ObjectStore store;

  public NamespaceLifecycle(ObjectStore store) {
    this.store = store;
  }

  @Override
  public <T extends ApiObject> void validate(AdmissionRequest<T> request)
      throws InterruptedException {
    var place = request.place();
    switch (request.operation()) {
      case CREATE -> {
        if (request.kind().namespaced() && place.subresource().isEmpty()) {
          requireAlive(request);
        }
      }
      case DELETE -> {
        if (request.kind().equals(Namespaces.KIND) && IMMORTAL.contains(place.name())) {
          throw ApiErrors.forbidden(
              Namespaces.KIND.groupResource(), place.name(), "this namespace may not be deleted");
        }
      }
      case UPDATE -> {
        // What exists may be changed to its end.
      }
    }
  }

  private void requireAlive(AdmissionRequest<?> request) throws InterruptedException {
    var name = request.place().namespace();
    var key = ObjectStore.key(Namespaces.KIND, "", name);
    // What this process was told of is enough: the commit itself demands that the Namespace exists.
    var found = store.image().get(key);
    if (found == null) {
      found = store.latest(request.call().deadline()).get(key);
    }
    if (found == null) {
      throw ApiErrors.notFound(Namespaces.KIND.groupResource(), name);
    }
    if (found.value().object().metadata().deletionTimestamp() != null) {
      var error =
          ApiErrors.forbidden(
              request.kind().groupResource(),
              request.place().name(),
              "unable to create new content in namespace "
                  + name
                  + " because it is being terminated");
      throw ApiErrors.withCause(
          error,
          "NamespaceTerminating",
          "namespace " + name + " is being terminated",
          "metadata.namespace");
    }
  }
}
