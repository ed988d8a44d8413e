package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodCondition;
import dev.podo.model.core.v1.PodStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class PodStrategy extends ObjectStrategy<Pod> {
  static final MetadataRules METADATA_RULES = inNamespace();

  PodStrategy() {
    super(METADATA_RULES, Pod::withMetadata);
  }

  @Override
  public Pod defaults(Pod pod) {
    return PodDefaults.of(pod);
  }

  @Override
  public Pod prepareForCreate(Pod pod) {
    var created =
        pod.withMetadata(SystemMetadata.first(pod.metadata()))
            .withStatus(
                PodStatus.builder()
                    .phase(Pods.PENDING)
                    .qosClass(PodResources.qosClass(PodDefaults.of(pod)))
                    .build());
    var selecting = PodAnnotations.withAppArmor(LabelKeys.merged(created));
    return pod.spec().schedulingGates().isEmpty() ? selecting : gated(selecting);
  }

  private static Pod gated(Pod pod) {
    var waits =
        PodCondition.builder()
            .type(Pods.POD_SCHEDULED)
            .status("False")
            .reason("SchedulingGated")
            .message("Scheduling is blocked due to non-empty scheduling gates")
            .build();
    return pod.withStatus(pod.status().with(b -> b.conditions(List.of(waits))));
  }

  @Override
  public Pod prepareForUpdate(Pod now, Pod old) {
    var changed = !defaults(now).spec().equals(old.spec());
    return now.withMetadata(SystemMetadata.next(now.metadata(), old.metadata(), changed))
        .withStatus(old.status());
  }

  /// A status update touches neither the spec nor who owns the Pod.
  @Override
  public Pod prepareForStatusUpdate(Pod now, Pod old) {
    var metadata =
        SystemMetadata.next(now.metadata(), old.metadata(), false)
            .withOwnerReferences(old.metadata().ownerReferences())
            .withDeletionTimestamp(old.metadata().deletionTimestamp());
    var qosClass = old.status().qosClass();
    var status =
        now.status().with(b -> b.qosClass(Default.text(now.status().qosClass(), qosClass)));
    return now.withMetadata(metadata)
        .withSpec(old.spec())
        .withStatus(withObservedGenerations(status, old.status()));
  }

  /// Who knows nothing of generations does not erase what others have told of them.
  private static PodStatus withObservedGenerations(PodStatus now, PodStatus old) {
    var before = new ArrayList<PodCondition>(old.conditions());
    var conditions = new ArrayList<PodCondition>(now.conditions().size());
    for (var condition : now.conditions()) {
      var known = before.stream().filter(it -> it.type().equals(condition.type())).findFirst();
      known.ifPresent(before::remove);
      var generation = known.map(PodCondition::observedGeneration).orElse(0L);
      conditions.add(
          condition.observedGeneration() == 0 && generation != 0
              ? condition.with(b -> b.observedGeneration(generation))
              : condition);
    }
    var generation =
        now.observedGeneration() == 0 ? old.observedGeneration() : now.observedGeneration();
    return now.with(b -> b.conditions(conditions).observedGeneration(generation));
  }

  @Override
  protected void check(Pod pod, Findings findings) {
    PodValidation.checkNew(pod, findings);
  }

  @Override
  protected void checkUpdate(Pod now, Pod old, Findings findings) {
    PodUpdateValidation.check(now, old, findings);
  }

  @Override
  protected void checkStatusUpdate(Pod now, Pod old, Findings findings) {
    PodStatusValidation.check(now, old, findings);
  }

  /// A Pod that has no node, or has ended, is gone at once; else its processes get the time that
  /// the Pod or the client says.
  @Override
  public long gracePeriod(Pod pod, @Nullable Long asked) {
    if (!Pods.isAssigned(pod) || Pods.isTerminal(pod)) {
      return 0;
    }
    var wanted = asked == null ? Pods.terminationGracePeriodSeconds(pod) : asked;
    // A negative period means the shortest that still tells the processes to stop.
    return wanted < 0 ? 1 : wanted;
  }

  @Override
  public List<String> warnings(Pod pod) {
    var warnings = new ArrayList<String>();
    var problems = Names.dns1123Label(pod.metadata().name());
    if (!problems.isEmpty()) {
      warnings.add(
          "metadata.name: this is used in the Pod's hostname, which can result in surprising"
              + " behavior; a DNS label is recommended: ["
              + String.join(" ", problems)
              + "]");
    }
    warnings.addAll(PodWarnings.of(pod.metadata(), pod.spec(), ""));
    return warnings;
  }

  /// Pods are changed by machines, and often.
  @Override
  public List<String> updateWarnings(Pod now, Pod old) {
    return List.of();
  }
}
