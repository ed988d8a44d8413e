package dev.podo.machinery.kinds.device;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.csi.CsiDrivers;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.NodeSelectorRules;
import dev.podo.model.resource.v1.AllocationResult;
import dev.podo.model.resource.v1.DeviceAllocationConfiguration;
import dev.podo.model.resource.v1.DeviceRequestAllocationResult;
import dev.podo.model.resource.v1.ResourceClaim;
import dev.podo.model.resource.v1.ResourceClaimConsumerReference;
import java.util.HashSet;
import java.util.List;

/// What a claim may say of what it was given, and to whom it is reserved.
final class AllocationRules {
  private static final int RESERVED_MAX = 256;
  private static final int RESULTS_MAX = 32;
  private static final int CONFIGURATIONS_MAX = 2 * ConfigurationRules.CONFIGURATIONS_MAX;
  private static final FieldPath STATUS = FieldPath.root("status");

  private AllocationRules() {}

  static void check(ResourceClaim now, ResourceClaim old, Findings findings) {
    var status = now.status();
    var reserved = STATUS.child("reservedFor");
    Elements.checkSet(
        status.reservedFor(),
        RESERVED_MAX,
        AllocationRules::checkConsumer,
        ResourceClaimConsumerReference::uid,
        reserved,
        findings);
    DeviceStatusRules.check(status, STATUS.child("devices"), findings);
    var allocation = status.allocation();
    if (!status.reservedFor().isEmpty()) {
      if (allocation == null) {
        findings.forbidden(reserved, "may not be specified when `allocated` is not set");
      } else if (now.metadata().deletionTimestamp() != null
          && !new HashSet<>(old.status().reservedFor()).containsAll(status.reservedFor())) {
        findings.forbidden(
            reserved,
            "new entries may not be added while `deallocationRequested` or `deletionTimestamp` are"
                + " set");
      }
    }
    var before = old.status().allocation();
    if (allocation != null && before != null) {
      findings.immutable(STATUS.child("allocation"), allocation, before);
    } else if (allocation != null) {
      var names = RequestNames.of(now.spec().devices());
      checkAllocation(allocation, names, STATUS.child("allocation"), findings);
    }
  }

  private static void checkConsumer(
      ResourceClaimConsumerReference consumer, FieldPath at, Findings findings) {
    findings.requireText(consumer.resource(), at.child("resource"));
    findings.requireText(consumer.name(), at.child("name"));
    findings.requireText(consumer.uid(), at.child("uid"));
  }

  private static void checkAllocation(
      AllocationResult allocation, RequestNames names, FieldPath at, Findings findings) {
    var devices = at.child("devices");
    Elements.check(
        allocation.devices().results(),
        RESULTS_MAX,
        (result, place, found) -> checkResult(result, names, place, found),
        devices.child("results"),
        findings);
    Elements.check(
        allocation.devices().config(),
        CONFIGURATIONS_MAX,
        (config, place, found) -> checkConfiguration(config, names, place, found),
        devices.child("config"),
        findings);
    var selector = allocation.nodeSelector();
    if (selector != null) {
      NodeSelectorRules.check(selector, at.child("nodeSelector"), findings);
    }
  }

  private static void checkResult(
      DeviceRequestAllocationResult result, RequestNames names, FieldPath at, Findings findings) {
    names.check(result.request(), at.child("request"), findings);
    CsiDrivers.checkName(result.driver(), at.child("driver"), findings);
    DeviceNames.checkPool(result.pool(), at.child("pool"), findings);
    DeviceNames.checkLabel(result.device(), at.child("device"), findings);
    DeviceRules.checkBinding(
        result.bindingConditions(), result.bindingFailureConditions(), at, findings);
    DeviceNames.checkUid(result.shareID(), at.child("shareID"), findings);
  }

  private static void checkConfiguration(
      DeviceAllocationConfiguration config, RequestNames names, FieldPath at, Findings findings) {
    findings.requireOneOf(at.child("source"), config.source(), List.of("FromClaim", "FromClass"));
    names.checkAll(config.requests(), at.child("requests"), findings);
    ConfigurationRules.check(config.opaque(), at, findings);
  }
}
