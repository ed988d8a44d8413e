package dev.podo.machinery.kinds.persistentvolume;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Changes;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ResourceLists;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.machinery.kinds.persistentvolumeclaim.AccessModes;
import dev.podo.model.core.v1.PersistentVolume;
import dev.podo.model.core.v1.PersistentVolumeSpec;
import dev.podo.model.core.v1.PersistentVolumeStatus;
import java.util.List;

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
    VolumeRules.check(volume.spec(), volume.metadata().name(), SPEC, findings);
    VolumeRules.checkMountOptions(volume, findings);
  }

  @Override
  protected void checkUpdate(PersistentVolume now, PersistentVolume old, Findings findings) {
    check(now, findings);
    var changed = PersistentSources.taken(now.spec(), old.spec());
    if (!PersistentSources.of(now.spec()).equals(PersistentSources.of(expandable(now, old)))) {
      findings.forbidden(
          SPEC.child("persistentvolumesource"),
          "spec.persistentvolumesource is immutable after creation\n"
              + Changes.of(old.spec(), changed));
    }
    findings.immutable(
        FieldPath.root("volumeMode"), now.spec().volumeMode(), old.spec().volumeMode());
    var affinity = old.spec().nodeAffinity();
    if (affinity != null) {
      VolumeRules.checkSameAffinity(now.spec().nodeAffinity(), affinity, findings);
    }
    if (old.spec().volumeAttributesClassName() != null
        && now.spec().volumeAttributesClassName() == null) {
      findings.forbidden(
          SPEC.child("volumeAttributesClassName"), "update from non-nil value to nil is forbidden");
    }
  }

  /// A volume enters another phase when its status says so.
  @Override
  public PersistentVolume prepareForStatusUpdate(PersistentVolume now, PersistentVolume old) {
    var updated = super.prepareForStatusUpdate(now, old);
    var since = old.status().lastPhaseTransitionTime();
    return updated.status().phase().equals(old.status().phase())
            && updated.status().lastPhaseTransitionTime() == null
        ? updated.withStatus(updated.status().with(b -> b.lastPhaseTransitionTime(since)))
        : updated;
  }

  @Override
  public List<String> warnings(PersistentVolume volume) {
    return VolumeWarnings.of(volume);
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
