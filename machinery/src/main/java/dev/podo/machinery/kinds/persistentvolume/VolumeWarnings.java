package dev.podo.machinery.kinds.persistentvolume;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.NodeLabelWarnings;
import dev.podo.machinery.kinds.persistentvolumeclaim.PersistentVolumeClaims;
import dev.podo.model.core.v1.PersistentVolume;
import dev.podo.model.core.v1.PersistentVolumeSpec;
import java.util.ArrayList;
import java.util.List;

/// What is allowed in a PersistentVolume but has had its day, in upstream's words.
final class VolumeWarnings {
  private static final FieldPath ANNOTATIONS = FieldPath.root("metadata", "annotations");
  private static final FieldPath SPEC = FieldPath.root("spec");

  /// Sources without drivers, and what to say of each.
  private static final List<List<String>> SOURCES =
      List.of(
          List.of("cephfs", "deprecated in v1.28, non-functional in v1.31+"),
          List.of("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"),
          List.of("scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
          List.of("storageos", "deprecated in v1.22, non-functional in v1.25+"),
          List.of("glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
          List.of("rbd", "deprecated in v1.28, non-functional in v1.31+"));

  private VolumeWarnings() {}

  static List<String> of(PersistentVolume volume) {
    var warnings = new ArrayList<String>();
    var annotations = volume.metadata().annotations();
    if (annotations.containsKey(PersistentVolumeClaims.CLASS_ANNOTATION)) {
      warnings.add(PersistentVolumeClaims.CLASS_WARNING);
    }
    if (annotations.containsKey(PersistentVolumes.MOUNT_OPTIONS)) {
      warnings.add(
          ANNOTATIONS.key(PersistentVolumes.MOUNT_OPTIONS)
              + ": deprecated since v1.31; use \"mountOptions\" attribute instead");
    }
    var spec = volume.spec();
    if (spec.persistentVolumeReclaimPolicy().equals(PersistentVolumes.RECYCLE)) {
      warnings.add(
          SPEC.child("persistentVolumeReclaimPolicy")
              + ": The Recycle reclaim policy is deprecated. Instead, the recommended approach is"
              + " to use dynamic provisioning.");
    }
    var affinity = spec.nodeAffinity();
    var required = affinity == null ? null : affinity.required();
    for (var i = 0; required != null && i < required.nodeSelectorTerms().size(); i++) {
      NodeLabelWarnings.addTerm(
          required.nodeSelectorTerms().get(i),
          false,
          SPEC.child("nodeAffinity", "required", "nodeSelectorTerms").index(i),
          warnings);
    }
    for (var source : SOURCES) {
      var field = PersistentVolumeSpec.SCHEMA.field(source.getFirst());
      if (field != null && spec.get(field.index()) != null) {
        var shown = field.name().equals("storageos") ? "storageOS" : field.name();
        warnings.add(SPEC.child(shown) + ": " + source.get(1));
      }
    }
    return warnings;
  }
}
