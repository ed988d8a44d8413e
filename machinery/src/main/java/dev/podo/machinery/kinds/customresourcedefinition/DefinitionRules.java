package dev.podo.machinery.kinds.customresourcedefinition;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.Names;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionNames;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionSpec;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionVersion;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a definition must obey besides its schemas.
final class DefinitionRules {
  private static final FieldPath SPEC = FieldPath.root("spec");

  private DefinitionRules() {}

  static void check(CustomResourceDefinition definition, Findings findings) {
    check(definition, null, findings);
    checkStoredVersions(definition, findings);
    checkApproval(definition, null, findings);
  }

  /// What an update may not change, and what is wrong now that was not wrong before.
  static void checkUpdate(
      CustomResourceDefinition now, CustomResourceDefinition old, Findings findings) {
    // A definition whose specification is as it was stays as valid as it was.
    if (!now.spec().equals(old.spec())) {
      check(now, old, findings);
      checkStoredVersions(now, findings);
    }
    checkApproval(now, old, findings);
  }

  private static void check(
      CustomResourceDefinition definition,
      @Nullable CustomResourceDefinition old,
      Findings findings) {
    var spec = definition.spec();
    var leniency = old == null ? Leniency.NONE : Leniency.of(old);
    var name = definition.metadata().name();
    if (!name.equals(spec.names().plural() + "." + spec.group())) {
      findings.invalid(
          FieldPath.root("metadata", "name"), name, "must be spec.names.plural+\".\"+spec.group");
    }
    checkGroup(spec.group(), findings);
    findings.requireOneOf(SPEC.child("scope"), spec.scope(), List.of("Cluster", "Namespaced"));
    checkVersions(spec, old == null ? null : old.spec(), leniency, findings);
    checkRequiredNames(spec.names(), SPEC.child("names"), findings);
    checkNames(spec.names(), SPEC.child("names"), findings);
    checkNames(
        definition.status().acceptedNames(), FieldPath.root("status", "acceptedNames"), findings);
    var conversion = spec.conversion();
    if (conversion != null) {
      ConversionRules.check(conversion, SPEC.child("conversion"), leniency, findings);
    }
    if (spec.preserveUnknownFields() && !leniency.preservesUnknown()) {
      findings.invalid(
          SPEC.child("preserveUnknownFields"),
          true,
          "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in"
              + " spec.versions[*].schema instead");
    }
  }

  private static void checkGroup(String group, Findings findings) {
    var at = SPEC.child("group");
    if (!findings.requireText(group, at)) {
      return;
    }
    var problems = Names.dns1123Subdomain(group);
    if (!problems.isEmpty()) {
      findings.invalid(at, group, String.join(",", problems));
    } else if (!group.contains(".")) {
      findings.invalid(at, group, "should be a domain with at least one dot");
    }
  }

  private static void checkVersions(
      CustomResourceDefinitionSpec spec,
      @Nullable CustomResourceDefinitionSpec old,
      Leniency leniency,
      Findings findings) {
    var at = SPEC.child("versions");
    var versions = spec.versions();
    for (var i = 0; i < versions.size(); i++) {
      var version = versions.get(i);
      checkLabel(version.name(), at.index(i).child("name"), findings);
      var before = old == null ? null : named(version.name(), old);
      VersionRules.check(version, before, at.index(i), leniency, findings);
    }
    var names = versions.stream().map(CustomResourceDefinitionVersion::name).distinct().count();
    if (names != versions.size()) {
      findings.invalidWhole(at, "must contain unique version names");
    }
    if (versions.stream().filter(CustomResourceDefinitionVersion::storage).count() != 1) {
      findings.invalidWhole(at, "must have exactly one version marked as storage version");
    }
  }

  private static @Nullable CustomResourceDefinitionVersion named(
      String name, CustomResourceDefinitionSpec spec) {
    return spec.versions().stream().filter(it -> it.name().equals(name)).findFirst().orElse(null);
  }

  private static void checkLabel(String value, FieldPath at, Findings findings) {
    var problems = Names.dns1035Label(value);
    if (!problems.isEmpty()) {
      findings.invalid(at, value, String.join(",", problems));
    }
  }

  private static void checkRequiredNames(
      CustomResourceDefinitionNames names, FieldPath at, Findings findings) {
    findings.requireText(names.plural(), at.child("plural"));
    findings.requireText(names.singular(), at.child("singular"));
    findings.requireText(names.kind(), at.child("kind"));
    findings.requireText(names.listKind(), at.child("listKind"));
  }

  static void checkNames(CustomResourceDefinitionNames names, FieldPath at, Findings findings) {
    if (!names.plural().isEmpty()) {
      checkLabel(names.plural(), at.child("plural"), findings);
    }
    if (!names.singular().isEmpty()) {
      checkLabel(names.singular(), at.child("singular"), findings);
    }
    checkKindName(names.kind(), at.child("kind"), findings);
    checkKindName(names.listKind(), at.child("listKind"), findings);
    for (var i = 0; i < names.shortNames().size(); i++) {
      checkLabel(names.shortNames().get(i), at.child("shortNames").index(i), findings);
    }
    if (!names.kind().isEmpty() && names.kind().equals(names.listKind())) {
      findings.invalid(
          at.child("listKind"), names.listKind(), "kind and listKind may not be the same");
    }
    for (var i = 0; i < names.categories().size(); i++) {
      checkLabel(names.categories().get(i), at.child("categories").index(i), findings);
    }
  }

  private static void checkKindName(String kind, FieldPath at, Findings findings) {
    var problems =
        kind.isEmpty() ? List.<String>of() : Names.dns1035Label(kind.toLowerCase(Locale.ROOT));
    if (!problems.isEmpty()) {
      findings.invalid(
          at,
          kind,
          "may have mixed case, but should otherwise match: " + String.join(",", problems));
    }
  }

  static void checkStoredVersions(CustomResourceDefinition definition, Findings findings) {
    var at = FieldPath.root("status", "storedVersions");
    var stored = definition.status().storedVersions();
    if (stored.isEmpty()) {
      findings.invalid(at, stored, "must have at least one stored version");
      return;
    }
    var versions = definition.spec().versions();
    for (var version : versions) {
      if (version.storage() && !stored.contains(version.name())) {
        findings.invalid(at, stored, "must have the storage version " + version.name());
      }
    }
    for (var i = 0; i < stored.size(); i++) {
      var name = stored.get(i);
      if (versions.stream().noneMatch(version -> version.name().equals(name))) {
        findings.invalid(at.index(i), name, missing(name));
      }
    }
  }

  private static String missing(String version) {
    return "missing from spec.versions; %1$s was previously a storage version, and must remain in"
        .concat(" spec.versions until a storage migration ensures no data remains persisted in")
        .concat(" %1$s and removes %1$s from status.storedVersions")
        .formatted(version);
  }

  /// Groups of the community are for what the community has approved; an update may leave what a
  /// definition says of that as wrong as it was.
  private static void checkApproval(
      CustomResourceDefinition now, @Nullable CustomResourceDefinition old, Findings findings) {
    var state = ApprovalState.of(now);
    if (!ApprovalState.isAskedOf(now.spec().group())
        || (old != null && ApprovalState.of(old) == state)) {
      return;
    }
    var at = FieldPath.root("metadata", "annotations").key(ApprovalState.ANNOTATION);
    switch (state) {
      case MISSING -> findings.required(at, state.reason(now));
      case INVALID -> findings.invalid(at, ApprovalState.said(now), state.reason(now));
      case BYPASSED, APPROVED -> {}
    }
  }
}
