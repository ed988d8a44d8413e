package dev.podo.machinery.kinds.volume;

import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.ResourceLists;
import dev.podo.model.core.v1.AzureDiskVolumeSource;
import dev.podo.model.core.v1.DownwardAPIVolumeFile;
import dev.podo.model.core.v1.EmptyDirVolumeSource;
import dev.podo.model.core.v1.EphemeralVolumeSource;
import dev.podo.model.core.v1.ImageVolumeSource;
import dev.podo.model.core.v1.ProjectedVolumeSource;
import dev.podo.model.core.v1.RBDVolumeSource;
import dev.podo.model.core.v1.ScaleIOVolumeSource;
import dev.podo.model.core.v1.Volume;
import dev.podo.model.core.v1.VolumeProjection;
import org.jspecify.annotations.Nullable;

/// What stands where the author of a volume wrote nothing.
public final class VolumeDefaults {
  private static final int MODE = 0644;
  private static final long TOKEN_SECONDS = 3600;
  private static final int CERTIFICATE_SECONDS = 24 * 3600;

  private VolumeDefaults() {}

  public static Volume of(Volume volume) {
    if (VolumeSources.of(volume).isEmpty()) {
      return volume.with(b -> b.emptyDir(EmptyDirVolumeSource.EMPTY));
    }
    return remote(local(volume));
  }

  private static Volume local(Volume volume) {
    return volume.with(b ->
        b.secret(
                Default.within(
                    volume.secret(), it -> it.with(s -> s.defaultMode(mode(it.defaultMode())))))
            .configMap(
                Default.within(
                    volume.configMap(), it -> it.with(s -> s.defaultMode(mode(it.defaultMode())))))
            .downwardAPI(
                Default.within(
                    volume.downwardAPI(),
                    it ->
                        it.with(s ->
                            s.defaultMode(mode(it.defaultMode()))
                                .items(Default.each(it.items(), VolumeDefaults::file)))))
            .projected(Default.within(volume.projected(), VolumeDefaults::projected))
            .hostPath(
                Default.within(
                    volume.hostPath(), it -> it.with(s -> s.type(Default.value(it.type(), "")))))
            .image(Default.within(volume.image(), VolumeDefaults::image))
            .ephemeral(Default.within(volume.ephemeral(), VolumeDefaults::claim)));
  }

  private static int mode(@Nullable Integer mode) {
    return Default.value(mode, MODE);
  }

  private static DownwardAPIVolumeFile file(DownwardAPIVolumeFile file) {
    return file.with(b -> b.fieldRef(Default.within(file.fieldRef(), DownwardApi::defaults)));
  }

  private static ProjectedVolumeSource projected(ProjectedVolumeSource projected) {
    return projected.with(b ->
        b.defaultMode(mode(projected.defaultMode()))
            .sources(Default.each(projected.sources(), VolumeDefaults::projection)));
  }

  private static VolumeProjection projection(VolumeProjection source) {
    return source.with(b ->
        b.downwardAPI(
                Default.within(
                    source.downwardAPI(),
                    it -> it.with(s -> s.items(Default.each(it.items(), VolumeDefaults::file)))))
            .serviceAccountToken(
                Default.within(
                    source.serviceAccountToken(),
                    it ->
                        it.with(s ->
                            s.expirationSeconds(
                                Default.value(it.expirationSeconds(), TOKEN_SECONDS)))))
            .podCertificate(
                Default.within(
                    source.podCertificate(),
                    it ->
                        it.with(s ->
                            s.maxExpirationSeconds(
                                Default.value(it.maxExpirationSeconds(), CERTIFICATE_SECONDS))))));
  }

  private static ImageVolumeSource image(ImageVolumeSource image) {
    return image.with(b ->
        b.pullPolicy(Default.text(image.pullPolicy(), ImageNames.pullPolicy(image.reference()))));
  }

  private static EphemeralVolumeSource claim(EphemeralVolumeSource ephemeral) {
    var template = ephemeral.volumeClaimTemplate();
    if (template == null) {
      return ephemeral;
    }
    var given = template.spec();
    var resources = given.resources();
    var spec =
        given.with(b ->
            b.volumeMode(Default.value(given.volumeMode(), "Filesystem"))
                .resources(
                    resources.with(r ->
                        r.limits(ResourceLists.rounded(resources.limits()))
                            .requests(ResourceLists.rounded(resources.requests())))));
    return ephemeral.with(b -> b.volumeClaimTemplate(template.with(t -> t.spec(spec))));
  }

  private static Volume remote(Volume volume) {
    return volume.with(b ->
        b.iscsi(
                Default.within(
                    volume.iscsi(),
                    it ->
                        it.with(
                            s -> s.iscsiInterface(Default.text(it.iscsiInterface(), "default")))))
            .rbd(Default.within(volume.rbd(), VolumeDefaults::rbd))
            .scaleIO(Default.within(volume.scaleIO(), VolumeDefaults::scaleIo))
            .azureDisk(Default.within(volume.azureDisk(), VolumeDefaults::azureDisk)));
  }

  private static RBDVolumeSource rbd(RBDVolumeSource rbd) {
    return rbd.with(b ->
        b.pool(Default.text(rbd.pool(), "rbd"))
            .user(Default.text(rbd.user(), "admin"))
            .keyring(Default.text(rbd.keyring(), "/etc/ceph/keyring")));
  }

  private static ScaleIOVolumeSource scaleIo(ScaleIOVolumeSource source) {
    return source.with(b ->
        b.storageMode(Default.text(source.storageMode(), "ThinProvisioned"))
            .fsType(Default.text(source.fsType(), "xfs")));
  }

  public static AzureDiskVolumeSource azureDisk(AzureDiskVolumeSource disk) {
    return disk.with(b ->
        b.cachingMode(Default.value(disk.cachingMode(), "ReadWrite"))
            .kind(Default.value(disk.kind(), "Shared"))
            .fsType(Default.value(disk.fsType(), "ext4"))
            .readOnly(Default.value(disk.readOnly(), false)));
  }
}
