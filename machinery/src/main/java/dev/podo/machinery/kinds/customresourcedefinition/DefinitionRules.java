package dev.podo.machinery.kinds.customresourcedefinition;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.Names;
import dev.podo.model.apiextensions.v1.CustomResourceConversion;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionNames;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionSpec;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionVersion;
import dev.podo.model.apiextensions.v1.WebhookConversion;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/// What a definition must obey besides its schemas.
final class DefinitionRules {
  private static final FieldPath SPEC = FieldPath.root("spec");
  private static final String APPROVED = "api-approved.kubernetes.io";

  private DefinitionRules() {}

  static void check(CustomResourceDefinition definition, Findings findings) {
    var spec = definition.spec();
    var name = definition.metadata().name();
    if (!name.equals(spec.names().plural() + "." + spec.group())) {
      findings.invalid(
          FieldPath.root("metadata", "name"), name, "must be spec.names.plural+\".\"+spec.group");
    }
    checkGroup(spec.group(), findings);
    findings.requireOneOf(SPEC.child("scope"), spec.scope(), List.of("Cluster", "Namespaced"));
    checkVersions(spec, findings);
    checkNames(spec.names(), SPEC.child("names"), findings);
    var conversion = spec.conversion();
    if (conversion != null) {
      checkConversion(conversion, SPEC.child("conversion"), findings);
    }
    checkStoredVersions(definition, findings);
    checkApproval(definition, findings);
    if (spec.preserveUnknownFields()) {
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

  private static void checkVersions(CustomResourceDefinitionSpec spec, Findings findings) {
    var at = SPEC.child("versions");
    var versions = spec.versions();
    for (var i = 0; i < versions.size(); i++) {
      var version = versions.get(i);
      checkLabel(version.name(), at.index(i).child("name"), "", findings);
      VersionRules.check(version, at.index(i), findings);
    }
    var names = versions.stream().map(CustomResourceDefinitionVersion::name).distinct().count();
    if (names != versions.size()) {
      findings.invalid(at, versions, "must contain unique version names");
    }
    if (versions.stream().filter(CustomResourceDefinitionVersion::storage).count() != 1) {
      findings.invalid(at, versions, "must have exactly one version marked as storage version");
    }
  }

  private static void checkLabel(String value, FieldPath at, String prefix, Findings findings) {
    var problems = Names.dns1035Label(value);
    if (!problems.isEmpty()) {
      findings.invalid(at, value, prefix + String.join(",", problems));
    }
  }

  private static void checkNames(
      CustomResourceDefinitionNames names, FieldPath at, Findings findings) {
    findings.requireText(names.plural(), at.child("plural"));
    findings.requireText(names.singular(), at.child("singular"));
    findings.requireText(names.kind(), at.child("kind"));
    findings.requireText(names.listKind(), at.child("listKind"));
    checkLabel(names.plural(), at.child("plural"), "", findings);
    if (!names.singular().isEmpty()) {
      checkLabel(names.singular(), at.child("singular"), "", findings);
    }
    checkKindName(names.kind(), at.child("kind"), findings);
    if (!names.listKind().isEmpty()) {
      checkKindName(names.listKind(), at.child("listKind"), findings);
    }
    for (var i = 0; i < names.shortNames().size(); i++) {
      checkLabel(names.shortNames().get(i), at.child("shortNames").index(i), "", findings);
    }
    if (!names.kind().isEmpty() && names.kind().equals(names.listKind())) {
      findings.invalid(
          at.child("listKind"), names.listKind(), "kind and listKind may not be the same");
    }
    for (var i = 0; i < names.categories().size(); i++) {
      checkLabel(names.categories().get(i), at.child("categories").index(i), "", findings);
    }
  }

  private static void checkKindName(String kind, FieldPath at, Findings findings) {
    var problems = Names.dns1035Label(kind.toLowerCase(Locale.ROOT));
    if (!problems.isEmpty()) {
      findings.invalid(
          at,
          kind,
          "may have mixed case, but should otherwise match: " + String.join(",", problems));
    }
  }

  private static void checkConversion(
      CustomResourceConversion conversion, FieldPath at, Findings findings) {
    findings.requireOneOf(at.child("strategy"), conversion.strategy(), List.of("None", "Webhook"));
    var webhook = conversion.webhook();
    if (!conversion.strategy().equals("Webhook")) {
      if (webhook != null) {
        findings.forbidden(
            at.child("webhook"), "should not be set when strategy is not set to Webhook");
      }
    } else if (webhook == null) {
      findings.required(
          at.child("webhook", "clientConfig"), "required when strategy is set to Webhook");
    } else {
      checkWebhook(webhook, at.child("webhook"), findings);
    }
  }

  private static void checkWebhook(WebhookConversion webhook, FieldPath at, Findings findings) {
    var client = webhook.clientConfig();
    var config = at.child("clientConfig");
    if (client == null) {
      findings.required(config, "required when strategy is set to Webhook");
    } else if ((client.url() == null) == (client.service() == null)) {
      findings.required(config, "exactly one of url or service is required");
    } else {
      WebhookRules.check(client, config, findings);
    }
    var versions = webhook.conversionReviewVersions();
    var place = at.child("conversionReviewVersions");
    if (versions.isEmpty()) {
      findings.required(place);
      return;
    }
    var seen = new HashSet<String>();
    for (var i = 0; i < versions.size(); i++) {
      if (!seen.add(versions.get(i))) {
        findings.invalid(place.index(i), versions.get(i), "duplicate version");
      }
      checkLabel(versions.get(i), place.index(i), "", findings);
    }
    if (!versions.contains("v1") && !versions.contains("v1beta1")) {
      findings.invalid(place, versions, "must include at least one of v1, v1beta1");
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

  /// Groups of the community are for what the community has approved (KEP 1111).
  private static void checkApproval(CustomResourceDefinition definition, Findings findings) {
    var group = definition.spec().group();
    var isProtected =
        group.endsWith(".k8s.io")
            || group.equals("k8s.io")
            || group.endsWith(".kubernetes.io")
            || group.equals("kubernetes.io");
    if (!isProtected) {
      return;
    }
    var at = FieldPath.root("metadata", "annotations").key(APPROVED);
    var value = definition.metadata().annotations().get(APPROVED);
    if (value == null) {
      findings.required(
          at,
          "protected groups must have approval annotation \""
              + APPROVED
              + "\", see https://github.com/kubernetes/enhancements/pull/1111");
    } else if (!value.startsWith("unapproved") && !value.matches("https?://.+")) {
      findings.invalid(
          at,
          value,
          "protected groups must have approval annotation \""
              + APPROVED
              + "\" with either a URL or a reason starting with \"unapproved\", see"
              + " https://github.com/kubernetes/enhancements/pull/1111");
    }
  }
}
