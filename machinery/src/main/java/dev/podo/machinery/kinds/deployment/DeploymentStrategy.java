package dev.podo.machinery.kinds.deployment;

import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.kinds.metadata.Workloads;
import dev.podo.machinery.kinds.pod.PodTemplates;
import dev.podo.model.IntOrString;
import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.apps.v1.DeploymentSpec;
import dev.podo.model.apps.v1.DeploymentStatus;
import dev.podo.model.apps.v1.RollingUpdateDeployment;
import java.util.List;

final class DeploymentStrategy extends ObjectStrategy<Deployment> {
  private static final int HISTORY_LIMIT = 10;
  private static final int PROGRESS_DEADLINE_SECONDS = 600;
  private static final IntOrString A_QUARTER = IntOrString.of("25%");

  DeploymentStrategy() {
    super(inNamespace(), Deployment::withMetadata);
  }

  @Override
  public Deployment defaults(Deployment deployment) {
    var spec = deployment.spec();
    return deployment.withSpec(
        spec.with(b ->
            b.replicas(Default.value(spec.replicas(), 1))
                .strategy(strategy(spec.strategy()))
                .revisionHistoryLimit(Default.value(spec.revisionHistoryLimit(), HISTORY_LIMIT))
                .progressDeadlineSeconds(
                    Default.value(spec.progressDeadlineSeconds(), PROGRESS_DEADLINE_SECONDS))
                .template(PodTemplates.defaults(spec.template()))));
  }

  private static dev.podo.model.apps.v1.DeploymentStrategy strategy(
      dev.podo.model.apps.v1.DeploymentStrategy strategy) {
    var type = Default.text(strategy.type(), Deployments.ROLLING_UPDATE);
    if (!type.equals(Deployments.ROLLING_UPDATE)) {
      return strategy;
    }
    var given = Default.value(strategy.rollingUpdate(), RollingUpdateDeployment.EMPTY);
    var rolling =
        given.with(b ->
            b.maxUnavailable(Default.value(given.maxUnavailable(), A_QUARTER))
                .maxSurge(Default.value(given.maxSurge(), A_QUARTER)));
    return strategy.with(b -> b.type(type).rollingUpdate(rolling));
  }

  @Override
  public Deployment prepareForCreate(Deployment deployment) {
    return deployment
        .withMetadata(SystemMetadata.first(deployment.metadata()))
        .withStatus(DeploymentStatus.EMPTY);
  }

  /// Annotations count as desired state, because some are handed down to ReplicaSets.
  @Override
  public Deployment prepareForUpdate(Deployment now, Deployment old) {
    var changed =
        !defaults(now).spec().equals(old.spec())
            || !now.metadata().annotations().equals(old.metadata().annotations());
    return now.withMetadata(SystemMetadata.next(now.metadata(), old.metadata(), changed))
        .withStatus(old.status());
  }

  @Override
  public Deployment prepareForStatusUpdate(Deployment now, Deployment old) {
    var metadata = SystemMetadata.next(now.metadata(), old.metadata(), false);
    return now.withMetadata(metadata.withLabels(old.metadata().labels())).withSpec(old.spec());
  }

  @Override
  protected void check(Deployment deployment, Findings findings) {
    checkSpec(deployment.spec(), findings);
  }

  @Override
  protected void checkUpdate(Deployment now, Deployment old, Findings findings) {
    checkSpec(now.spec(), findings);
    findings.immutable(SPEC.child("selector"), now.spec().selector(), old.spec().selector());
  }

  private static void checkSpec(DeploymentSpec spec, Findings findings) {
    findings.nonNegativeIfThere(SPEC.child("replicas"), spec.replicas());
    PodTemplates.checkSelected(spec.selector(), spec.template(), SPEC, findings);
    RolloutRules.check(spec.strategy(), SPEC.child("strategy"), findings);
    findings.nonNegative(SPEC.child("minReadySeconds"), spec.minReadySeconds());
    findings.nonNegativeIfThere(SPEC.child("revisionHistoryLimit"), spec.revisionHistoryLimit());
    var deadline = spec.progressDeadlineSeconds();
    if (deadline != null) {
      findings.nonNegative(SPEC.child("progressDeadlineSeconds"), deadline);
      if (deadline <= spec.minReadySeconds()) {
        findings.invalid(
            SPEC.child("progressDeadlineSeconds"),
            deadline,
            "must be greater than minReadySeconds");
      }
    }
  }

  @Override
  protected void checkStatusUpdate(Deployment now, Deployment old, Findings findings) {
    var status = now.status();
    findings.nonNegative(STATUS.child("observedGeneration"), status.observedGeneration());
    findings.nonNegative(STATUS.child("replicas"), status.replicas());
    findings.nonNegative(STATUS.child("updatedReplicas"), status.updatedReplicas());
    findings.nonNegative(STATUS.child("readyReplicas"), status.readyReplicas());
    findings.nonNegative(STATUS.child("availableReplicas"), status.availableReplicas());
    findings.nonNegative(STATUS.child("unavailableReplicas"), status.unavailableReplicas());
    findings.nonNegativeIfThere(STATUS.child("terminatingReplicas"), status.terminatingReplicas());
    findings.nonNegativeIfThere(STATUS.child("collisionCount"), status.collisionCount());
    Workloads.checkCollisionCount(
        status.collisionCount(), old.status().collisionCount(), STATUS, findings);
    checkCounts(status, findings);
  }

  private static void checkCounts(DeploymentStatus status, Findings findings) {
    var most = "cannot be greater than status.replicas";
    if (status.updatedReplicas() > status.replicas()) {
      findings.invalid(STATUS.child("updatedReplicas"), status.updatedReplicas(), most);
    }
    if (status.readyReplicas() > status.replicas()) {
      findings.invalid(STATUS.child("readyReplicas"), status.readyReplicas(), most);
    }
    if (status.availableReplicas() > status.replicas()) {
      findings.invalid(STATUS.child("availableReplicas"), status.availableReplicas(), most);
    }
    if (status.availableReplicas() > status.readyReplicas()) {
      findings.invalid(
          STATUS.child("availableReplicas"),
          status.availableReplicas(),
          "cannot be greater than readyReplicas");
    }
  }

  @Override
  public List<String> warnings(Deployment deployment) {
    return Workloads.all(
        Workloads.nameWarnings(deployment.metadata().name()),
        PodTemplates.warnings(deployment.spec().template()));
  }

  @Override
  public List<String> updateWarnings(Deployment now, Deployment old) {
    return Workloads.ifChanged(
        now.metadata(), old.metadata(), () -> PodTemplates.warnings(now.spec().template()));
  }
}
