package dev.podo.machinery.kinds.persistentvolume;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.NodeSelectorRules;
import dev.podo.machinery.kinds.metadata.References;
import dev.podo.machinery.kinds.metadata.RequiredFields;
import dev.podo.machinery.kinds.metadata.ResourceLists;
import dev.podo.machinery.kinds.persistentvolumeclaim.AccessModes;
import dev.podo.machinery.kinds.volume.LocalPaths;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.PersistentVolumeSpec;
import dev.podo.model.core.v1.VolumeNodeAffinity;
import java.util.List;
import java.util.Map;

/// What the spec of a PersistentVolume must obey.
final class VolumeRules {
  private static final List<String> POLICIES =
      List.of(PersistentVolumes.DELETE, PersistentVolumes.RECYCLE, PersistentVolumes.RETAIN);

  private VolumeRules() {}

  static void check(PersistentVolumeSpec spec, FieldPath at, Findings findings) {
    if (spec.accessModes().isEmpty()) {
      findings.required(at.child("accessModes"));
    }
    AccessModes.check(spec.accessModes(), at.child("accessModes"), findings);
    checkCapacity(spec.capacity(), at.child("capacity"), findings);
    if (!spec.persistentVolumeReclaimPolicy().isEmpty()) {
      findings.oneOf(
          at.child("persistentVolumeReclaimPolicy"),
          spec.persistentVolumeReclaimPolicy(),
          POLICIES);
    }
    var affinity = spec.nodeAffinity();
    if (affinity != null) {
      checkAffinity(affinity, at.child("nodeAffinity"), findings);
    }
    checkSource(spec, at, findings);
    References.checkSubdomain(spec.storageClassName(), at.child("storageClassName"), findings);
    AccessModes.checkVolumeMode(spec.volumeMode(), at.child("volumeMode"), findings);
    var attributes = spec.volumeAttributesClassName();
    if (attributes != null) {
      if (attributes.isEmpty()) {
        findings.required(at.child("volumeAttributesClassName"), "an empty string is disallowed");
      }
      References.checkSubdomain(attributes, at.child("volumeAttributesClassName"), findings);
      if (spec.csi() == null) {
        findings.required(
            at.child("csi"), "has to be specified when using volumeAttributesClassName");
      }
    }
  }

  private static void checkCapacity(
      Map<String, Quantity> capacity, FieldPath at, Findings findings) {
    if (capacity.isEmpty()) {
      findings.required(at);
    }
    if (!capacity.containsKey(ResourceLists.STORAGE) || capacity.size() > 1) {
      findings.notSupported(at, capacity, List.of(ResourceLists.STORAGE));
    }
    capacity.forEach((name, amount) -> ResourceLists.checkPositive(amount, at.key(name), findings));
  }

  private static void checkAffinity(VolumeNodeAffinity affinity, FieldPath at, Findings findings) {
    var required = affinity.required();
    if (required == null) {
      findings.required(at.child("required"), "must specify required node constraints");
    } else {
      NodeSelectorRules.check(required, at.child("required"), findings);
    }
  }

  private static void checkSource(PersistentVolumeSpec spec, FieldPath at, Findings findings) {
    var sources = PersistentSources.of(spec);
    if (sources.isEmpty()) {
      findings.required(at, "must specify a volume type");
      return;
    }
    sources.keySet().stream()
        .skip(1)
        .forEach(it -> findings.forbidden(at.child(it), "may not specify more than 1 volume type"));
    var name = sources.firstKey();
    RequiredFields.check(sources.get(name), at.child(name), findings);
    var host = spec.hostPath();
    if (host != null) {
      LocalPaths.checkNoBacksteps(host.path(), at.child("hostPath", "path"), findings);
      if (host.path().matches("/+")
          && spec.persistentVolumeReclaimPolicy().equals(PersistentVolumes.RECYCLE)) {
        findings.forbidden(
            at.child("persistentVolumeReclaimPolicy"),
            "may not be 'recycle' for a hostPath mount of '/'");
      }
    }
    var local = spec.local();
    if (local != null) {
      LocalPaths.checkNoBacksteps(local.path(), at.child("local", "path"), findings);
      if (spec.nodeAffinity() == null) {
        findings.required(
            FieldPath.root("metadata", "annotations"), "Local volume requires node affinity");
      }
    }
  }
}
