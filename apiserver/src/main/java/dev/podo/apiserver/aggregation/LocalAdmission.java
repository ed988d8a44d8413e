package dev.podo.apiserver.aggregation;

import dev.podo.apiserver.admission.Admission;
import dev.podo.apiserver.admission.AdmissionRequest;
import dev.podo.foundation.Clock;
import dev.podo.machinery.kinds.apiservice.ApiServices;
import dev.podo.model.ApiObject;
import dev.podo.model.apiregistration.v1.APIService;
import java.time.temporal.ChronoUnit;

/// An APIService of this server is available from the moment on when it is made.
public final class LocalAdmission implements Admission {
  private final Clock clock;

  public LocalAdmission(Clock clock) {
    this.clock = clock;
  }

  @Override
  public <T extends ApiObject> T mutate(AdmissionRequest<T> request, T object) {
    if (request.operation() != AdmissionRequest.Operation.CREATE
        || !(object instanceof APIService service)
        || ApiServices.isRemote(service)) {
      return object;
    }
    var now = clock.now().truncatedTo(ChronoUnit.SECONDS);
    var local = Reachability.local().with(b -> b.lastTransitionTime(now));
    return request.kind().cast(ApiServices.withCondition(service, local));
  }
}
