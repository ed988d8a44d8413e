package dev.podo.apiserver.admission;

import dev.podo.apiserver.admission.AdmissionRequest.Operation;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions;
import dev.podo.model.ApiObject;

/// No custom resource comes to be while its definition is being deleted.
public final class TerminatingDefinitions implements Admission {
  private final ObjectStore store;

  public TerminatingDefinitions(ObjectStore store) {
    this.store = store;
  }

  @Override
  public <T extends ApiObject> void validate(AdmissionRequest<T> request) {
    if (request.operation() != Operation.CREATE
        || !(request.object() instanceof DynamicObject)
        || !request.place().subresource().isEmpty()) {
      return;
    }
    var resource = request.kind().groupResource();
    var name = resource.resource() + "." + resource.group();
    var found = store.image().get(ObjectStore.key(CustomResourceDefinitions.KIND, "", name));
    if (found != null
        && CustomResourceDefinitions.isTrue(
            found.value().as(CustomResourceDefinitions.KIND),
            CustomResourceDefinitions.TERMINATING)) {
      var refusal = ApiErrors.methodNotAllowed(resource, "create");
      throw new ApiException(
          refusal
              .status()
              .with(s ->
                  s.message("create not allowed while custom resource definition is terminating")));
    }
  }
}
