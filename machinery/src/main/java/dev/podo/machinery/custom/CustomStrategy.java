package dev.podo.machinery.custom;

import dev.podo.machinery.apply.Versions;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Strategy;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.NameRule;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionVersion;
import java.util.List;

/// What a definition demands of its objects in one version.
public final class CustomStrategy implements Strategy<DynamicObject> {
  private static final FieldPath METADATA = FieldPath.root("metadata");
  private static final String STATUS = "status";

  private final MetadataRules metadata;
  private final boolean hasStatus;
  private final Versions versions;

  CustomStrategy(
      CustomResourceDefinition definition,
      CustomResourceDefinitionVersion version,
      Versions versions) {
    this.metadata =
        new MetadataRules(definition.spec().scope().equals("Namespaced"), NameRule.SUBDOMAIN);
    var parts = version.subresources();
    this.hasStatus = parts != null && parts.status() != null;
    this.versions = versions;
  }

  /// What server-side apply needs to know of the definition's versions.
  public Versions versions() {
    return versions;
  }

  @Override
  public DynamicObject prepareForCreate(DynamicObject object) {
    var counted = object.withMetadata(SystemMetadata.first(object.metadata()));
    return hasStatus ? counted.with(STATUS, null) : counted;
  }

  @Override
  public DynamicObject prepareForUpdate(DynamicObject now, DynamicObject old) {
    var kept = hasStatus ? withStatusOf(now, old) : now;
    var changed = !defaults(kept).content().equals(old.content());
    return kept.withMetadata(SystemMetadata.next(now.metadata(), old.metadata(), changed));
  }

  private static DynamicObject withStatusOf(DynamicObject object, DynamicObject other) {
    return object.with(STATUS, other.content().get(STATUS));
  }

  /// Nothing but the status is taken from what was sent.
  @Override
  public DynamicObject prepareForStatusUpdate(DynamicObject now, DynamicObject old) {
    var sent = now.metadata();
    return withStatusOf(old, now)
        .withMetadata(
            old.metadata()
                .with(m ->
                    m.managedFields(sent.managedFields()).resourceVersion(sent.resourceVersion())));
  }

  @Override
  public List<FieldError> validate(DynamicObject object) {
    var findings = new Findings();
    metadata.check(object.metadata(), METADATA, findings);
    return findings.errors();
  }

  @Override
  public List<FieldError> validateUpdate(DynamicObject now, DynamicObject old) {
    var findings = new Findings();
    metadata.checkUpdate(now.metadata(), old.metadata(), METADATA, findings);
    return findings.errors();
  }

  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }
}
