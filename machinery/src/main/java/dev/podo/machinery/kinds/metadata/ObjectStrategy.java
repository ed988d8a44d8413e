package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Strategy;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.List;
import java.util.function.BiFunction;

/// What the strategies of built-in kinds share: rules of metadata come before the kind's own, and a
/// kind that does not say otherwise has no status and counts no generations.
public abstract class ObjectStrategy<T extends ApiObject> implements Strategy<T> {
  protected static final FieldPath METADATA = FieldPath.root("metadata");
  protected static final FieldPath SPEC = FieldPath.root("spec");
  protected static final FieldPath STATUS = FieldPath.root("status");

  private final MetadataRules metadata;
  private final BiFunction<T, ObjectMeta, T> withMetadata;

  protected ObjectStrategy(MetadataRules metadata, BiFunction<T, ObjectMeta, T> withMetadata) {
    this.metadata = metadata;
    this.withMetadata = withMetadata;
  }

  protected static MetadataRules inNamespace() {
    return new MetadataRules(true, NameRule.SUBDOMAIN);
  }

  protected static MetadataRules ofCluster() {
    return new MetadataRules(false, NameRule.SUBDOMAIN);
  }

  /// What is wrong with a new object, besides its metadata.
  protected void check(T object, Findings findings) {}

  /// What is wrong with a changed object or with the change, besides metadata.
  protected void checkUpdate(T now, T old, Findings findings) {
    check(now, findings);
  }

  /// What is wrong with a changed status or with the change, besides metadata.
  protected void checkStatusUpdate(T now, T old, Findings findings) {
    checkUpdate(now, old, findings);
  }

  @Override
  public T prepareForCreate(T object) {
    return withMetadata.apply(object, SystemMetadata.uncounted(object.metadata()));
  }

  @Override
  public T prepareForUpdate(T now, T old) {
    return withMetadata.apply(now, SystemMetadata.next(now.metadata(), old.metadata(), false));
  }

  @Override
  public final List<FieldError> validate(T object) {
    var findings = new Findings();
    metadata.check(object.metadata(), METADATA, findings);
    check(object, findings);
    return findings.errors();
  }

  @Override
  public final List<FieldError> validateUpdate(T now, T old) {
    var findings = new Findings();
    metadata.checkUpdate(now.metadata(), old.metadata(), METADATA, findings);
    checkUpdate(now, old, findings);
    return findings.errors();
  }

  @Override
  public final List<FieldError> validateStatusUpdate(T now, T old) {
    var findings = new Findings();
    metadata.checkUpdate(now.metadata(), old.metadata(), METADATA, findings);
    checkStatusUpdate(now, old, findings);
    return findings.errors();
  }
}
