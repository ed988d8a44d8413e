package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.DataRules;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.IpAddresses;
import dev.podo.machinery.validation.Addresses;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ContainerExtendedResourceRequest;
import dev.podo.model.core.v1.ContainerRestartRule;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What may change of the status of a Pod, and what it must obey.
final class PodStatusValidation {
  private static final FieldPath METADATA = FieldPath.root("metadata");
  private static final FieldPath STATUS = FieldPath.root("status");
  private static final FieldPath CONTAINERS = STATUS.child("containerStatuses");
  private static final FieldPath INIT = STATUS.child("initContainerStatuses");
  private static final FieldPath EPHEMERAL = STATUS.child("ephemeralContainerStatuses");
  private static final List<String> HEALTHS = List.of("Healthy", "Unhealthy", "Unknown");
  private static final String CLAIM = "claim:";
  private static final int MESSAGE_MAX = 1024;

  private PodStatusValidation() {}

  static void check(Pod now, Pod old, Findings findings) {
    PodAnnotations.checkUpdate(now, old, METADATA.child("annotations"), findings);
    checkConditions(now, findings);
    checkFixed(now, old, findings);
    checkTransitions(now, old, findings);
    checkClaims(now, findings);
    checkExtendedClaim(now, findings);
    checkPodIps(now, old, findings);
    checkHostIps(now, old, findings);
    checkContainers(now, findings);
  }

  private static void checkConditions(Pod pod, Findings findings) {
    var conditions = pod.status().conditions();
    for (var i = 0; i < conditions.size(); i++) {
      var condition = conditions.get(i);
      var at = STATUS.child("conditions").index(i);
      checkGeneration(condition.observedGeneration(), at, findings);
      findings.invalidFor(
          at.child("Type"), condition.type(), Names.qualifiedName(condition.type()));
    }
    checkGeneration(pod.status().observedGeneration(), STATUS, findings);
  }

  private static void checkGeneration(long observed, FieldPath at, Findings findings) {
    if (observed < 0) {
      findings.invalid(at.child("observedGeneration"), observed, "must be a non-negative integer");
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
      if (!old.spec().nodeName().isEmpty()) {
        findings.forbidden(
            STATUS.child("nominatedNodeName"),
            "may not be set on pods that are already bound to a node");
      }
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
    var terminated = ended.state().terminated();
    var exitCode = terminated == null ? 0 : terminated.exitCode();
    for (var container : containers) {
      if (container.name().equals(ended.name())) {
        var policy = Default.value(container.restartPolicy(), spec.restartPolicy());
        return policy.equals("Always")
            || (policy.equals("OnFailure") && exitCode != 0)
            || container.restartPolicyRules().stream().anyMatch(it -> applies(it, exitCode));
      }
    }
    return false;
  }

  private static boolean applies(ContainerRestartRule rule, int exitCode) {
    var codes = rule.exitCodes();
    return codes != null && codes.values().contains(exitCode) == codes.operator().equals("In");
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

  /// The claim that was made for what containers ask for as extended resources.
  private static void checkExtendedClaim(Pod pod, Findings findings) {
    var status = pod.status().extendedResourceClaimStatus();
    if (status == null) {
      return;
    }
    var at = STATUS.child("extendedResourceClaimStatus");
    if (status.requestMappings().isEmpty()) {
      findings.required(at.child("requestMappings"), "at least one request mapping is required");
    }
    var seen = new HashSet<ContainerExtendedResourceRequest>();
    for (var i = 0; i < status.requestMappings().size(); i++) {
      var mapping = status.requestMappings().get(i);
      var place = at.child("requestMappings").index(i);
      checkMapping(mapping, pod.spec(), place, findings);
      // Upstream names the place so.
      findings.invalidFor(
          at.child("requestName"),
          mapping.requestName(),
          Names.dns1123Label(mapping.requestName()));
      if (!seen.add(mapping)) {
        findings.duplicate(place.child("containerName"), mapping.containerName());
        findings.duplicate(place.child("resourceName"), mapping.resourceName());
        findings.duplicate(place.child("requestName"), mapping.requestName());
      }
    }
    var claim = status.resourceClaimName();
    if (findings.requireText(claim, at.child("resourceClaimName"))) {
      findings.invalidFor(at.child("resourceClaimName"), claim, Names.dns1123Subdomain(claim));
    }
  }

  private static void checkMapping(
      ContainerExtendedResourceRequest mapping, PodSpec spec, FieldPath at, Findings findings) {
    var container =
        Stream.concat(spec.containers().stream(), spec.initContainers().stream())
            .filter(it -> it.name().equals(mapping.containerName()))
            .findFirst();
    if (container.isEmpty()) {
      findings.invalid(
          at.child("containerName"),
          mapping.containerName(),
          "must match the name of an entry in spec.initContainers.name or spec.containers.name");
    } else if (!container.get().resources().requests().containsKey(mapping.resourceName())) {
      findings.invalid(
          at.child("resourceName"),
          mapping.resourceName(),
          "must match the extended resource name of an entry in"
              + " spec.initContainers.resources.requests or spec.containers.resources.requests");
    }
  }

  private static void checkPodIps(Pod now, Pod old, Findings findings) {
    var at = STATUS.child("podIPs");
    var ips = now.status().podIPs();
    var texts = ips.stream().map(PodIP::ip).toList();
    checkIps(texts, old.status().podIPs().stream().map(PodIP::ip).toList(), at, findings);
    if (ips.size() > 1 && !isDualStack(texts)) {
      findings.invalid(at, ips, "may specify no more than one IP for each IP family");
    }
  }

  private static void checkHostIps(Pod pod, Pod old, Findings findings) {
    var at = STATUS.child("hostIPs");
    var ips = pod.status().hostIPs();
    if (ips.isEmpty()) {
      return;
    }
    var texts = ips.stream().map(HostIP::ip).toList();
    if (!texts.getFirst().equals(pod.status().hostIP())) {
      findings.invalid(at.index(0).child("ip"), texts.getFirst(), "must be equal to `hostIP`");
    }
    checkIps(texts, old.status().hostIPs().stream().map(HostIP::ip).toList(), at, findings);
    if (ips.size() > 1 && !isDualStack(texts)) {
      findings.invalid(at, ips, "may specify no more than one IP for each IP family");
    }
  }

  private static void checkIps(
      List<String> ips, List<String> old, FieldPath at, Findings findings) {
    for (var i = 0; i < ips.size(); i++) {
      Addresses.legacyIp(at.index(i), ips.get(i), old).forEach(findings::add);
    }
  }

  /// Two addresses, one of each family.
  private static boolean isDualStack(List<String> ips) {
    return ips.size() == 2 && IpAddresses.isDualStack(ips);
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
      var place = at.index(i).child("user", "linux");
      if (onWindows) {
        findings.forbidden(place, "cannot be set for a windows pod");
      } else {
        checkUser(linux, place, findings);
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

  private static void checkMessage(@Nullable String message, FieldPath at, Findings findings) {
    if (message != null && message.isEmpty()) {
      findings.required(at, "must be non-empty if specified");
    } else if (message != null && DataRules.size(message) > MESSAGE_MAX) {
      findings.add(FieldError.tooLong(at, MESSAGE_MAX));
    }
  }

  private static void checkHealth(ResourceStatus status, FieldPath at, Findings findings) {
    var seen = new HashSet<String>();
    var resources = status.resources();
    for (var i = 0; i < resources.size(); i++) {
      var resource = resources.get(i);
      findings.oneOf(at.index(i).child("health"), resource.health(), HEALTHS);
      checkMessage(resource.message(), at.index(i).child("message"), findings);
      if (!seen.add(resource.resourceID())) {
        findings.duplicate(at.index(i).child("resourceID"), resource.resourceID());
      }
    }
  }
}
