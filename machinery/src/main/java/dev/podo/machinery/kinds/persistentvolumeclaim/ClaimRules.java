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
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the spec of a claim must obey.
final class ClaimRules {
  private static final String CLAIM = "PersistentVolumeClaim";
  // What upstream shows where it means a path.
  private static final Map<String, String> NO_VALUE = Map.of();

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
    checkSources(spec, at, findings);
    References.checkSubdomain(
        spec.volumeAttributesClassName(), at.child("volumeAttributesClassName"), findings);
  }

  private static void checkSources(
      PersistentVolumeClaimSpec spec, FieldPath at, Findings findings) {
    var source = spec.dataSource();
    if (source != null) {
      checkSource(
          source.apiGroup(), source.kind(), source.name(), at.child("dataSource"), findings);
    }
    var reference = spec.dataSourceRef();
    if (reference == null) {
      return;
    }
    var place = at.child("dataSourceRef");
    checkSource(reference.apiGroup(), reference.kind(), reference.name(), place, findings);
    var namespace = reference.namespace();
    if (!isEmpty(namespace)) {
      findings.invalidFor(
          place.child("namespace"), namespace, Names.dns1123Label(String.valueOf(namespace)));
      if (source != null) {
        findings.invalid(
            at, NO_VALUE, "may not be specified when dataSourceRef.namespace is specified");
      }
    } else if (source != null && !isSame(source, reference)) {
      findings.invalid(at, NO_VALUE, "must match dataSourceRef");
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
        && Objects.equals(source.apiGroup(), reference.apiGroup());
  }

  /// Sources in other namespaces are a feature that is switched off
  /// (`CrossNamespaceVolumeDataSource`): such a reference is dropped whole, since without its
  /// namespace it would name something else.
  static PersistentVolumeClaimSpec withoutForeignSource(PersistentVolumeClaimSpec spec) {
    var reference = spec.dataSourceRef();
    return reference == null || isEmpty(reference.namespace())
        ? spec
        : spec.with(b -> b.dataSourceRef(null));
  }

  /// The two fields that name a source are two spellings of one; the older one alone names only
  /// claims and snapshots, and nothing in other namespaces. What is set in both is for validation.
  static PersistentVolumeClaimSpec withBothSources(PersistentVolumeClaimSpec spec) {
    var drops = spec.dataSourceRef() == null && !isClaimOrSnapshot(spec.dataSource());
    return normalized(drops ? spec.with(b -> b.dataSource(null)) : spec);
  }

  /// The spec with one source in both spellings if it is in one of them.
  static PersistentVolumeClaimSpec normalized(PersistentVolumeClaimSpec spec) {
    var source = spec.dataSource();
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
    return spec;
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
