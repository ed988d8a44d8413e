package dev.podo.machinery.kinds.persistentvolume;

import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.volume.VolumeDefaults;
import dev.podo.model.Struct;
import dev.podo.model.core.v1.PersistentVolumeSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Where the content of a PersistentVolume comes from: exactly one field of its spec says so.
final class PersistentSources {
  private static final List<String> ORDER =
      List.of(
          "hostPath",
          "gcePersistentDisk",
          "awsElasticBlockStore",
          "glusterfs",
          "flocker",
          "nfs",
          "rbd",
          "quobyte",
          "cephfs",
          "iscsi",
          "cinder",
          "fc",
          "flexVolume",
          "azureFile",
          "vsphereVolume",
          "photonPersistentDisk",
          "portworxVolume",
          "azureDisk",
          "scaleIO",
          "local",
          "storageos",
          "csi");

  private PersistentSources() {}

  /// The sources that are set, by the names of their fields, in the order in which upstream looks
  /// for them; a valid volume has one.
  static SequencedMap<String, Struct> of(PersistentVolumeSpec spec) {
    var sources = new LinkedHashMap<String, Struct>();
    for (var name : ORDER) {
      var field = PersistentVolumeSpec.SCHEMA.field(name);
      if (field != null && spec.get(field.index()) instanceof Struct source) {
        sources.put(name, source);
      }
    }
    return sources;
  }

  /// A spec with the sources of another one.
  static PersistentVolumeSpec taken(PersistentVolumeSpec sources, PersistentVolumeSpec rest) {
    var fields = PersistentVolumeSpec.SCHEMA.fields();
    var values = new @Nullable Object[fields.size()];
    for (var field : fields) {
      var of = ORDER.contains(field.name()) ? sources : rest;
      values[field.index()] = of.get(field.index());
    }
    return PersistentVolumeSpec.SCHEMA.of(values);
  }

  static PersistentVolumeSpec defaults(PersistentVolumeSpec spec) {
    return spec.with(b ->
        b.hostPath(
                Default.within(
                    spec.hostPath(), it -> it.with(s -> s.type(Default.value(it.type(), "")))))
            .iscsi(
                Default.within(
                    spec.iscsi(),
                    it ->
                        it.with(
                            s -> s.iscsiInterface(Default.text(it.iscsiInterface(), "default")))))
            .rbd(
                Default.within(
                    spec.rbd(),
                    it ->
                        it.with(s ->
                            s.pool(Default.text(it.pool(), "rbd"))
                                .user(Default.text(it.user(), "admin"))
                                .keyring(Default.text(it.keyring(), "/etc/ceph/keyring")))))
            .scaleIO(
                Default.within(
                    spec.scaleIO(),
                    it ->
                        it.with(s ->
                            s.storageMode(Default.text(it.storageMode(), "ThinProvisioned"))
                                .fsType(Default.text(it.fsType(), "xfs")))))
            .azureDisk(Default.within(spec.azureDisk(), VolumeDefaults::azureDisk)));
  }
}
