package dev.podo.machinery.kinds.device;

import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.model.resource.v1.AllocatedDeviceStatus;
import dev.podo.model.resource.v1.ResourceClaim;
import dev.podo.model.resource.v1.ResourceClaimSpec;
import dev.podo.model.resource.v1.ResourceClaimStatus;
import java.util.TreeSet;

final class ResourceClaimStrategy
    extends StatusStrategy<ResourceClaim, ResourceClaimSpec, ResourceClaimStatus> {
  ResourceClaimStrategy() {
    super(
        inNamespace(),
        new Parts<>(
            ResourceClaim::withMetadata,
            ResourceClaim::spec,
            ResourceClaim::withSpec,
            ResourceClaim::status,
            ResourceClaim::withStatus,
            ResourceClaimStatus.EMPTY),
        false);
  }

  @Override
  public ResourceClaim defaults(ResourceClaim claim) {
    return claim.withSpec(RequestRules.defaults(claim.spec()));
  }

  @Override
  public ResourceClaim prepareForStatusUpdate(ResourceClaim now, ResourceClaim old) {
    var metadata = SystemMetadata.ofPart(now.metadata(), old.metadata(), false);
    return now.with(b ->
        b.metadata(metadata).spec(old.spec()).status(withoutReturned(now.status(), old.status())));
  }

  /// Of devices that have been given back nothing more is reported.
  private static ResourceClaimStatus withoutReturned(
      ResourceClaimStatus now, ResourceClaimStatus old) {
    var returned = new TreeSet<>(DeviceStatusRules.allocated(old));
    returned.removeAll(DeviceStatusRules.allocated(now));
    if (returned.isEmpty()) {
      return now;
    }
    var kept =
        now.devices().stream()
            .filter((AllocatedDeviceStatus it) -> !returned.contains(DeviceStatusRules.id(it)))
            .toList();
    return now.with(b -> b.devices(kept));
  }

  @Override
  protected void check(ResourceClaim claim, Findings findings) {
    RequestRules.check(claim.spec(), SPEC, findings);
  }

  @Override
  protected void checkUpdate(ResourceClaim now, ResourceClaim old, Findings findings) {
    findings.immutable(SPEC, now.spec(), old.spec());
  }

  @Override
  protected void checkStatusUpdate(ResourceClaim now, ResourceClaim old, Findings findings) {
    AllocationRules.check(now, old, findings);
  }
}
