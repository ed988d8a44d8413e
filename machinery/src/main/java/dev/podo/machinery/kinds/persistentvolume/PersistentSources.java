package dev.podo.machinery.kinds.persistentvolume;

import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.volume.VolumeDefaults;
import dev.podo.model.Struct;
import dev.podo.model.core.v1.PersistentVolumeSpec;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where the content of a PersistentVolume comes from: exactly one field of its spec says so.
final class PersistentSources {
  private static final Set<String> NO_SOURCES = Set.of("claimRef", "nodeAffinity", "volumeMode");

  private PersistentSources() {}

  /// The sources that are set, by the names of their fields; a valid volume has one.
  static SortedMap<String, Struct> of(PersistentVolumeSpec spec) {
    var sources = new TreeMap<String, Struct>();
    for (var field : PersistentVolumeSpec.SCHEMA.fields()) {
      if (!NO_SOURCES.contains(field.name()) && spec.get(field.index()) instanceof Struct source) {
        sources.put(field.name(), source);
      }
    }
    return sources;
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
