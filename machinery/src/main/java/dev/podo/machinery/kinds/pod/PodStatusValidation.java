package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.Addresses;
import dev.podo.machinery.validation.IpAddress;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ContainerStatus;
import dev.podo.model.core.v1.HostIP;
import dev.podo.model.core.v1.LinuxContainerUser;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodIP;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.ResourceStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// What may change of the status of a Pod, and what it must obey.
final class PodStatusValidation {
  private static final FieldPath METADATA = FieldPath.root("metadata");
  private static final FieldPath STATUS = FieldPath.root("status");
  private static final FieldPath CONTAINERS = STATUS.child("containerStatuses");
  private static final FieldPath INIT = STATUS.child("initContainerStatuses");
  private static final FieldPath EPHEMERAL = STATUS.child("ephemeralContainerStatuses");
  private static final List<String> HEALTHS = List.of("Healthy", "Unhealthy", "Unknown");
  private static final String CLAIM = "claim:";

  private PodStatusValidation() {}

  static void check(Pod now, Pod old, Findings findings) {
    PodAnnotations.checkUpdate(now, old, METADATA.child("annotations"), findings);
    checkConditions(now, findings);
    checkFixed(now, old, findings);
    checkTransitions(now, old, findings);
    checkClaims(now, findings);
    checkPodIps(now.status().podIPs(), findings);
    checkHostIps(now, findings);
    checkContainers(now, findings);
  }

  private static void checkConditions(Pod pod, Findings findings) {
    var conditions = pod.status().conditions();
    for (var i = 0; i < conditions.size(); i++) {
      // Upstream says metadata, where there are no conditions.
      findings.invalidFor(
          METADATA.child("conditions").index(i).child("Type"),
          conditions.get(i).type(),
          Names.qualifiedName(conditions.get(i).type()));
    }
  }

  private static void checkFixed(Pod now, Pod old, Findings findings) {
    if (!now.spec().nodeName().equals(old.spec().nodeName())) {
      findings.forbidden(STATUS.child("nodeName"), "may not be changed directly");
    }
    var nominated = now.status().nominatedNodeName();
    if (!nominated.isEmpty() && !nominated.equals(old.status().nominatedNodeName())) {
      findings.invalidFor(
          STATUS.child("nominatedNodeName"), nominated, Names.dns1123Subdomain(nominated));
    }
    findings.immutable(STATUS.child("qosClass"), now.status().qosClass(), old.status().qosClass());
  }

  private static void checkTransitions(Pod now, Pod old, Findings findings) {
    var spec = old.spec();
    checkTransitions(
        now.status().containerStatuses(),
        old.status().containerStatuses(),
        it -> mayRestart(spec, spec.containers(), it),
        CONTAINERS,
        findings);
    checkTransitions(
        now.status().initContainerStatuses(),
        old.status().initContainerStatuses(),
        it -> mayRestart(spec, spec.initContainers(), it),
        INIT,
        findings);
    checkTransitions(
        now.status().ephemeralContainerStatuses(),
        old.status().ephemeralContainerStatuses(),
        it -> false,
        EPHEMERAL,
        findings);
  }

  /// Whether a container that has ended may run again.
  @FunctionalInterface
  private interface MayRestart {
    boolean test(ContainerStatus ended);
  }

  /// A container that has ended for good stays ended.
  private static void checkTransitions(
      List<ContainerStatus> now,
      List<ContainerStatus> old,
      MayRestart mayRestart,
      FieldPath at,
      Findings findings) {
    for (var i = 0; i < old.size(); i++) {
      var status = old.get(i);
      if (status.state().terminated() == null || mayRestart.test(status)) {
        continue;
      }
      var restarted =
          now.stream()
              .anyMatch(it -> it.name().equals(status.name()) && it.state().terminated() == null);
      if (restarted) {
        findings.forbidden(
            at.index(i).child("state"), "may not be transitioned to non-terminated state");
      }
    }
  }

  private static boolean mayRestart(
      PodSpec spec, List<Container> containers, ContainerStatus ended) {
    if (mayRestartAll(spec.containers()) || mayRestartAll(spec.initContainers())) {
      return true;
    }
    var policy = spec.restartPolicy();
    for (var container : containers) {
      if (container.name().equals(ended.name())) {
        policy = Default.value(container.restartPolicy(), policy);
        if (!container.restartPolicyRules().isEmpty()) {
          return true;
        }
      }
    }
    var terminated = ended.state().terminated();
    var failed = terminated != null && terminated.exitCode() != 0;
    return policy.equals("Always") || (policy.equals("OnFailure") && failed);
  }

  /// Whether the end of one of these may start all others again.
  private static boolean mayRestartAll(List<Container> containers) {
    return containers.stream()
        .flatMap(it -> it.restartPolicyRules().stream())
        .anyMatch(it -> it.action().equals("RestartAllContainers"));
  }

  private static void checkClaims(Pod pod, Findings findings) {
    var known = ResourceValidation.claimNames(pod.spec());
    var seen = new HashSet<String>();
    var statuses = pod.status().resourceClaimStatuses();
    for (var i = 0; i < statuses.size(); i++) {
      var status = statuses.get(i);
      var at = STATUS.child("resourceClaimStatuses").index(i).child("name");
      if (!known.contains(status.name())) {
        findings.invalid(
            at, status.name(), "must match the name of an entry in `spec.resourceClaims`");
      }
      if (!seen.add(status.name())) {
        findings.duplicate(at, status.name());
      }
      var claim = status.resourceClaimName();
      if (claim != null) {
        findings.invalidFor(at, claim, Names.dns1123Subdomain(claim));
      }
    }
  }

  private static void checkPodIps(List<PodIP> ips, Findings findings) {
    var at = STATUS.child("podIPs");
    var texts = ips.stream().map(PodIP::ip).toList();
    checkIps(texts, at, findings);
    if (ips.size() > 1 && !isDualStack(texts)) {
      findings.invalid(at, ips, "may specify no more than one IP for each IP family");
    }
    for (var i = 0; i < ips.size(); i++) {
      if (ips.indexOf(ips.get(i)) < i) {
        findings.duplicate(at.index(i), ips.get(i));
      }
    }
  }

  private static void checkHostIps(Pod pod, Findings findings) {
    var at = STATUS.child("hostIPs");
    var ips = pod.status().hostIPs();
    if (ips.isEmpty()) {
      return;
    }
    var texts = ips.stream().map(HostIP::ip).toList();
    if (!texts.getFirst().equals(pod.status().hostIP())) {
      findings.invalid(at.index(0).child("ip"), texts.getFirst(), "must be equal to `hostIP`");
    }
    checkIps(texts, at, findings);
    for (var i = 0; i < ips.size(); i++) {
      if (ips.indexOf(ips.get(i)) < i) {
        findings.duplicate(at.index(i), ips.get(i));
      }
    }
    if (ips.size() > 1 && !isDualStack(texts)) {
      findings.invalid(at, ips, "may specify no more than one IP for each IP family");
    }
  }

  private static void checkIps(List<String> ips, FieldPath at, Findings findings) {
    for (var i = 0; i < ips.size(); i++) {
      Addresses.legacyIp(at.index(i), ips.get(i)).forEach(findings::add);
    }
  }

  /// Two addresses, one of each family.
  private static boolean isDualStack(List<String> ips) {
    var families = new HashSet<Integer>();
    for (var ip : ips) {
      var address = IpAddress.parse(ip);
      if (address != null) {
        families.add(address.bits());
      }
    }
    return ips.size() == 2 && families.size() == 2;
  }

  private static void checkContainers(Pod pod, Findings findings) {
    var spec = pod.spec();
    var status = pod.status();
    checkUsers(status.containerStatuses(), spec, CONTAINERS, findings);
    checkUsers(status.initContainerStatuses(), spec, INIT, findings);
    checkUsers(status.ephemeralContainerStatuses(), spec, EPHEMERAL, findings);
    checkAllocated(status.containerStatuses(), spec.containers(), CONTAINERS, findings);
    checkAllocated(status.initContainerStatuses(), spec.initContainers(), INIT, findings);
    var ephemeral = status.ephemeralContainerStatuses();
    for (var i = 0; i < ephemeral.size(); i++) {
      if (!ephemeral.get(i).allocatedResourcesStatus().isEmpty()) {
        findings.forbidden(
            EPHEMERAL.index(i).child("allocatedResourcesStatus"),
            "must not be specified in container status");
      }
    }
  }

  private static void checkUsers(
      List<ContainerStatus> statuses, PodSpec spec, FieldPath at, Findings findings) {
    var os = spec.os();
    var onWindows = os != null && os.name().equals("windows");
    for (var i = 0; i < statuses.size(); i++) {
      var user = statuses.get(i).user();
      var linux = user == null ? null : user.linux();
      if (linux == null) {
        continue;
      }
      if (onWindows) {
        findings.forbidden(at.index(i).child("linux"), "cannot be set for a windows pod");
      } else {
        checkUser(linux, at.index(i).child("linux"), findings);
      }
    }
  }

  private static void checkUser(LinuxContainerUser user, FieldPath at, Findings findings) {
    SecurityValidation.checkId(user.uid(), at.child("uid"), findings);
    SecurityValidation.checkId(user.gid(), at.child("gid"), findings);
    SecurityValidation.checkIds(
        user.supplementalGroups(), at.child("supplementalGroups"), findings);
  }

  /// The devices of a container belong to what it asks for.
  private static void checkAllocated(
      List<ContainerStatus> statuses, List<Container> containers, FieldPath at, Findings findings) {
    for (var i = 0; i < statuses.size(); i++) {
      var status = statuses.get(i);
      var place = at.index(i).child("allocatedResourcesStatus");
      var allocated = status.allocatedResourcesStatus();
      for (var j = 0; j < allocated.size(); j++) {
        var resource = allocated.get(j);
        for (var container : containers) {
          if (container.name().equals(status.name())) {
            checkAskedFor(resource.name(), container, place.index(j).child("name"), findings);
          }
        }
        checkHealth(resource, place.index(j).child("resources"), findings);
      }
    }
  }

  private static void checkAskedFor(
      String name, Container container, FieldPath at, Findings findings) {
    if (!name.startsWith(CLAIM)) {
      if (!container.resources().requests().containsKey(name)) {
        findings.invalid(at, name, "must match one of the container's resource requests");
      }
      return;
    }
    var claims = new ArrayList<String>();
    for (var claim : container.resources().claims()) {
      claims.add(CLAIM + claim.name() + (claim.request().isEmpty() ? "" : "/" + claim.request()));
    }
    if (!claims.contains(name)) {
      findings.invalid(
          at,
          name,
          "must match one of the container's resource claims in a format"
              + " 'claim:<claimName>/<request>' or 'claim:<claimName>' if request is empty");
    }
  }

  private static void checkHealth(ResourceStatus status, FieldPath at, Findings findings) {
    var seen = new HashSet<String>();
    var resources = status.resources();
    for (var i = 0; i < resources.size(); i++) {
      var resource = resources.get(i);
      findings.oneOf(at.index(i).child("health"), resource.health(), HEALTHS);
      if (!seen.add(resource.resourceID())) {
        findings.duplicate(at.index(i).child("resourceID"), resource.resourceID());
      }
    }
  }
}
