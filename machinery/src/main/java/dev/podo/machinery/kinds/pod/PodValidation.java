package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;

final class PodValidation {
  private PodValidation() {}

  static void check(Pod pod, Findings findings) {
    checkSpec(pod.spec(), FieldPath.root("spec"), findings);
  }

  static void checkSpec(PodSpec spec, FieldPath at, Findings findings) {
    if (spec.containers().isEmpty()) {
      findings.required(at.child("containers"));
    }
  }
}
