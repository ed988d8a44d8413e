package dev.podo.machinery.kinds.replicationcontroller;

import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.machinery.kinds.pod.PodTemplates;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.ReplicationController;
import dev.podo.model.core.v1.ReplicationControllerSpec;
import dev.podo.model.core.v1.ReplicationControllerStatus;
import dev.podo.model.selector.LabelPredicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

final class ReplicationControllerStrategy
    extends StatusStrategy<
        ReplicationController, ReplicationControllerSpec, ReplicationControllerStatus> {
  ReplicationControllerStrategy() {
    super(
        inNamespace(),
        new Parts<>(
            ReplicationController::withMetadata,
            ReplicationController::spec,
            ReplicationController::withSpec,
            ReplicationController::status,
            ReplicationController::withStatus,
            ReplicationControllerStatus.EMPTY));
  }

  /// The labels of the template stand for the selector and for the labels of the whole.
  @Override
  public ReplicationController defaults(ReplicationController controller) {
    var spec = controller.spec();
    var template = spec.template();
    var labels = template == null ? Map.<String, String>of() : template.metadata().labels();
    var labelled =
        controller.metadata().labels().isEmpty() && !labels.isEmpty()
            ? controller.withMetadata(controller.metadata().withLabels(labels))
            : controller;
    return labelled.withSpec(
        spec.with(b ->
            b.replicas(Default.value(spec.replicas(), 1))
                .selector(spec.selector().isEmpty() ? labels : spec.selector())
                .template(Default.within(template, PodTemplates::defaults))));
  }

  @Override
  protected void check(ReplicationController controller, Findings findings) {
    var spec = controller.spec();
    findings.nonNegative(SPEC.child("minReadySeconds"), spec.minReadySeconds());
    if (spec.selector().isEmpty()) {
      findings.required(SPEC.child("selector"));
    }
    findings.nonNegativeIfThere(SPEC.child("replicas"), spec.replicas());
    var at = SPEC.child("template");
    var template = spec.template();
    if (template == null) {
      findings.required(at);
      return;
    }
    PodTemplates.checkLabels(LabelPredicate.of(spec.selector()), template, at, findings);
    PodTemplates.check(template, at, findings);
    PodTemplates.checkRunsForEver(template, at, "ReplicationController", findings);
  }

  @Override
  protected void checkStatusUpdate(
      ReplicationController now, ReplicationController old, Findings findings) {
    var status = now.status();
    findings.nonNegative(STATUS.child("replicas"), status.replicas());
    findings.nonNegative(STATUS.child("fullyLabeledReplicas"), status.fullyLabeledReplicas());
    findings.nonNegative(STATUS.child("readyReplicas"), status.readyReplicas());
    findings.nonNegative(STATUS.child("availableReplicas"), status.availableReplicas());
    findings.nonNegative(STATUS.child("observedGeneration"), status.observedGeneration());
    var most = "cannot be greater than status.replicas";
    findings.atMost(
        STATUS.child("fullyLabeledReplicas"),
        status.fullyLabeledReplicas(),
        status.replicas(),
        most);
    findings.atMost(STATUS.child("readyReplicas"), status.readyReplicas(), status.replicas(), most);
    findings.atMost(
        STATUS.child("availableReplicas"), status.availableReplicas(), status.replicas(), most);
    findings.atMost(
        STATUS.child("availableReplicas"),
        status.availableReplicas(),
        status.readyReplicas(),
        "cannot be greater than readyReplicas");
  }

  @Override
  public List<String> warnings(ReplicationController controller) {
    var warnings = new ArrayList<String>();
    var problems = Names.dns1123Label(controller.metadata().name());
    if (!problems.isEmpty()) {
      warnings.add(
          "metadata.name: this is used in Pod names and hostnames, which can result in surprising"
              + " behavior; a DNS label is recommended: ["
              + String.join(" ", problems)
              + "]");
    }
    warnings.addAll(templateWarnings(controller));
    return warnings;
  }

  @Override
  public List<String> updateWarnings(ReplicationController now, ReplicationController old) {
    return now.metadata().generation() == old.metadata().generation()
        ? List.of()
        : templateWarnings(now);
  }

  private static List<String> templateWarnings(ReplicationController controller) {
    var template = controller.spec().template();
    return template == null ? List.of() : PodTemplates.warnings(template);
  }
}
