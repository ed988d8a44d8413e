package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Changes;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.Affinity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.NodeAffinity;
import dev.podo.model.core.v1.NodeSelectorTerm;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSchedulingGate;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.Toleration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What may change of a Pod that is there.
final class PodUpdateValidation {
  private static final FieldPath SPEC = FieldPath.root("spec");
  private static final String CHANGEABLE =
      "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
          + "`spec.tolerations` (only additions to existing tolerations),"
          + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously"
          + " negative)";

  private PodUpdateValidation() {}

  static void check(Pod now, Pod old, Findings findings) {
    PodValidation.check(now, findings);
    PodAnnotations.checkUpdate(now, old, FieldPath.root("metadata", "annotations"), findings);
    var to = now.spec();
    var from = old.spec();
    if (checkContainers(to.containers(), from.containers(), SPEC.child("containers"), findings)
        && checkContainers(
            to.initContainers(), from.initContainers(), SPEC.child("initContainers"), findings)
        && checkDeadline(to, from, findings)) {
      checkTolerations(to.tolerations(), from.tolerations(), findings);
      checkGates(to.schedulingGates(), from.schedulingGates(), findings);
      checkRest(to, from, findings);
    }
  }

  /// Says whether there is sense in looking further.
  private static boolean checkContainers(
      List<Container> now, List<Container> old, FieldPath at, Findings findings) {
    if (now.size() != old.size()) {
      findings.forbidden(at, "pod updates may not add or remove containers");
      return false;
    }
    return true;
  }

  /// Says whether there is sense in looking further.
  private static boolean checkDeadline(PodSpec to, PodSpec from, Findings findings) {
    var at = SPEC.child("activeDeadlineSeconds");
    var now = to.activeDeadlineSeconds();
    var old = from.activeDeadlineSeconds();
    if (now == null) {
      if (old != null) {
        findings.invalid(at, null, "must not update from a positive integer to nil value");
      }
      return true;
    }
    if (now < 0 || now > Integer.MAX_VALUE) {
      findings.invalidFor(at, now, Names.inRange(now, 0, Integer.MAX_VALUE));
      return false;
    }
    if (old != null && old < now) {
      findings.invalid(at, now, "must be less than or equal to previous value");
      return false;
    }
    return true;
  }

  private static void checkTolerations(
      List<Toleration> now, List<Toleration> old, Findings findings) {
    for (var toleration : old) {
      if (now.stream().noneMatch(it -> alike(it, toleration))) {
        findings.forbidden(
            SPEC.child("tolerations"),
            "existing toleration can not be modified except its tolerationSeconds");
        return;
      }
    }
  }

  private static boolean alike(Toleration one, Toleration two) {
    return one.with(b -> b.tolerationSeconds(null))
        .equals(two.with(b -> b.tolerationSeconds(null)));
  }

  /// Gates are lifted, never set.
  private static void checkGates(
      List<PodSchedulingGate> now, List<PodSchedulingGate> old, Findings findings) {
    for (var i = 0; i < now.size(); i++) {
      if (!old.contains(now.get(i))) {
        findings.forbidden(
            SPEC.child("schedulingGates").index(i).child("name"),
            "only deletion is allowed, but found new scheduling gate '" + now.get(i).name() + "'");
      }
    }
  }

  private static void checkRest(PodSpec to, PodSpec from, Findings findings) {
    var rest = withoutChangeable(to, from);
    if (!from.schedulingGates().isEmpty() && !rest.equals(from)) {
      checkNarrowed(to, from, findings);
      rest = withoutNarrowed(rest, from);
    }
    if (!rest.equals(from)) {
      findings.forbidden(
          SPEC,
          "pod updates may not change fields other than "
              + CHANGEABLE
              + "\n"
              + Changes.of(from, rest));
    }
  }

  /// The new spec with all that may change taken from the old one.
  private static PodSpec withoutChangeable(PodSpec to, PodSpec from) {
    var oldGrace = from.terminationGracePeriodSeconds();
    var newGrace = to.terminationGracePeriodSeconds();
    var graceMended = oldGrace != null && oldGrace < 0 && newGrace != null && newGrace == 1;
    return to.with(b ->
        b.containers(withImages(to.containers(), from.containers()))
            .initContainers(withImages(to.initContainers(), from.initContainers()))
            .activeDeadlineSeconds(from.activeDeadlineSeconds())
            .tolerations(from.tolerations())
            .schedulingGates(from.schedulingGates())
            .terminationGracePeriodSeconds(graceMended ? oldGrace : newGrace));
  }

  private static List<Container> withImages(List<Container> now, List<Container> old) {
    var all = new ArrayList<Container>(now.size());
    for (var i = 0; i < now.size(); i++) {
      var image = old.get(i).image();
      all.add(now.get(i).with(b -> b.image(image)));
    }
    return all;
  }

  /// Before it is scheduled, what the Pod wants of nodes may still be narrowed (KEP-3838).
  private static void checkNarrowed(PodSpec to, PodSpec from, Findings findings) {
    if (!to.nodeSelector().entrySet().containsAll(from.nodeSelector().entrySet())) {
      findings.invalid(
          SPEC.child("nodeSelector"),
          to.nodeSelector(),
          "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
    }
    var before = terms(nodeAffinity(from));
    var after = terms(nodeAffinity(to));
    var at =
        SPEC.child(
            "affinity",
            "nodeAffinity",
            "requiredDuringSchedulingIgnoredDuringExecution",
            "nodeSelectorTerms");
    if (!before.isEmpty() && before.size() != after.size()) {
      findings.invalid(
          at, after, "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
      return;
    }
    for (var i = 0; i < before.size(); i++) {
      if (!isNarrowed(after.get(i), before.get(i))) {
        findings.invalid(
            at.index(i), after.get(i), "only additions are allowed (no mutations or deletions)");
      }
    }
  }

  private static @Nullable NodeAffinity nodeAffinity(PodSpec spec) {
    var affinity = spec.affinity();
    return affinity == null ? null : affinity.nodeAffinity();
  }

  private static List<NodeSelectorTerm> terms(@Nullable NodeAffinity affinity) {
    var required =
        affinity == null ? null : affinity.requiredDuringSchedulingIgnoredDuringExecution();
    return required == null ? List.of() : required.nodeSelectorTerms();
  }

  private static boolean isNarrowed(NodeSelectorTerm now, NodeSelectorTerm old) {
    var wasEmpty = old.matchExpressions().isEmpty() && old.matchFields().isEmpty();
    return wasEmpty
        ? now.matchExpressions().isEmpty() && now.matchFields().isEmpty()
        : begins(now.matchExpressions(), old.matchExpressions())
            && begins(now.matchFields(), old.matchFields());
  }

  private static boolean begins(List<?> list, List<?> start) {
    return list.size() >= start.size() && list.subList(0, start.size()).equals(start);
  }

  /// The spec with what it wants of nodes taken from the old one.
  private static PodSpec withoutNarrowed(PodSpec to, PodSpec from) {
    var wanted = nodeAffinity(from);
    var affinity = to.affinity();
    var before = from.affinity();
    var bare = Default.value(affinity, Affinity.EMPTY).with(b -> b.nodeAffinity(wanted));
    var kept = bare.equals(Affinity.EMPTY) && before == null ? null : bare;
    return to.with(b -> b.nodeSelector(from.nodeSelector()).affinity(kept));
  }
}
