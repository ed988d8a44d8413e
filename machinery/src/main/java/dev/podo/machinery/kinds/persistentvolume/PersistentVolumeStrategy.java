package dev.podo.machinery.kinds.persistentvolume;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ResourceLists;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.machinery.kinds.persistentvolumeclaim.AccessModes;
import dev.podo.model.core.v1.PersistentVolume;
import dev.podo.model.core.v1.PersistentVolumeSpec;
import dev.podo.model.core.v1.PersistentVolumeStatus;

final class PersistentVolumeStrategy
    extends StatusStrategy<PersistentVolume, PersistentVolumeSpec, PersistentVolumeStatus> {
  PersistentVolumeStrategy() {
    super(
        ofCluster(),
        new Parts<>(
            PersistentVolume::withMetadata,
            PersistentVolume::spec,
            PersistentVolume::withSpec,
            PersistentVolume::status,
            PersistentVolume::withStatus,
            PersistentVolumeStatus.builder().phase(PersistentVolumes.PENDING).build()),
        false);
  }

  @Override
  public PersistentVolume defaults(PersistentVolume volume) {
    var spec = volume.spec();
    var status = volume.status();
    var filled =
        spec.with(b ->
            b.persistentVolumeReclaimPolicy(
                    Default.text(spec.persistentVolumeReclaimPolicy(), PersistentVolumes.RETAIN))
                .volumeMode(Default.value(spec.volumeMode(), AccessModes.FILESYSTEM))
                .capacity(ResourceLists.rounded(spec.capacity())));
    return volume
        .withSpec(PersistentSources.defaults(filled))
        .withStatus(
            status.with(b -> b.phase(Default.text(status.phase(), PersistentVolumes.PENDING))));
  }

  /// A volume enters its first phase when it is made.
  @Override
  public PersistentVolume prepareForCreate(PersistentVolume volume) {
    var created = super.prepareForCreate(volume);
    var since = created.metadata().creationTimestamp();
    return created.withStatus(created.status().with(b -> b.lastPhaseTransitionTime(since)));
  }

  @Override
  protected void check(PersistentVolume volume, Findings findings) {
    VolumeRules.check(volume.spec(), SPEC, findings);
  }

  @Override
  protected void checkUpdate(PersistentVolume now, PersistentVolume old, Findings findings) {
    check(now, findings);
    if (!PersistentSources.of(now.spec()).equals(PersistentSources.of(expandable(now, old)))) {
      findings.forbidden(
          SPEC.child("persistentvolumesource"),
          "spec.persistentvolumesource is immutable after creation");
    }
    findings.immutable(
        FieldPath.root("volumeMode"), now.spec().volumeMode(), old.spec().volumeMode());
    if (old.spec().nodeAffinity() != null) {
      findings.immutable(
          FieldPath.root("nodeAffinity"), now.spec().nodeAffinity(), old.spec().nodeAffinity());
    }
    if (old.spec().volumeAttributesClassName() != null
        && now.spec().volumeAttributesClassName() == null) {
      findings.forbidden(
          SPEC.child("volumeAttributesClassName"), "update from non-nil value to nil is forbidden");
    }
  }

  /// The old spec with the secret for expansion, which may be added later.
  private static PersistentVolumeSpec expandable(PersistentVolume now, PersistentVolume old) {
    var csi = old.spec().csi();
    var after = now.spec().csi();
    if (csi == null || after == null || csi.controllerExpandSecretRef() != null) {
      return old.spec();
    }
    var allowed = csi.with(b -> b.controllerExpandSecretRef(after.controllerExpandSecretRef()));
    return old.spec().with(b -> b.csi(allowed));
  }

  @Override
  protected void checkStatusUpdate(PersistentVolume now, PersistentVolume old, Findings findings) {}
}
