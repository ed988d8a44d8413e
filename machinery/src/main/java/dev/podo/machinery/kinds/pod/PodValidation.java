package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import java.util.HashSet;
import java.util.List;

/// What the spec of a Pod must obey as a whole; its parts have rules of their own.
final class PodValidation {
  private static final List<String> RESTART_POLICIES = List.of("Always", "OnFailure", "Never");
  private static final List<String> PREEMPTION_POLICIES = List.of("PreemptLowerPriority", "Never");

  private PodValidation() {}

  static void check(Pod pod, Findings findings) {
    var at = FieldPath.root("spec");
    checkSpec(pod.spec(), at, findings);
    HostPorts.checkPodPorts(pod.spec(), at, findings);
    var gates = pod.spec().schedulingGates();
    if (!gates.isEmpty() && !pod.spec().nodeName().isEmpty()) {
      findings.forbidden(
          at.child("nodeName"), "cannot be set until all schedulingGates have been cleared");
    }
    var cost = pod.metadata().annotations().get(Pods.DELETION_COST);
    if (cost != null && !cost.matches("0|-?[1-9][0-9]{0,9}")) {
      findings.invalid(
          FieldPath.root("metadata", "annotations").key(Pods.DELETION_COST),
          cost,
          "must be a 32bit integer");
    }
  }

  static void checkSpec(PodSpec spec, FieldPath at, Findings findings) {
    if (spec.terminationGracePeriodSeconds() == null) {
      findings.required(at.child("terminationGracePeriodSeconds"));
    }
    ContainerValidation.check(spec, at, findings);
    HostPorts.check(spec, at, findings);
    ResourceValidation.checkPod(spec, at, findings);
    findings.requireOneOf(at.child("restartPolicy"), spec.restartPolicy(), RESTART_POLICIES);
    DnsValidation.check(spec, at, findings);
    SecurityValidation.checkPod(spec, at, findings);
    SchedulingValidation.check(spec, at, findings);
    checkGates(spec, at, findings);
    checkNames(spec, at, findings);
    checkOthers(spec, at, findings);
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
    checkSubdomain(spec.serviceAccountName(), at.child("serviceAccountName"), findings);
    checkSubdomain(spec.nodeName(), at.child("nodeName"), findings);
    checkSubdomain(spec.priorityClassName(), at.child("priorityClassName"), findings);
    var runtimeClass = spec.runtimeClassName();
    if (runtimeClass != null) {
      findings.invalidFor(
          at.child("runtimeClassName"), runtimeClass, Names.dns1123Subdomain(runtimeClass));
    }
    checkLabel(spec.hostname(), at.child("hostname"), findings);
    checkLabel(spec.subdomain(), at.child("subdomain"), findings);
    var override = spec.hostnameOverride();
    if (override != null) {
      checkHostnameOverride(override, spec, at, findings);
    }
  }

  private static void checkHostnameOverride(
      String override, PodSpec spec, FieldPath at, Findings findings) {
    var place = at.child("hostnameOverride");
    findings.invalidFor(place, override, Names.dns1123Subdomain(override));
    if (override.length() > 64) {
      findings.invalid(place, override, "must be no more than 64 characters");
    }
    if (spec.hostNetwork()) {
      findings.forbidden(place, "may not be set when `hostNetwork` is true");
    }
    if (Boolean.TRUE.equals(spec.setHostnameAsFQDN())) {
      findings.forbidden(place, "may not be set when `setHostnameAsFQDN` is true");
    }
  }

  private static void checkSubdomain(String name, FieldPath at, Findings findings) {
    if (!name.isEmpty()) {
      findings.invalidFor(at, name, Names.dns1123Subdomain(name));
    }
  }

  private static void checkLabel(String name, FieldPath at, Findings findings) {
    if (!name.isEmpty()) {
      findings.invalidFor(at, name, Names.dns1123Label(name));
    }
  }

  private static void checkOthers(PodSpec spec, FieldPath at, Findings findings) {
    MetadataRules.checkLabels(spec.nodeSelector(), at.child("nodeSelector"), findings);
    var deadline = spec.activeDeadlineSeconds();
    if (deadline != null) {
      findings.invalidFor(
          at.child("activeDeadlineSeconds"),
          deadline,
          Names.inRange(deadline, 1, Integer.MAX_VALUE));
    }
    var preemption = spec.preemptionPolicy();
    if (preemption != null) {
      findings.requireOneOf(at.child("preemptionPolicy"), preemption, PREEMPTION_POLICIES);
    }
    var os = spec.os();
    if (os != null && os.name().isEmpty()) {
      findings.required(at.child("os", "name"), "cannot be empty");
    } else if (os != null) {
      findings.oneOf(at.child("os"), os.name(), List.of("linux", "windows"));
    }
    var claims = spec.resourceClaims();
    for (var i = 0; i < claims.size(); i++) {
      var claim = claims.get(i);
      var place = at.child("resourceClaims").index(i);
      if (findings.requireText(claim.name(), place.child("name"))) {
        checkLabel(claim.name(), place.child("name"), findings);
      }
      if ((claim.resourceClaimName() == null) == (claim.resourceClaimTemplateName() == null)) {
        findings.invalid(
            place,
            claim,
            claim.resourceClaimName() == null
                ? "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`"
                : "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be"
                    + " specified");
      }
    }
  }
}
