package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.IpAddresses;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ContainerStatus;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.Toleration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What may change of a Pod that is there.
final class PodUpdateValidation {
  private static final FieldPath SPEC = FieldPath.root("spec");
  private static final FieldPath STATUS = FieldPath.root("status");
  private static final String CHANGEABLE =
      "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
          + "`spec.tolerations` (only additions to existing tolerations),"
          + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously"
          + " negative)";

  private PodUpdateValidation() {}

  static void check(Pod now, Pod old, Findings findings) {
    PodValidation.check(now, findings);
    var to = now.spec();
    var from = old.spec();
    if (to.containers().size() != from.containers().size()) {
      findings.forbidden(SPEC.child("containers"), "pod updates may not add or remove containers");
      return;
    }
    if (to.initContainers().size() != from.initContainers().size()) {
      findings.forbidden(
          SPEC.child("initContainers"), "pod updates may not add or remove containers");
      return;
    }
    checkDeadline(to, from, findings);
    checkTolerations(to.tolerations(), from.tolerations(), findings);
    checkGates(to, from, findings);
    var rest = withoutChangeable(to, from);
    if (!rest.equals(from)) {
      findings.forbidden(
          SPEC,
          "pod updates may not change fields other than "
              + CHANGEABLE
              + "\n"
              + changes(from, rest));
    }
  }

  private static void checkDeadline(PodSpec to, PodSpec from, Findings findings) {
    var at = SPEC.child("activeDeadlineSeconds");
    var now = to.activeDeadlineSeconds();
    var old = from.activeDeadlineSeconds();
    if (now == null && old != null) {
      findings.invalid(at, null, "must not update from a positive integer to nil value");
    } else if (now != null && old != null && old < now) {
      findings.invalid(at, now, "must be less than or equal to previous value");
    }
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
  private static void checkGates(PodSpec to, PodSpec from, Findings findings) {
    var gates = new ArrayList<>(to.schedulingGates());
    gates.removeAll(from.schedulingGates());
    if (!gates.isEmpty()) {
      var names = gates.stream().map(it -> it.name()).toList();
      findings.forbidden(
          SPEC.child("schedulingGates"),
          "only deletion is allowed, but found new scheduling gates '"
              + String.join(",", names)
              + "'");
    }
  }

  /// The new spec with all that may change taken from the old one.
  private static PodSpec withoutChangeable(PodSpec to, PodSpec from) {
    var oldGrace = from.terminationGracePeriodSeconds();
    var newGrace = to.terminationGracePeriodSeconds();
    var graceMended = oldGrace != null && oldGrace < 0 && newGrace != null && newGrace == 1;
    var gated = !from.schedulingGates().isEmpty();
    return to.with(b ->
        b.containers(withImages(to.containers(), from.containers()))
            .initContainers(withImages(to.initContainers(), from.initContainers()))
            .activeDeadlineSeconds(from.activeDeadlineSeconds())
            .tolerations(from.tolerations())
            .schedulingGates(from.schedulingGates())
            .terminationGracePeriodSeconds(graceMended ? oldGrace : newGrace)
            // Before it is scheduled, what it wants of nodes may still be narrowed.
            .nodeSelector(gated && narrows(to, from) ? from.nodeSelector() : to.nodeSelector()));
  }

  private static boolean narrows(PodSpec to, PodSpec from) {
    return to.nodeSelector().entrySet().containsAll(from.nodeSelector().entrySet());
  }

  private static List<Container> withImages(List<Container> now, List<Container> old) {
    var all = new ArrayList<Container>(now.size());
    for (var i = 0; i < now.size(); i++) {
      var image = old.get(i).image();
      all.add(now.get(i).with(b -> b.image(image)));
    }
    return all;
  }

  /// Which fields differ, one to a line.
  private static String changes(PodSpec from, PodSpec to) {
    var text = new StringBuilder();
    for (var field : PodSpec.SCHEMA.fields()) {
      var old = from.get(field.index());
      var now = to.get(field.index());
      if (!Objects.equals(old, now)) {
        text.append("- ").append(field.name()).append(": ").append(Json.show(old)).append('\n');
        text.append("+ ").append(field.name()).append(": ").append(Json.show(now)).append('\n');
      }
    }
    return text.toString();
  }

  static void checkStatus(Pod now, Pod old, Findings findings) {
    var nominated = now.status().nominatedNodeName();
    if (!nominated.isEmpty()) {
      findings.invalidFor(
          STATUS.child("nominatedNodeName"), nominated, Names.dns1123Subdomain(nominated));
    }
    for (var i = 0; i < now.status().podIPs().size(); i++) {
      IpAddresses.check(
          now.status().podIPs().get(i).ip(), STATUS.child("podIPs").index(i), findings);
    }
    for (var i = 0; i < now.status().hostIPs().size(); i++) {
      IpAddresses.check(
          now.status().hostIPs().get(i).ip(), STATUS.child("hostIPs").index(i), findings);
    }
    checkTransitions(
        now.status().containerStatuses(), old.status().containerStatuses(), old.spec(), findings);
  }

  /// A container that has ended for good stays ended.
  private static void checkTransitions(
      List<ContainerStatus> now, List<ContainerStatus> old, PodSpec spec, Findings findings) {
    for (var i = 0; i < old.size(); i++) {
      var status = old.get(i);
      var terminated = status.state().terminated();
      if (terminated == null || mayRestart(spec, status.name(), terminated.exitCode())) {
        continue;
      }
      var restarted =
          now.stream()
              .anyMatch(it -> it.name().equals(status.name()) && it.state().terminated() == null);
      if (restarted) {
        findings.forbidden(
            STATUS.child("containerStatuses").index(i).child("state"),
            "may not be transitioned to non-terminated state");
      }
    }
  }

  private static boolean mayRestart(PodSpec spec, String name, int exitCode) {
    var policy = spec.restartPolicy();
    for (var container : spec.containers()) {
      if (container.name().equals(name)) {
        policy = Default.value(container.restartPolicy(), policy);
        if (!container.restartPolicyRules().isEmpty()) {
          return true;
        }
      }
    }
    return policy.equals("Always") || (policy.equals("OnFailure") && exitCode != 0);
  }
}
