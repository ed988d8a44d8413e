package dev.podo.machinery.kinds.daemonset;

import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.machinery.kinds.metadata.Workloads;
import dev.podo.machinery.kinds.pod.PodTemplates;
import dev.podo.model.IntOrString;
import dev.podo.model.apps.v1.DaemonSet;
import dev.podo.model.apps.v1.DaemonSetSpec;
import dev.podo.model.apps.v1.DaemonSetStatus;
import dev.podo.model.apps.v1.DaemonSetUpdateStrategy;
import dev.podo.model.apps.v1.RollingUpdateDaemonSet;
import java.util.List;

final class DaemonSetStrategy extends StatusStrategy<DaemonSet, DaemonSetSpec, DaemonSetStatus> {
  private static final int HISTORY_LIMIT = 10;

  DaemonSetStrategy() {
    super(
        inNamespace(),
        new Parts<>(
            DaemonSet::withMetadata,
            DaemonSet::spec,
            DaemonSet::withSpec,
            DaemonSet::status,
            DaemonSet::withStatus,
            DaemonSetStatus.EMPTY));
  }

  @Override
  public DaemonSet defaults(DaemonSet set) {
    var spec = set.spec();
    return set.withSpec(
        spec.with(b ->
            b.updateStrategy(strategy(spec.updateStrategy()))
                .revisionHistoryLimit(Default.value(spec.revisionHistoryLimit(), HISTORY_LIMIT))
                .template(PodTemplates.defaults(spec.template()))));
  }

  private static DaemonSetUpdateStrategy strategy(DaemonSetUpdateStrategy strategy) {
    var type = Default.text(strategy.type(), DaemonSets.ROLLING_UPDATE);
    if (!type.equals(DaemonSets.ROLLING_UPDATE)) {
      return strategy;
    }
    var given = Default.value(strategy.rollingUpdate(), RollingUpdateDaemonSet.EMPTY);
    var rolling =
        given.with(b ->
            b.maxUnavailable(Default.value(given.maxUnavailable(), IntOrString.of(1)))
                .maxSurge(Default.value(given.maxSurge(), IntOrString.ZERO)));
    return strategy.with(b -> b.type(type).rollingUpdate(rolling));
  }

  @Override
  public DaemonSet prepareForCreate(DaemonSet set) {
    var first = Math.max(1, TemplateGeneration.of(set));
    return TemplateGeneration.with(super.prepareForCreate(set), first);
  }

  @Override
  public DaemonSet prepareForUpdate(DaemonSet now, DaemonSet old) {
    var isNew = !defaults(now).spec().template().equals(old.spec().template());
    var generation = TemplateGeneration.of(old) + (isNew ? 1 : 0);
    return TemplateGeneration.with(super.prepareForUpdate(now, old), generation);
  }

  @Override
  public DaemonSet prepareForStatusUpdate(DaemonSet now, DaemonSet old) {
    return TemplateGeneration.with(
        super.prepareForStatusUpdate(now, old), TemplateGeneration.of(old));
  }

  @Override
  protected void check(DaemonSet set, Findings findings) {
    DaemonSetRules.check(set.spec(), SPEC, findings);
  }

  @Override
  protected void checkUpdate(DaemonSet now, DaemonSet old, Findings findings) {
    check(now, findings);
    findings.immutable(SPEC.child("selector"), now.spec().selector(), old.spec().selector());
  }

  @Override
  protected void checkStatusUpdate(DaemonSet now, DaemonSet old, Findings findings) {
    var status = now.status();
    findings.nonNegative(STATUS.child("currentNumberScheduled"), status.currentNumberScheduled());
    findings.nonNegative(STATUS.child("numberMisscheduled"), status.numberMisscheduled());
    findings.nonNegative(STATUS.child("desiredNumberScheduled"), status.desiredNumberScheduled());
    findings.nonNegative(STATUS.child("numberReady"), status.numberReady());
    findings.nonNegative(STATUS.child("observedGeneration"), status.observedGeneration());
    findings.nonNegative(STATUS.child("updatedNumberScheduled"), status.updatedNumberScheduled());
    findings.nonNegative(STATUS.child("numberAvailable"), status.numberAvailable());
    findings.nonNegative(STATUS.child("numberUnavailable"), status.numberUnavailable());
    findings.nonNegativeIfThere(STATUS.child("collisionCount"), status.collisionCount());
    Workloads.checkCollisionCount(
        status.collisionCount(), old.status().collisionCount(), STATUS, findings);
  }

  @Override
  public List<String> warnings(DaemonSet set) {
    return PodTemplates.warnings(set.spec().template());
  }
}
