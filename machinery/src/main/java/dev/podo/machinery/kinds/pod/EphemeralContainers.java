package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.EphemeralContainer;
import dev.podo.model.core.v1.Pod;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Containers that are added to a running Pod to look at it. One has every field of a container,
/// and is treated as one by most rules.
public final class EphemeralContainers {
  private static final FieldPath AT = FieldPath.root("spec", "ephemeralContainers");

  private EphemeralContainers() {}

  /// What an update through `ephemeralcontainers` may change: only these containers.
  public static Pod prepareForUpdate(Pod now, Pod old) {
    var added = now.spec().ephemeralContainers();
    var changed = !added.equals(old.spec().ephemeralContainers());
    return old.withSpec(old.spec().with(b -> b.ephemeralContainers(added)))
        .withMetadata(SystemMetadata.ofPart(now.metadata(), old.metadata(), changed));
  }

  /// What is wrong with an update through `ephemeralcontainers`: those that are there stay as they
  /// are.
  public static List<FieldError> validateUpdate(Pod now, Pod old) {
    var findings = new Findings();
    PodStrategy.METADATA_RULES.checkUpdate(
        now.metadata(), old.metadata(), FieldPath.root("metadata"), findings);
    PodValidation.check(now, findings);
    PodAnnotations.checkUpdate(now, old, FieldPath.root("metadata", "annotations"), findings);
    if (old.metadata().annotations().containsKey(PodAnnotations.MIRROR)) {
      return List.of(
          FieldError.forbidden(
              FieldPath.empty().key(""), "static pods do not support ephemeral containers"));
    }
    var byName = new TreeMap<String, EphemeralContainer>();
    now.spec().ephemeralContainers().forEach(it -> byName.put(it.name(), it));
    for (var container : old.spec().ephemeralContainers()) {
      var kept = byName.get(container.name());
      if (kept == null) {
        findings.forbidden(
            AT, "existing ephemeral containers \"" + container.name() + "\" may not be removed\n");
      } else if (!kept.equals(container)) {
        findings.forbidden(
            AT, "existing ephemeral containers \"" + container.name() + "\" may not be changed\n");
      }
    }
    return findings.errors();
  }

  /// What it has in common with containers.
  public static Container asContainer(EphemeralContainer ephemeral) {
    var fields = Container.SCHEMA.fields();
    var values = new @Nullable Object[fields.size()];
    for (var field : fields) {
      var same = EphemeralContainer.SCHEMA.field(field.name());
      values[field.index()] = same == null ? null : ephemeral.get(same.index());
    }
    return Container.SCHEMA.of(values);
  }

  /// The ephemeral container with the fields that it has in common with containers taken from one.
  static EphemeralContainer withCommon(EphemeralContainer ephemeral, Container container) {
    var fields = EphemeralContainer.SCHEMA.fields();
    var values = new @Nullable Object[fields.size()];
    for (var field : fields) {
      var same = Container.SCHEMA.field(field.name());
      values[field.index()] =
          same == null ? ephemeral.get(field.index()) : container.get(same.index());
    }
    return EphemeralContainer.SCHEMA.of(values);
  }
}
