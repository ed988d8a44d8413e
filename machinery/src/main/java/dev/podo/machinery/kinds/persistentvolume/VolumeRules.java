package dev.podo.machinery.kinds.persistentvolume;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.NodeSelectorRules;
import dev.podo.machinery.kinds.metadata.References;
import dev.podo.machinery.kinds.metadata.ResourceLists;
import dev.podo.machinery.kinds.persistentvolumeclaim.AccessModes;
import dev.podo.machinery.kinds.volume.RemoteVolumes;
import dev.podo.model.Quantity;
import dev.podo.model.Struct;
import dev.podo.model.core.v1.NodeSelector;
import dev.podo.model.core.v1.NodeSelectorRequirement;
import dev.podo.model.core.v1.NodeSelectorTerm;
import dev.podo.model.core.v1.PersistentVolume;
import dev.podo.model.core.v1.PersistentVolumeSpec;
import dev.podo.model.core.v1.VolumeNodeAffinity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the spec of a PersistentVolume must obey.
final class VolumeRules {
  private static final List<String> POLICIES =
      List.of(PersistentVolumes.DELETE, PersistentVolumes.RECYCLE, PersistentVolumes.RETAIN);

  /// The sources whose drivers take options for mounting.
  private static final Set<String> WITH_OPTIONS =
      Set.of(
          "gcePersistentDisk",
          "awsElasticBlockStore",
          "glusterfs",
          "nfs",
          "rbd",
          "quobyte",
          "iscsi",
          "cinder",
          "cephfs",
          "azureFile",
          "vsphereVolume",
          "azureDisk",
          "portworxVolume");

  private static final Map<String, String> RENAMED =
      Map.of(
          "failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone",
          "failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region",
          "beta.kubernetes.io/os", "kubernetes.io/os",
          "beta.kubernetes.io/arch", "kubernetes.io/arch",
          "beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type");

  private VolumeRules() {}

  /// @param name the name of the volume
  static void check(PersistentVolumeSpec spec, String name, FieldPath at, Findings findings) {
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
    checkSource(spec, name, at, findings);
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
    capacity.forEach((name, amount) -> {
      ResourceLists.checkValid(amount, at.key(name), findings);
      ResourceLists.checkPositive(amount, at.key(name), findings);
    });
  }

  private static void checkAffinity(VolumeNodeAffinity affinity, FieldPath at, Findings findings) {
    var required = affinity.required();
    if (required == null) {
      findings.required(at.child("required"), "must specify required node constraints");
    } else {
      NodeSelectorRules.check(required, at.child("required"), findings);
    }
  }

  private static void checkSource(
      PersistentVolumeSpec spec, String volume, FieldPath at, Findings findings) {
    var sources = PersistentSources.of(spec);
    if (sources.isEmpty()) {
      findings.required(at, "must specify a volume type");
    } else {
      checkSource(sources.firstEntry(), volume, at, findings);
    }
    sources.entrySet().stream()
        .skip(1)
        .forEach(it -> {
          // Upstream lets it stand beside another.
          if (it.getKey().equals("flexVolume")) {
            checkSource(it, volume, at, findings);
          } else {
            findings.forbidden(
                at.child(it.getKey().equals("cephfs") ? "cephFS" : it.getKey()),
                "may not specify more than 1 volume type");
          }
        });
    if (!sources.isEmpty()
        && sources.firstEntry().getKey().equals("local")
        && spec.nodeAffinity() == null) {
      findings.required(at.child("nodeAffinity"), "Local volume requires node affinity");
    }
    var host = spec.hostPath();
    if (host != null
        && isRoot(host.path())
        && spec.persistentVolumeReclaimPolicy().equals(PersistentVolumes.RECYCLE)) {
      findings.forbidden(
          at.child("persistentVolumeReclaimPolicy"),
          "may not be 'recycle' for a hostPath mount of '/'");
    }
  }

  private static void checkSource(
      Map.Entry<String, Struct> source, String volume, FieldPath at, Findings findings) {
    RemoteVolumes.check(
        source.getValue(), volume, RemoteVolumes.place(at, source.getKey()), findings);
  }

  /// Whether the path, cleaned of steps that lead nowhere, is the root.
  private static boolean isRoot(String path) {
    return path.startsWith("/") && Path.of(path).normalize().toString().equals("/");
  }

  /// Options for mounting in an annotation are only for volumes that know them.
  static void checkMountOptions(PersistentVolume volume, Findings findings) {
    var takesOptions =
        PersistentSources.of(volume.spec()).keySet().stream().anyMatch(WITH_OPTIONS::contains);
    if (volume.metadata().annotations().containsKey(PersistentVolumes.MOUNT_OPTIONS)
        && !takesOptions) {
      findings.forbidden(
          FieldPath.root("metadata", "annotations", PersistentVolumes.MOUNT_OPTIONS),
          "may not specify mount options for this volume type");
    }
  }

  /// A node affinity may say the same with the labels' newer names.
  static void checkSameAffinity(
      @Nullable VolumeNodeAffinity now, VolumeNodeAffinity old, Findings findings) {
    if (now == null || !renamed(now, old).equals(old)) {
      findings.invalid(
          FieldPath.root("nodeAffinity"),
          now,
          "field is immutable, except for updating from beta label to GA");
    }
  }

  /// The affinity with the names that labels had in the old one.
  private static VolumeNodeAffinity renamed(VolumeNodeAffinity now, VolumeNodeAffinity old) {
    var to = terms(now);
    var from = terms(old);
    if (to.size() != from.size()) {
      return now;
    }
    var terms = new ArrayList<NodeSelectorTerm>();
    for (var i = 0; i < to.size(); i++) {
      var expressions = renamed(to.get(i).matchExpressions(), from.get(i).matchExpressions());
      terms.add(to.get(i).with(b -> b.matchExpressions(expressions)));
    }
    var required = Default.value(now.required(), NodeSelector.EMPTY);
    return now.with(b -> b.required(required.with(r -> r.nodeSelectorTerms(terms))));
  }

  private static List<NodeSelectorRequirement> renamed(
      List<NodeSelectorRequirement> to, List<NodeSelectorRequirement> from) {
    if (to.size() != from.size()) {
      return to;
    }
    var all = new ArrayList<NodeSelectorRequirement>();
    for (var i = 0; i < to.size(); i++) {
      var key = from.get(i).key();
      var isNewName = to.get(i).key().equals(RENAMED.get(key));
      all.add(isNewName ? to.get(i).with(b -> b.key(key)) : to.get(i));
    }
    return all;
  }

  private static List<NodeSelectorTerm> terms(VolumeNodeAffinity affinity) {
    var required = affinity.required();
    return required == null ? List.of() : required.nodeSelectorTerms();
  }
}
