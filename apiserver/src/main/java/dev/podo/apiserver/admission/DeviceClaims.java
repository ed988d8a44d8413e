package dev.podo.apiserver.admission;

import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.foundation.Clock;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.device.ResourceSlices;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.ApiObject;
import dev.podo.model.resource.v1.DeviceRequest;
import dev.podo.model.resource.v1.DeviceRequestAllocationResult;
import dev.podo.model.resource.v1.ResourceClaim;
import dev.podo.model.resource.v1.ResourceClaimTemplate;
import dev.podo.model.resource.v1.ResourceSlice;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Access to devices that others have been given is asked for only where the cluster's owner allows
/// it by a label of the Namespace (KEP-5018); and a taint of a device says since when it is there.
public final class DeviceClaims implements Admission {
  private static final String ADMIN_LABEL = "resource.kubernetes.io/admin-access";

  private final ObjectStore store;
  private final Clock clock;

  public DeviceClaims(ObjectStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public <T extends ApiObject> T mutate(AdmissionRequest<T> request, T object) {
    return request.kind().equals(ResourceSlices.KIND) && object instanceof ResourceSlice slice
        ? request
            .kind()
            .cast(ResourceSlices.withTimes(slice, clock.now().truncatedTo(ChronoUnit.SECONDS)))
        : object;
  }

  @Override
  public <T extends ApiObject> void validate(AdmissionRequest<T> request)
      throws InterruptedException {
    var wish = wish(request.object(), request.old());
    if (wish == null || isAdministrative(request)) {
      return;
    }
    throw ApiErrors.invalid(
        request.kind().groupKind(),
        request.place().name(),
        List.of(
            FieldError.forbidden(
                wish,
                "admin access to devices requires the `"
                    + ADMIN_LABEL
                    + ": true` label on the containing namespace")));
  }

  private boolean isAdministrative(AdmissionRequest<?> request) throws InterruptedException {
    var key = ObjectStore.key(Namespaces.KIND, "", request.place().namespace());
    var found = store.latest(request.call().deadline()).get(key);
    return found != null
        && "true".equals(found.value().object().metadata().labels().get(ADMIN_LABEL));
  }

  /// Where such access is newly asked for or given; null if it is not.
  private static @Nullable FieldPath wish(@Nullable ApiObject now, @Nullable ApiObject old) {
    return switch (now) {
      case ResourceClaimTemplate template when old == null ->
          wish(template.spec().spec().devices().requests());
      case ResourceClaim claim when old == null -> wish(claim.spec().devices().requests());
      case ResourceClaim claim when old instanceof ResourceClaim before ->
          grant(before) == null ? grant(claim) : null;
      case null, default -> null;
    };
  }

  private static @Nullable FieldPath wish(List<DeviceRequest> requests) {
    for (var i = 0; i < requests.size(); i++) {
      var exactly = requests.get(i).exactly();
      if (exactly != null && Boolean.TRUE.equals(exactly.adminAccess())) {
        return FieldPath.root("spec")
            .child("devices")
            .child("requests")
            .index(i)
            .child("adminAccess");
      }
    }
    return null;
  }

  private static @Nullable FieldPath grant(ResourceClaim claim) {
    var allocation = claim.status().allocation();
    List<DeviceRequestAllocationResult> results =
        allocation == null ? List.of() : allocation.devices().results();
    for (var i = 0; i < results.size(); i++) {
      if (Boolean.TRUE.equals(results.get(i).adminAccess())) {
        return FieldPath.root("status")
            .child("allocation")
            .child("devices")
            .child("results")
            .index(i)
            .child("adminAccess");
      }
    }
    return null;
  }
}
