package dev.podo.machinery.kinds.service;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.IpAddresses;
import dev.podo.machinery.validation.Addresses;
import dev.podo.machinery.validation.IpAddress;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.LoadBalancerIngress;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServiceSpec;
import java.util.List;
import java.util.Objects;

/// What the addresses of a Service must obey. There is one family of addresses, IPv4; the other is
/// refused with the words by which upstream refuses what a cluster is not configured for.
final class AddressValidation {
  private static final FieldPath SPEC = FieldPath.root("spec");
  private static final FieldPath CLUSTER_IPS = SPEC.child("clusterIPs");
  private static final List<String> FAMILIES = List.of("IPv4", "IPv6");
  private static final List<String> FAMILY_POLICIES =
      List.of("PreferDualStack", "RequireDualStack", "SingleStack");

  private static final String FIXED = "may not change once set";

  private AddressValidation() {}

  static void check(Service service, Findings findings) {
    var spec = service.spec();
    if (!spec.type().equals(Services.EXTERNAL_NAME)) {
      checkClusterIps(spec, findings);
      checkFamilies(spec, findings);
    }
    for (var i = 0; i < spec.externalIPs().size(); i++) {
      var ip = spec.externalIPs().get(i);
      var at = SPEC.child("externalIPs").index(i);
      var problems = Addresses.legacyIp(at, ip);
      problems.forEach(findings::add);
      if (problems.isEmpty()) {
        IpAddresses.checkNotSpecial(ip, at, findings);
      }
    }
  }

  /// From where a load balancer takes requests: in a field, or in an annotation.
  static void checkRanges(Service service, Findings findings) {
    var why = "may only be used when `type` is 'LoadBalancer'";
    var isBalanced = service.spec().type().equals(Services.LOAD_BALANCER);
    var ranges = service.spec().loadBalancerSourceRanges();
    var annotation = service.metadata().annotations().get(Services.SOURCE_RANGES);
    if (!ranges.isEmpty()) {
      var at = SPEC.child("LoadBalancerSourceRanges");
      if (!isBalanced) {
        findings.forbidden(at, why);
      }
      for (var i = 0; i < ranges.size(); i++) {
        Addresses.legacyCidr(at.index(i), ranges.get(i).strip()).forEach(findings::add);
      }
    } else if (annotation != null) {
      var at = FieldPath.root("metadata", "annotations").key(Services.SOURCE_RANGES);
      if (!isBalanced) {
        findings.forbidden(at, why);
      }
      if (!annotation.isBlank()) {
        for (var range : annotation.strip().split(",", -1)) {
          Addresses.legacyCidr(at, range.strip()).forEach(findings::add);
        }
      }
    }
  }

  private static void checkClusterIps(ServiceSpec spec, Findings findings) {
    var ips = spec.clusterIPs();
    if (ips.isEmpty()) {
      if (!spec.clusterIP().isEmpty()) {
        findings.required(CLUSTER_IPS);
      }
      return;
    }
    if (spec.clusterIP().isEmpty()) {
      findings.invalid(CLUSTER_IPS, ips, "must be empty when `clusterIP` is not specified");
    } else if (!ips.getFirst().equals(spec.clusterIP())) {
      findings.invalid(CLUSTER_IPS, ips, "first value must match `clusterIP`");
    }
    if (ips.contains(Services.NO_CLUSTER_IP)) {
      if (ips.size() > 1) {
        findings.invalid(CLUSTER_IPS, ips, "'None' must be the first and only value");
      }
      return;
    }
    for (var i = 0; i < ips.size(); i++) {
      Addresses.legacyIp(CLUSTER_IPS.index(i), ips.get(i)).forEach(findings::add);
      if (IpAddresses.isIpv6(ips.get(i))) {
        findings.invalid(
            CLUSTER_IPS.index(i), ips.get(i), "IPv6 is not configured on this cluster");
      }
    }
    if (ips.size() > 1) {
      findings.invalid(CLUSTER_IPS, ips, "may only hold up to 1 value on a single-stack cluster");
    }
  }

  private static void checkFamilies(ServiceSpec spec, Findings findings) {
    var at = SPEC.child("ipFamilies");
    for (var i = 0; i < spec.ipFamilies().size(); i++) {
      var family = spec.ipFamilies().get(i);
      if (!FAMILIES.contains(family)) {
        findings.notSupported(at.index(i), family, FAMILIES);
      } else if (!family.equals("IPv4")) {
        findings.invalid(at.index(i), family, "not configured on this cluster");
      } else if (spec.ipFamilies().indexOf(family) < i) {
        findings.duplicate(at.index(i), family);
      }
    }
    var policy = spec.ipFamilyPolicy();
    if (policy != null) {
      findings.oneOf(SPEC.child("ipFamilyPolicy"), policy, FAMILY_POLICIES);
      if (policy.equals("RequireDualStack")) {
        findings.invalid(
            SPEC.child("ipFamilyPolicy"),
            policy,
            "this cluster is not configured for dual-stack services");
      }
    }
  }

  /// The addresses of a Service that keeps having some stay what they are; the second family may
  /// come and go.
  static void checkChange(Service now, Service old, Findings findings) {
    if (Services.needsClusterIp(now) && Services.needsClusterIp(old)) {
      var headless = Services.isHeadless(now);
      if (!headless || !Services.isHeadless(old)) {
        checkAddresses(now.spec(), old.spec(), findings);
      }
      if (!headless && !Services.isHeadless(old)) {
        checkFamilies(now.spec(), old.spec(), findings);
      }
    }
    checkBalancerClass(now, old, findings);
    checkHealthPort(now, old, findings);
  }

  private static void checkAddresses(ServiceSpec now, ServiceSpec old, Findings findings) {
    var to = now.clusterIPs();
    var from = old.clusterIPs();
    if (to.size() == from.size()) {
      for (var i = 0; i < to.size(); i++) {
        if (!to.get(i).equals(from.get(i))) {
          findings.invalid(CLUSTER_IPS.index(i), to, FIXED);
        }
      }
      return;
    }
    if (to.isEmpty()) {
      findings.invalid(CLUSTER_IPS.index(0), to, "primary clusterIP can not be unset");
    } else if (!from.isEmpty() && !to.getFirst().equals(from.getFirst())) {
      findings.invalid(CLUSTER_IPS.index(0), to, FIXED);
    }
    checkReleased(now, to.size() == 1 && from.size() > 1, "clusterIP", findings);
  }

  private static void checkFamilies(ServiceSpec now, ServiceSpec old, Findings findings) {
    var at = SPEC.child("ipFamilies").index(0);
    var to = now.ipFamilies();
    var from = old.ipFamilies();
    if (to.size() == from.size()) {
      for (var i = 0; i < to.size(); i++) {
        if (!to.get(i).equals(from.get(i))) {
          findings.invalid(at, to, FIXED);
        }
      }
      return;
    }
    if (to.size() < from.size() && now.clusterIPs().isEmpty()) {
      findings.invalid(at, to, "primary ipFamily can not be unset");
    }
    if (!to.isEmpty() && !from.isEmpty() && !to.getFirst().equals(from.getFirst())) {
      findings.invalid(at, now.clusterIPs(), FIXED);
    }
    checkReleased(now, to.size() == 1 && from.size() > 1, "ipFamily", findings);
  }

  private static void checkReleased(
      ServiceSpec now, boolean released, String what, Findings findings) {
    var policy = now.ipFamilyPolicy();
    if (released && !"SingleStack".equals(policy)) {
      findings.invalid(
          SPEC.child("ipFamilyPolicy"),
          policy,
          "must be set to 'SingleStack' when releasing the secondary " + what);
    }
  }

  private static void checkHealthPort(Service now, Service old, Findings findings) {
    if (Services.needsHealthCheckNodePort(now)
        && Services.needsHealthCheckNodePort(old)
        && now.spec().healthCheckNodePort() != old.spec().healthCheckNodePort()) {
      findings.forbidden(SPEC.child("healthCheckNodePort"), "field is immutable");
    }
  }

  private static void checkBalancerClass(Service now, Service old, Findings findings) {
    var isBalanced =
        now.spec().type().equals(Services.LOAD_BALANCER)
            && old.spec().type().equals(Services.LOAD_BALANCER);
    var to = now.spec().loadBalancerClass();
    var from = old.spec().loadBalancerClass();
    if (isBalanced && !Objects.equals(to, from)) {
      findings.invalid(SPEC.child("loadBalancerClass"), to, FIXED);
    }
  }

  static void checkStatus(Service service, Findings findings) {
    var points = service.status().loadBalancer().ingress();
    var at = FieldPath.root("status", "loadBalancer", "ingress");
    if (!points.isEmpty() && !service.spec().type().equals(Services.LOAD_BALANCER)) {
      findings.forbidden(at, "may only be used when `spec.type` is 'LoadBalancer'");
    }
    for (var i = 0; i < points.size(); i++) {
      checkPoint(points.get(i), at.index(i), findings);
    }
  }

  private static void checkPoint(LoadBalancerIngress point, FieldPath at, Findings findings) {
    var ip = point.ip();
    var mode = point.ipMode();
    if (!ip.isEmpty()) {
      Addresses.legacyIp(at.child("ip"), ip).forEach(findings::add);
    }
    if (mode == null) {
      if (!ip.isEmpty()) {
        findings.required(at.child("ipMode"), "must be specified when `ip` is set");
      }
    } else if (ip.isEmpty()) {
      findings.forbidden(at.child("ipMode"), "may not be specified when `ip` is not set");
    } else {
      findings.oneOf(at.child("ipMode"), mode, List.of("Proxy", "VIP"));
    }
    var hostname = point.hostname();
    if (!hostname.isEmpty()) {
      findings.invalidFor(at.child("hostname"), hostname, Names.dns1123Subdomain(hostname));
      if (IpAddress.parse(hostname) != null) {
        findings.invalid(at.child("hostname"), hostname, "must be a DNS name, not an IP address");
      }
    }
  }
}
