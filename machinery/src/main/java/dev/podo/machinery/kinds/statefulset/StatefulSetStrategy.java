package dev.podo.machinery.kinds.statefulset;

import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.NameRule;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.machinery.kinds.metadata.Workloads;
import dev.podo.machinery.kinds.persistentvolumeclaim.PersistentVolumeClaims;
import dev.podo.machinery.kinds.pod.PodTemplates;
import dev.podo.model.apps.v1.RollingUpdateStatefulSetStrategy;
import dev.podo.model.apps.v1.StatefulSet;
import dev.podo.model.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy;
import dev.podo.model.apps.v1.StatefulSetSpec;
import dev.podo.model.apps.v1.StatefulSetStatus;
import dev.podo.model.apps.v1.StatefulSetUpdateStrategy;
import java.util.ArrayList;
import java.util.List;

final class StatefulSetStrategy
    extends StatusStrategy<StatefulSet, StatefulSetSpec, StatefulSetStatus> {
  private static final int HISTORY_LIMIT = 10;

  StatefulSetStrategy() {
    super(
        new MetadataRules(true, NameRule.LABEL),
        new Parts<>(
            StatefulSet::withMetadata,
            StatefulSet::spec,
            StatefulSet::withSpec,
            StatefulSet::status,
            StatefulSet::withStatus,
            StatefulSetStatus.EMPTY));
  }

  @Override
  public StatefulSet defaults(StatefulSet set) {
    var spec = set.spec();
    var retention =
        Default.value(
            spec.persistentVolumeClaimRetentionPolicy(),
            StatefulSetPersistentVolumeClaimRetentionPolicy.EMPTY);
    return set.withSpec(
        spec.with(b ->
            b.replicas(Default.value(spec.replicas(), 1))
                .podManagementPolicy(
                    Default.text(spec.podManagementPolicy(), StatefulSets.ORDERED_READY))
                .updateStrategy(strategy(spec.updateStrategy()))
                .persistentVolumeClaimRetentionPolicy(
                    retention.with(r ->
                        r.whenDeleted(Default.text(retention.whenDeleted(), StatefulSets.RETAIN))
                            .whenScaled(Default.text(retention.whenScaled(), StatefulSets.RETAIN))))
                .revisionHistoryLimit(Default.value(spec.revisionHistoryLimit(), HISTORY_LIMIT))
                .template(PodTemplates.defaults(spec.template()))
                .volumeClaimTemplates(
                    Default.each(spec.volumeClaimTemplates(), PersistentVolumeClaims::defaults))));
  }

  private static StatefulSetUpdateStrategy strategy(StatefulSetUpdateStrategy strategy) {
    var isUnsaid = strategy.type().isEmpty();
    var given = strategy.rollingUpdate();
    var rolling = given == null && isUnsaid ? RollingUpdateStatefulSetStrategy.EMPTY : given;
    var type = Default.text(strategy.type(), StatefulSets.ROLLING_UPDATE);
    if (rolling == null || !type.equals(StatefulSets.ROLLING_UPDATE)) {
      return strategy;
    }
    var filled = rolling.with(b -> b.partition(Default.value(rolling.partition(), 0)));
    return strategy.with(b -> b.type(type).rollingUpdate(filled));
  }

  @Override
  protected void check(StatefulSet set, Findings findings) {
    StatefulSetRules.check(set.spec(), SPEC, findings);
  }

  @Override
  protected void checkUpdate(StatefulSet now, StatefulSet old, Findings findings) {
    var before = old.spec();
    StatefulSetRules.checkUpdate(now.spec(), before, SPEC, findings);
    var unchangeable =
        now.spec()
            .with(b ->
                b.replicas(before.replicas())
                    .ordinals(before.ordinals())
                    .template(before.template())
                    .updateStrategy(before.updateStrategy())
                    .revisionHistoryLimit(before.revisionHistoryLimit())
                    .persistentVolumeClaimRetentionPolicy(
                        before.persistentVolumeClaimRetentionPolicy())
                    .minReadySeconds(before.minReadySeconds()));
    if (!unchangeable.equals(before)) {
      findings.forbidden(
          SPEC,
          "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
              + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy'"
              + " and 'minReadySeconds' are forbidden");
    }
  }

  @Override
  protected void checkStatusUpdate(StatefulSet now, StatefulSet old, Findings findings) {
    var status = now.status();
    findings.nonNegative(STATUS.child("replicas"), status.replicas());
    findings.nonNegative(STATUS.child("readyReplicas"), status.readyReplicas());
    findings.nonNegative(STATUS.child("currentReplicas"), status.currentReplicas());
    findings.nonNegative(STATUS.child("updatedReplicas"), status.updatedReplicas());
    findings.nonNegative(STATUS.child("availableReplicas"), status.availableReplicas());
    findings.nonNegative(STATUS.child("observedGeneration"), status.observedGeneration());
    findings.nonNegativeIfThere(STATUS.child("collisionCount"), status.collisionCount());
    var most = "cannot be greater than status.replicas";
    findings.atMost(STATUS.child("readyReplicas"), status.readyReplicas(), status.replicas(), most);
    findings.atMost(
        STATUS.child("currentReplicas"), status.currentReplicas(), status.replicas(), most);
    findings.atMost(
        STATUS.child("updatedReplicas"), status.updatedReplicas(), status.replicas(), most);
    findings.atMost(
        STATUS.child("availableReplicas"), status.availableReplicas(), status.replicas(), most);
    findings.atMost(
        STATUS.child("availableReplicas"),
        status.availableReplicas(),
        status.readyReplicas(),
        "cannot be greater than status.readyReplicas");
    Workloads.checkCollisionCount(
        status.collisionCount(), old.status().collisionCount(), STATUS, findings);
  }

  @Override
  public List<String> warnings(StatefulSet set) {
    return Workloads.all(PodTemplates.warnings(set.spec().template()), ownWarnings(set.spec()));
  }

  @Override
  public List<String> updateWarnings(StatefulSet now, StatefulSet old) {
    return Workloads.all(
        Workloads.ifChanged(
            now.metadata(), old.metadata(), () -> PodTemplates.warnings(now.spec().template())),
        ownWarnings(now.spec()));
  }

  private static List<String> ownWarnings(StatefulSetSpec spec) {
    var warnings = new ArrayList<String>();
    var templates = spec.volumeClaimTemplates();
    for (var i = 0; i < templates.size(); i++) {
      PersistentVolumeClaims.addWarnings(
          templates.get(i).spec(), SPEC.child("volumeClaimTemplates").index(i), warnings);
    }
    if (Default.value(spec.revisionHistoryLimit(), 0) < 0) {
      warnings.add(
          "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value"
              + " >= 0 is recommended");
    }
    return warnings;
  }
}
