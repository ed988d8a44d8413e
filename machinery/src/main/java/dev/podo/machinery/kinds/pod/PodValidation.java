package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.DataRules;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.References;
import dev.podo.machinery.kinds.volume.VolumeValidation;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodResourceClaim;
import dev.podo.model.core.v1.PodSpec;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the spec of a Pod must obey as a whole; its parts have rules of their own.
final class PodValidation {
  private static final FieldPath SPEC = FieldPath.root("spec");
  private static final List<String> RESTART_POLICIES = List.of("Always", "OnFailure", "Never");
  private static final List<String> PREEMPTION_POLICIES = List.of("PreemptLowerPriority", "Never");
  private static final int HOSTNAME_MAX = 64;

  private PodValidation() {}

  /// What holds only when a Pod is made.
  static void checkNew(Pod pod, Findings findings) {
    check(pod, findings);
    if (!pod.spec().ephemeralContainers().isEmpty()) {
      findings.forbidden(SPEC.child("ephemeralContainers"), "cannot be set on create");
    }
    if (!pod.spec().schedulingGates().isEmpty() && !pod.spec().nodeName().isEmpty()) {
      findings.forbidden(
          SPEC.child("nodeName"), "cannot be set until all schedulingGates have been cleared");
    }
    PodAnnotations.checkAgree(pod.metadata().annotations(), pod.spec(), SPEC, findings);
  }

  /// What holds of every Pod, new or changed.
  static void check(Pod pod, Findings findings) {
    PodAnnotations.check(
        pod.metadata().annotations(),
        pod.spec(),
        FieldPath.root("metadata", "annotations"),
        findings);
    checkSpec(pod.spec(), pod.metadata().name(), SPEC, findings);
    if (pod.spec().serviceAccountName().isEmpty()) {
      checkNoTokens(pod.spec(), findings);
    }
    ContainerValidation.checkImages(pod.spec(), SPEC, findings);
  }

  private static void checkNoTokens(PodSpec spec, Findings findings) {
    for (var i = 0; i < spec.volumes().size(); i++) {
      var projected = spec.volumes().get(i).projected();
      for (var j = 0; projected != null && j < projected.sources().size(); j++) {
        if (projected.sources().get(j).serviceAccountToken() != null) {
          findings.forbidden(
              SPEC.child("volumes")
                  .index(i)
                  .child("projected", "sources")
                  .index(j)
                  .child("serviceAccountToken"),
              "must not be specified when serviceAccountName is not set");
        }
      }
    }
  }

  /// @param pod the name of the Pod; null for a template
  static void checkSpec(PodSpec spec, @Nullable String pod, FieldPath at, Findings findings) {
    if (spec.terminationGracePeriodSeconds() == null) {
      findings.required(at.child("terminationGracePeriodSeconds"));
    }
    var volumes = VolumeValidation.check(spec.volumes(), pod, at.child("volumes"), findings);
    checkResourceClaims(spec.resourceClaims(), at.child("resourceClaims"), findings);
    ContainerValidation.check(spec, volumes, at, findings);
    ResourceValidation.checkPod(spec, at.child("resources"), findings);
    HostPorts.checkNetwork(spec, pod != null, at, findings);
    findings.requireOneOf(at.child("restartPolicy"), spec.restartPolicy(), RESTART_POLICIES);
    DnsValidation.checkPolicy(spec, at.child("dnsPolicy"), findings);
    MetadataRules.checkLabels(spec.nodeSelector(), at.child("nodeSelector"), findings);
    SecurityValidation.checkPod(spec, at, findings);
    var affinity = spec.affinity();
    if (affinity != null) {
      AffinityValidation.check(affinity, at.child("affinity"), findings);
    }
    DnsValidation.check(spec, at.child("dnsConfig"), findings);
    checkGates(spec, at, findings);
    SchedulingValidation.checkSpreading(
        spec.topologySpreadConstraints(), at.child("topologySpreadConstraints"), findings);
    OsValidation.checkHostProcesses(spec, at, findings);
    SecurityValidation.checkHostUsers(spec, at, findings);
    checkHostnameOverride(spec, at, findings);
    checkNames(spec, at, findings);
    checkOthers(spec, at, findings);
    OsValidation.check(spec, at, findings);
    EnvValidation.checkFileVolumes(spec, at, findings);
  }

  private static void checkGates(PodSpec spec, FieldPath at, Findings findings) {
    for (var i = 0; i < spec.readinessGates().size(); i++) {
      var type = spec.readinessGates().get(i).conditionType();
      findings.invalidFor(
          at.child("readinessGates").index(i).child("conditionType"),
          type,
          Names.qualifiedName(type));
    }
    var seen = new HashSet<String>();
    for (var i = 0; i < spec.schedulingGates().size(); i++) {
      var name = spec.schedulingGates().get(i).name();
      var place = at.child("schedulingGates").index(i);
      findings.invalidFor(place, name, Names.qualifiedName(name));
      if (!seen.add(name)) {
        findings.duplicate(place, name);
      }
    }
  }

  private static void checkNames(PodSpec spec, FieldPath at, Findings findings) {
    References.checkSubdomain(spec.serviceAccountName(), at.child("serviceAccountName"), findings);
    References.checkSubdomain(spec.nodeName(), at.child("nodeName"), findings);
    var deadline = spec.activeDeadlineSeconds();
    if (deadline != null) {
      findings.invalidFor(
          at.child("activeDeadlineSeconds"),
          deadline,
          Names.inRange(deadline, 1, Integer.MAX_VALUE));
    }
    checkLabel(spec.hostname(), at.child("hostname"), findings);
    checkLabel(spec.subdomain(), at.child("subdomain"), findings);
  }

  private static void checkHostnameOverride(PodSpec spec, FieldPath at, Findings findings) {
    var override = spec.hostnameOverride();
    if (override == null) {
      return;
    }
    var place = at.child("hostnameOverride");
    if (Boolean.TRUE.equals(spec.setHostnameAsFQDN())) {
      findings.forbidden(place, "may not be specified when setHostnameAsFQDN is true");
    }
    if (spec.hostNetwork()) {
      findings.forbidden(place, "may not be specified when hostNetwork is true");
    }
    if (DataRules.size(override) > HOSTNAME_MAX) {
      findings.add(FieldError.tooLong(place, HOSTNAME_MAX));
    }
    findings.invalidFor(place, override, Names.dns1123Subdomain(override));
  }

  private static void checkLabel(String name, FieldPath at, Findings findings) {
    if (!name.isEmpty()) {
      findings.invalidFor(at, name, Names.dns1123Label(name));
    }
  }

  private static void checkOthers(PodSpec spec, FieldPath at, Findings findings) {
    SchedulingValidation.checkTolerations(spec.tolerations(), at.child("tolerations"), findings);
    DnsValidation.checkAliases(spec, at.child("hostAliases"), findings);
    References.checkSubdomain(spec.priorityClassName(), at.child("priorityClassName"), findings);
    var runtimeClass = spec.runtimeClassName();
    if (runtimeClass != null) {
      findings.invalidFor(
          at.child("runtimeClassName"), runtimeClass, Names.dns1123Subdomain(runtimeClass));
    }
    var preemption = spec.preemptionPolicy();
    if (preemption != null) {
      findings.requireOneOf(at.child("preemptionPolicy"), preemption, PREEMPTION_POLICIES);
    }
    ResourceValidation.checkOverhead(spec.overhead(), at.child("overhead"), findings);
  }

  private static void checkResourceClaims(
      List<PodResourceClaim> claims, FieldPath at, Findings findings) {
    var names = new HashSet<String>();
    for (var i = 0; i < claims.size(); i++) {
      var claim = claims.get(i);
      var place = at.index(i);
      if (findings.requireText(claim.name(), place.child("name"))) {
        if (names.add(claim.name())) {
          checkLabel(claim.name(), place.child("name"), findings);
        } else {
          findings.duplicate(place.child("name"), claim.name());
        }
      }
      checkSource(claim, place, findings);
    }
  }

  private static void checkSource(PodResourceClaim claim, FieldPath at, Findings findings) {
    var name = claim.resourceClaimName();
    var template = claim.resourceClaimTemplateName();
    if (name != null && template != null) {
      findings.invalid(
          at,
          claim,
          "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified");
    }
    if (name == null && template == null) {
      findings.invalid(
          at, claim, "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
    }
    if (name != null) {
      findings.invalidFor(at.child("resourceClaimName"), name, Names.dns1123Subdomain(name));
    }
    if (template != null) {
      findings.invalidFor(
          at.child("resourceClaimTemplateName"), template, Names.dns1123Subdomain(template));
    }
  }
}
