package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodCondition;
import dev.podo.model.core.v1.PodStatus;
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
    return pod.spec().schedulingGates().isEmpty() ? created : gated(created);
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
        now.status().qosClass().isEmpty()
            ? now.status().with(b -> b.qosClass(qosClass))
            : now.status();
    return now.withMetadata(metadata).withSpec(old.spec()).withStatus(status);
  }

  @Override
  protected void check(Pod pod, Findings findings) {
    PodValidation.check(pod, findings);
  }

  @Override
  protected void checkUpdate(Pod now, Pod old, Findings findings) {
    PodUpdateValidation.check(now, old, findings);
  }

  @Override
  protected void checkStatusUpdate(Pod now, Pod old, Findings findings) {
    PodUpdateValidation.checkStatus(now, old, findings);
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
    return PodWarnings.of(pod.spec(), "spec");
  }
}
