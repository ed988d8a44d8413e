package dev.podo.machinery.kinds.replicaset;

import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.kinds.metadata.Workloads;
import dev.podo.machinery.kinds.pod.PodTemplates;
import dev.podo.model.apps.v1.ReplicaSet;
import dev.podo.model.apps.v1.ReplicaSetSpec;
import dev.podo.model.apps.v1.ReplicaSetStatus;
import java.util.List;

final class ReplicaSetStrategy extends ObjectStrategy<ReplicaSet> {
  ReplicaSetStrategy() {
    super(inNamespace(), ReplicaSet::withMetadata);
  }

  @Override
  public ReplicaSet defaults(ReplicaSet set) {
    var spec = set.spec();
    return set.withSpec(
        spec.with(b ->
            b.replicas(Default.value(spec.replicas(), 1))
                .template(PodTemplates.defaults(spec.template()))));
  }

  @Override
  public ReplicaSet prepareForCreate(ReplicaSet set) {
    return set.withMetadata(SystemMetadata.first(set.metadata()))
        .withStatus(ReplicaSetStatus.EMPTY);
  }

  @Override
  public ReplicaSet prepareForUpdate(ReplicaSet now, ReplicaSet old) {
    var changed = !defaults(now).spec().equals(old.spec());
    return now.withMetadata(SystemMetadata.next(now.metadata(), old.metadata(), changed))
        .withStatus(old.status());
  }

  @Override
  public ReplicaSet prepareForStatusUpdate(ReplicaSet now, ReplicaSet old) {
    return super.prepareForUpdate(now, old).withSpec(old.spec());
  }

  @Override
  protected void check(ReplicaSet set, Findings findings) {
    checkSpec(set.spec(), findings);
  }

  @Override
  protected void checkUpdate(ReplicaSet now, ReplicaSet old, Findings findings) {
    checkSpec(now.spec(), findings);
    findings.immutable(SPEC.child("selector"), now.spec().selector(), old.spec().selector());
  }

  private static void checkSpec(ReplicaSetSpec spec, Findings findings) {
    findings.nonNegativeIfThere(SPEC.child("replicas"), spec.replicas());
    findings.nonNegative(SPEC.child("minReadySeconds"), spec.minReadySeconds());
    PodTemplates.checkSelected(spec.selector(), spec.template(), SPEC, findings);
  }

  @Override
  protected void checkStatusUpdate(ReplicaSet now, ReplicaSet old, Findings findings) {
    var status = now.status();
    findings.nonNegative(STATUS.child("replicas"), status.replicas());
    findings.nonNegative(STATUS.child("fullyLabeledReplicas"), status.fullyLabeledReplicas());
    findings.nonNegative(STATUS.child("readyReplicas"), status.readyReplicas());
    findings.nonNegative(STATUS.child("availableReplicas"), status.availableReplicas());
    findings.nonNegativeIfThere(STATUS.child("terminatingReplicas"), status.terminatingReplicas());
    findings.nonNegative(STATUS.child("observedGeneration"), status.observedGeneration());
    checkCounts(status, findings);
  }

  private static void checkCounts(ReplicaSetStatus status, Findings findings) {
    var most = "cannot be greater than status.replicas";
    if (status.fullyLabeledReplicas() > status.replicas()) {
      findings.invalid(STATUS.child("fullyLabeledReplicas"), status.fullyLabeledReplicas(), most);
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
  public List<String> warnings(ReplicaSet set) {
    return Workloads.all(
        Workloads.nameWarnings(set.metadata().name()),
        PodTemplates.warnings(set.spec().template()));
  }

  @Override
  public List<String> updateWarnings(ReplicaSet now, ReplicaSet old) {
    return Workloads.ifChanged(
        now.metadata(), old.metadata(), () -> PodTemplates.warnings(now.spec().template()));
  }
}
