package dev.podo.machinery.kinds.controllerrevision;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.model.apps.v1.ControllerRevision;

final class ControllerRevisionStrategy extends ObjectStrategy<ControllerRevision> {
  ControllerRevisionStrategy() {
    super(inNamespace(), ControllerRevision::withMetadata);
  }

  @Override
  protected void check(ControllerRevision revision, Findings findings) {
    if (revision.data() == null) {
      findings.required(FieldPath.root("data"), "data is mandatory");
    }
    findings.nonNegative(FieldPath.root("revision"), revision.revision());
  }

  @Override
  protected void checkUpdate(ControllerRevision now, ControllerRevision old, Findings findings) {
    check(now, findings);
    findings.immutable(FieldPath.root("data"), now.data(), old.data());
  }
}
