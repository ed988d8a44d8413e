package dev.podo.machinery.kinds.persistentvolumeclaim;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Changes;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ResourceLists;
import dev.podo.machinery.kinds.metadata.ResourceNames;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.machinery.validation.Names;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.PersistentVolumeClaim;
import dev.podo.model.core.v1.PersistentVolumeClaimSpec;
import dev.podo.model.core.v1.PersistentVolumeClaimStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

final class PersistentVolumeClaimStrategy
    extends StatusStrategy<
        PersistentVolumeClaim, PersistentVolumeClaimSpec, PersistentVolumeClaimStatus> {
  private static final FieldPath ATTRIBUTES = SPEC.child("volumeAttributesClassName");
  private static final List<String> RESIZES =
      List.of(
          "ControllerResizeInProgress",
          "ControllerResizeInfeasible",
          "NodeResizeInProgress",
          "NodeResizeInfeasible",
          "NodeResizePending");

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
    var spec = ClaimRules.withoutForeignSource(created.spec());
    return created.withSpec(ClaimRules.withBothSources(spec));
  }

  /// Clients that know the older spelling alone leave the other out, which does not take it away.
  @Override
  public PersistentVolumeClaim prepareForUpdate(
      PersistentVolumeClaim now, PersistentVolumeClaim old) {
    var updated = super.prepareForUpdate(now, old);
    var spec =
        old.spec().dataSourceRef() == null
            ? ClaimRules.withoutForeignSource(updated.spec())
            : updated.spec();
    var had = old.spec().dataSource() != null || old.spec().dataSourceRef() != null;
    return updated.withSpec(had ? ClaimRules.normalized(spec) : ClaimRules.withBothSources(spec));
  }

  @Override
  protected void check(PersistentVolumeClaim claim, Findings findings) {
    ClaimRules.check(claim.spec(), SPEC, findings);
  }

  @Override
  protected void checkUpdate(
      PersistentVolumeClaim now, PersistentVolumeClaim old, Findings findings) {
    check(now, findings);
    var before = ClaimRules.normalized(old.spec());
    var after = unchangeable(now, old, before, findings);
    if (!after.equals(before)) {
      findings.forbidden(
          SPEC,
          "spec is immutable after creation except resources.requests and volumeAttributesClassName"
              + " for bound claims\n"
              + Changes.of(before, after));
    }
    checkSize(now, old, findings);
    findings.immutable(
        FieldPath.root("volumeMode"), now.spec().volumeMode(), old.spec().volumeMode());
    checkAttributes(now, old, findings);
  }

  /// Attributes that the volume has got are not taken away again.
  private static void checkAttributes(
      PersistentVolumeClaim now, PersistentVolumeClaim old, Findings findings) {
    var to = now.spec().volumeAttributesClassName();
    if (old.status().currentVolumeAttributesClassName() == null
        || Objects.equals(to, old.spec().volumeAttributesClassName())) {
      return;
    }
    var applied = " is forbidden when status.currentVolumeAttributesClassName is not nil";
    if (to == null) {
      findings.forbidden(ATTRIBUTES, "update to nil" + applied);
    } else if (to.isEmpty()) {
      findings.forbidden(ATTRIBUTES, "update to empty string" + applied);
    }
  }

  /// The spec with what may be changed as it was: the volume until there is one, the class until
  /// one is named, and of a bound claim the size and the attributes.
  private static PersistentVolumeClaimSpec unchangeable(
      PersistentVolumeClaim now,
      PersistentVolumeClaim old,
      PersistentVolumeClaimSpec before,
      Findings findings) {
    var spec = now.spec();
    var isBound = now.status().phase().equals(PersistentVolumeClaims.BOUND);
    var named = mayNameClass(now, old, findings);
    return spec.with(b -> {
      if (before.volumeName().isEmpty()) {
        b.volumeName("");
      }
      if (named) {
        b.storageClassName(before.storageClassName());
      }
      if (isBound) {
        b.resources(spec.resources().with(r -> r.requests(sized(spec, before))))
            .volumeAttributesClassName(before.volumeAttributesClassName());
      }
      return b;
    });
  }

  /// A claim that names no class may come to name one: that of its annotation, if it has one.
  private static boolean mayNameClass(
      PersistentVolumeClaim now, PersistentVolumeClaim old, Findings findings) {
    var annotation = old.metadata().annotations().get(PersistentVolumeClaims.CLASS_ANNOTATION);
    var after = now.metadata().annotations().get(PersistentVolumeClaims.CLASS_ANNOTATION);
    var name = now.spec().storageClassName();
    var names = name != null && old.spec().storageClassName() == null;
    var keeps = after == null || after.equals(annotation);
    if (names && annotation != null && annotation.equals(name) && keeps) {
      return true;
    }
    var wrote = Default.value(after, "");
    if (!wrote.equals(Default.value(annotation, ""))) {
      findings.invalid(
          METADATA.child("annotations", PersistentVolumeClaims.CLASS_ANNOTATION),
          wrote,
          "field is immutable");
    }
    return names && (annotation == null || annotation.equals(name));
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
      findings.required(FieldPath.root("Spec", "accessModes"));
    }
    now.status()
        .capacity()
        .forEach((name, amount) ->
            ResourceLists.checkValid(amount, STATUS.child("capacity").key(name), findings));
    var statuses = STATUS.child("allocatedResourceStatuses");
    now.status()
        .allocatedResourceStatuses()
        .forEach((name, state) -> {
          isKnown(name, statuses, findings);
          if (!RESIZES.contains(state)) {
            findings.notSupported(statuses, name, RESIZES);
          }
        });
    var allocated = STATUS.child("allocatedResources");
    now.status()
        .allocatedResources()
        .forEach((name, amount) -> {
          if (isKnown(name, allocated, findings)) {
            ResourceLists.checkValid(amount, allocated.key(name), findings);
          }
        });
  }

  /// Of Kubernetes' own resources a claim has only storage.
  private static boolean isKnown(String name, FieldPath at, Findings findings) {
    var problems = Names.qualifiedName(name);
    findings.invalidFor(at, name, problems);
    if (!problems.isEmpty()) {
      return false;
    }
    if (ResourceNames.isNative(name) && !name.equals(ResourceLists.STORAGE)) {
      findings.notSupported(at, name, List.of(ResourceLists.STORAGE));
      return false;
    }
    return true;
  }

  @Override
  public List<String> warnings(PersistentVolumeClaim claim) {
    var warnings = new ArrayList<String>();
    if (claim.metadata().annotations().containsKey(PersistentVolumeClaims.CLASS_ANNOTATION)) {
      warnings.add(PersistentVolumeClaims.CLASS_WARNING);
    }
    PersistentVolumeClaims.addWarnings(claim.spec(), SPEC, warnings);
    return warnings;
  }
}
