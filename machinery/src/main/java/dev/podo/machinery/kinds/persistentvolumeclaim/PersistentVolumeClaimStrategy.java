package dev.podo.machinery.kinds.persistentvolumeclaim;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ResourceLists;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.PersistentVolumeClaim;
import dev.podo.model.core.v1.PersistentVolumeClaimSpec;
import dev.podo.model.core.v1.PersistentVolumeClaimStatus;
import java.util.Map;
import java.util.TreeMap;

final class PersistentVolumeClaimStrategy
    extends StatusStrategy<
        PersistentVolumeClaim, PersistentVolumeClaimSpec, PersistentVolumeClaimStatus> {
  private static final FieldPath ATTRIBUTES = SPEC.child("volumeAttributesClassName");

  PersistentVolumeClaimStrategy() {
    super(
        inNamespace(),
        new Parts<>(
            PersistentVolumeClaim::withMetadata,
            PersistentVolumeClaim::spec,
            PersistentVolumeClaim::withSpec,
            PersistentVolumeClaim::status,
            PersistentVolumeClaim::withStatus,
            PersistentVolumeClaimStatus.builder().phase(PersistentVolumeClaims.PENDING).build()),
        false);
  }

  @Override
  public PersistentVolumeClaim defaults(PersistentVolumeClaim claim) {
    return PersistentVolumeClaims.defaults(claim);
  }

  @Override
  public PersistentVolumeClaim prepareForCreate(PersistentVolumeClaim claim) {
    var created = super.prepareForCreate(claim);
    return created.withSpec(ClaimRules.withBothSources(created.spec()));
  }

  @Override
  public PersistentVolumeClaim prepareForUpdate(
      PersistentVolumeClaim now, PersistentVolumeClaim old) {
    var updated = super.prepareForUpdate(now, old);
    return old.spec().dataSource() == null
        ? updated.withSpec(ClaimRules.withBothSources(updated.spec()))
        : updated;
  }

  @Override
  protected void check(PersistentVolumeClaim claim, Findings findings) {
    ClaimRules.check(claim.spec(), SPEC, findings);
  }

  @Override
  protected void checkUpdate(
      PersistentVolumeClaim now, PersistentVolumeClaim old, Findings findings) {
    check(now, findings);
    if (!unchangeable(now, old).equals(unchangeable(old, old))) {
      findings.forbidden(
          SPEC,
          "spec is immutable after creation except resources.requests and volumeAttributesClassName"
              + " for bound claims");
    }
    checkSize(now, old, findings);
    findings.immutable(SPEC.child("volumeMode"), now.spec().volumeMode(), old.spec().volumeMode());
    var attributes = old.spec().volumeAttributesClassName();
    if (attributes != null
        && now.spec().volumeAttributesClassName() == null
        && !isInfeasible(old.status())) {
      findings.forbidden(ATTRIBUTES, "update from non-nil value to nil is forbidden");
    }
  }

  private static boolean isInfeasible(PersistentVolumeClaimStatus status) {
    var modification = status.modifyVolumeStatus();
    return modification != null && modification.status().equals("Infeasible");
  }

  /// The spec with what may be changed as it was: the volume until there is one, the class until
  /// one is named, and of a bound claim the size and the attributes.
  private static PersistentVolumeClaimSpec unchangeable(
      PersistentVolumeClaim now, PersistentVolumeClaim old) {
    var spec = now.spec();
    var before = old.spec();
    var isBound = now.status().phase().equals(PersistentVolumeClaims.BOUND);
    return spec.with(b -> {
      if (before.volumeName().isEmpty()) {
        b.volumeName("");
      }
      if (before.storageClassName() == null
          || old.metadata().annotations().containsKey(PersistentVolumeClaims.CLASS_ANNOTATION)) {
        b.storageClassName(before.storageClassName());
      }
      if (isBound) {
        b.volumeAttributesClassName(before.volumeAttributesClassName());
        b.resources(spec.resources().with(r -> r.requests(sized(spec, before))));
      }
      return b;
    });
  }

  private static Map<String, Quantity> sized(
      PersistentVolumeClaimSpec spec, PersistentVolumeClaimSpec before) {
    var requests = new TreeMap<String, Quantity>(spec.resources().requests());
    var size = before.resources().requests().get(ResourceLists.STORAGE);
    if (size != null) {
      requests.put(ResourceLists.STORAGE, size);
    }
    return requests;
  }

  /// Storage never shrinks; but a growth that fails may be taken back as long as more is asked for
  /// than there is.
  private static void checkSize(
      PersistentVolumeClaim now, PersistentVolumeClaim old, Findings findings) {
    var size = now.spec().resources().requests().getOrDefault(ResourceLists.STORAGE, Quantity.ZERO);
    var before =
        old.spec().resources().requests().getOrDefault(ResourceLists.STORAGE, Quantity.ZERO);
    var actual = old.status().capacity().getOrDefault(ResourceLists.STORAGE, Quantity.ZERO);
    if (size.compareTo(before) < 0 && size.compareTo(actual) <= 0) {
      findings.forbidden(
          SPEC.child("resources", "requests", "storage"),
          "field can not be less than status.capacity");
    }
  }

  @Override
  protected void checkStatusUpdate(
      PersistentVolumeClaim now, PersistentVolumeClaim old, Findings findings) {
    if (now.spec().accessModes().isEmpty()) {
      findings.required(SPEC.child("accessModes"));
    }
    now.status()
        .capacity()
        .forEach((name, amount) ->
            ResourceLists.checkNotNegative(amount, STATUS.child("capacity").key(name), findings));
    now.status()
        .allocatedResources()
        .forEach((name, amount) ->
            ResourceLists.checkNotNegative(
                amount, STATUS.child("allocatedResources").key(name), findings));
  }
}
