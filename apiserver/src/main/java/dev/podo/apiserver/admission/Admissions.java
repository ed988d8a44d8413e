package dev.podo.apiserver.admission;

import dev.podo.model.ApiObject;
import java.util.List;

/// The admissions in the order in which a write meets them.
public final class Admissions {
  private final List<Admission> list;

  public Admissions(List<Admission> list) {
    this.list = List.copyOf(list);
  }

  public <T extends ApiObject> T mutate(AdmissionRequest<T> request, T object)
      throws InterruptedException {
    var now = object;
    for (var admission : list) {
      now = admission.mutate(request.withObject(now), now);
    }
    return now;
  }

  public <T extends ApiObject> void validate(AdmissionRequest<T> request)
      throws InterruptedException {
    for (var admission : list) {
      admission.validate(request);
    }
  }
}
