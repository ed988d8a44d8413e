package dev.podo.machinery.kinds.job;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.batch.v1.Job;
import dev.podo.model.core.v1.Affinity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.PodSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an update may change in the template of a Job: nothing, but while the Job is suspended and
/// none of its Pods runs, where they are to run and what their containers ask for.
final class SuspendedTemplate {
  private SuspendedTemplate() {}

  static void check(Job now, Job old, FieldPath at, Findings findings) {
    var after = now.spec().template();
    var before = old.spec().template();
    if (!mayChange(old)) {
      findings.immutable(at, after, before);
      return;
    }
    findings.immutable(at.child("spec"), after.spec(), allowed(after.spec(), before.spec()));
    var metadata =
        before
            .metadata()
            .withLabels(after.metadata().labels())
            .withAnnotations(after.metadata().annotations());
    if (!metadata.equals(after.metadata())) {
      findings.immutable(at, after, before);
    }
  }

  /// Pods with the old template are gone once the Job is marked as suspended and none is active.
  private static boolean mayChange(Job job) {
    var hasNoPods = job.status().startTime() == null || Jobs.isTrue(job, Jobs.SUSPENDED);
    return Jobs.isSuspended(job) && hasNoPods && job.status().active() == 0;
  }

  /// The old spec with what may differ as in the new one.
  private static PodSpec allowed(PodSpec after, PodSpec before) {
    return before.with(b ->
        b.affinity(allowed(after.affinity(), before.affinity()))
            .nodeSelector(after.nodeSelector())
            .tolerations(after.tolerations())
            .schedulingGates(after.schedulingGates())
            .containers(resized(after.containers(), before.containers()))
            .initContainers(resized(after.initContainers(), before.initContainers())));
  }

  private static @Nullable Affinity allowed(@Nullable Affinity after, @Nullable Affinity before) {
    if (after != null) {
      var base = before == null ? Affinity.EMPTY : before;
      return base.with(a -> a.nodeAffinity(after.nodeAffinity()));
    }
    if (before == null) {
      return null;
    }
    var rest = before.with(a -> a.nodeAffinity(null));
    return rest.equals(Affinity.EMPTY) ? null : rest;
  }

  /// The old containers with the resources of those that stand in their place by the same name.
  private static List<Container> resized(List<Container> after, List<Container> before) {
    var containers = new ArrayList<Container>();
    for (var i = 0; i < before.size(); i++) {
      var container = before.get(i);
      var stays = i < after.size() && after.get(i).name().equals(container.name());
      var resources = stays ? after.get(i).resources() : container.resources();
      containers.add(container.with(b -> b.resources(resources)));
    }
    return containers;
  }
}
