package dev.podo.apiserver.admission;

import dev.podo.model.ApiObject;

/// Has a say in writes. Throws an [dev.podo.machinery.errors.ApiException] to refuse.
public interface Admission {
  /// The object as it should be written.
  default <T extends ApiObject> T mutate(AdmissionRequest<T> request, T object)
      throws InterruptedException {
    return object;
  }

  /// Looks at the object as it will be written.
  default <T extends ApiObject> void validate(AdmissionRequest<T> request)
      throws InterruptedException {}
}
