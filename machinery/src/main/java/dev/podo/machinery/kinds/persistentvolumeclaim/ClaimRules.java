package dev.podo.machinery.kinds.persistentvolumeclaim;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.machinery.kinds.metadata.References;
import dev.podo.machinery.kinds.metadata.ResourceLists;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.PersistentVolumeClaimSpec;
import dev.podo.model.core.v1.TypedLocalObjectReference;
import dev.podo.model.core.v1.TypedObjectReference;
import org.jspecify.annotations.Nullable;

/// What the spec of a claim must obey.
final class ClaimRules {
  private static final String CLAIM = "PersistentVolumeClaim";

  private ClaimRules() {}

  static void check(PersistentVolumeClaimSpec spec, FieldPath at, Findings findings) {
    if (spec.accessModes().isEmpty()) {
      findings.required(at.child("accessModes"), "at least 1 access mode is required");
    }
    LabelSelectorRules.check(spec.selector(), at.child("selector"), findings);
    AccessModes.check(spec.accessModes(), at.child("accessModes"), findings);
    var storage = at.child("resources").key(ResourceLists.STORAGE);
    var amount = spec.resources().requests().get(ResourceLists.STORAGE);
    if (amount == null) {
      findings.required(storage);
    } else {
      ResourceLists.checkPositive(amount, storage, findings);
    }
    References.checkSubdomain(spec.storageClassName(), at.child("storageClassName"), findings);
    AccessModes.checkVolumeMode(spec.volumeMode(), at.child("volumeMode"), findings);
    var source = spec.dataSource();
    if (source != null) {
      checkSource(
          source.apiGroup(), source.kind(), source.name(), at.child("dataSource"), findings);
    }
    var reference = spec.dataSourceRef();
    if (reference != null) {
      checkSource(
          reference.apiGroup(),
          reference.kind(),
          reference.name(),
          at.child("dataSourceRef"),
          findings);
    }
    References.checkSubdomain(
        spec.volumeAttributesClassName(), at.child("volumeAttributesClassName"), findings);
    if (source != null && reference != null && !isSame(source, reference)) {
      findings.invalid(at, at.child("dataSource").toString(), "must match dataSourceRef");
    }
  }

  private static void checkSource(
      @Nullable String group, String kind, String name, FieldPath at, Findings findings) {
    findings.requireText(name, at.child("name"));
    findings.requireText(kind, at.child("kind"));
    if (group == null || group.isEmpty()) {
      if (!kind.equals(CLAIM)) {
        findings.invalid(
            at, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
      }
    } else {
      findings.invalidFor(at.child("apiGroup"), group, Names.dns1123Subdomain(group));
    }
  }

  private static boolean isSame(TypedLocalObjectReference source, TypedObjectReference reference) {
    return source.kind().equals(reference.kind())
        && source.name().equals(reference.name())
        && Default.value(source.apiGroup(), "").equals(Default.value(reference.apiGroup(), ""));
  }

  /// The two fields that name a source are two spellings of one; the older one names only claims
  /// and snapshots, and nothing in other namespaces.
  static PersistentVolumeClaimSpec withBothSources(PersistentVolumeClaimSpec spec) {
    var source = isClaimOrSnapshot(spec.dataSource()) ? spec.dataSource() : null;
    var reference = spec.dataSourceRef();
    if (source != null && reference == null) {
      var both =
          TypedObjectReference.builder()
              .apiGroup(source.apiGroup())
              .kind(source.kind())
              .name(source.name())
              .build();
      return spec.with(b -> b.dataSourceRef(both));
    }
    if (source == null && reference != null && isEmpty(reference.namespace())) {
      var both =
          TypedLocalObjectReference.builder()
              .apiGroup(reference.apiGroup())
              .kind(reference.kind())
              .name(reference.name())
              .build();
      return spec.with(b -> b.dataSource(both));
    }
    return spec.with(b -> b.dataSource(source));
  }

  private static boolean isEmpty(@Nullable String text) {
    return text == null || text.isEmpty();
  }

  private static boolean isClaimOrSnapshot(@Nullable TypedLocalObjectReference source) {
    if (source == null) {
      return false;
    }
    var group = Default.value(source.apiGroup(), "");
    return group.isEmpty()
        ? source.kind().equals(CLAIM)
        : group.equals("snapshot.storage.k8s.io") && source.kind().equals("VolumeSnapshot");
  }
}
