package dev.podo.machinery.kinds.device;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.Names;
import dev.podo.model.resource.v1.DeviceTaint;
import dev.podo.model.resource.v1.DeviceToleration;
import java.util.List;

/// What keeps claims from devices, and what claims put up with.
final class TaintRules {
  private static final int TAINTS_MAX = 16;
  private static final List<String> EFFECTS = List.of("NoExecute", "NoSchedule", "None");
  private static final String EXISTS = "Exists";
  private static final String EQUAL = "Equal";

  private TaintRules() {}

  static void checkTaints(List<DeviceTaint> taints, FieldPath at, Findings findings) {
    Elements.check(taints, TAINTS_MAX, TaintRules::checkTaint, at, findings);
  }

  private static void checkTaint(DeviceTaint taint, FieldPath at, Findings findings) {
    DeviceNames.checkLabelName(taint.key(), at.child("key"), findings);
    checkValue(taint.value(), at, findings);
    findings.requireOneOf(at.child("effect"), taint.effect(), EFFECTS);
  }

  private static void checkValue(String value, FieldPath at, Findings findings) {
    findings.invalidFor(at.child("value"), value, Names.labelValue(value));
  }

  static void checkTolerations(
      List<DeviceToleration> tolerations, FieldPath at, Findings findings) {
    Elements.check(tolerations, Elements.UNLIMITED, TaintRules::checkToleration, at, findings);
  }

  private static void checkToleration(
      DeviceToleration toleration, FieldPath at, Findings findings) {
    if (!toleration.key().isEmpty()) {
      DeviceNames.checkLabelName(toleration.key(), at.child("key"), findings);
    }
    switch (toleration.operator()) {
      case EXISTS -> {
        if (!toleration.value().isEmpty()) {
          findings.invalid(
              at.child("value"), toleration.value(), "must be empty for operator `Exists`");
        }
      }
      case EQUAL -> checkValue(toleration.value(), at, findings);
      default ->
          findings.requireOneOf(
              at.child("operator"), toleration.operator(), List.of(EQUAL, EXISTS));
    }
    if (!toleration.effect().isEmpty()) {
      findings.oneOf(at.child("effect"), toleration.effect(), EFFECTS);
    }
  }
}
