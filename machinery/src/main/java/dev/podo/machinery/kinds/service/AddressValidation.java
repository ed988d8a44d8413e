package dev.podo.machinery.kinds.service;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.IpAddresses;
import dev.podo.machinery.validation.Addresses;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.LoadBalancerIngress;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServiceSpec;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the addresses of a Service must obey, and how they may change.
final class AddressValidation {
  private static final FieldPath SPEC = FieldPath.root("spec");
  private static final FieldPath CLUSTER_IPS = SPEC.child("clusterIPs");
  private static final List<String> FAMILIES = List.of("IPv4", "IPv6");
  private static final List<String> FAMILY_POLICIES =
      List.of("PreferDualStack", "RequireDualStack", "SingleStack");

  private static final String FIXED = "may not change once set";

  private AddressValidation() {}

  /// @param old null for a new Service
  static void check(Service service, @Nullable Service old, Findings findings) {
    var spec = service.spec();
    checkClusterIps(service, old, findings);
    var known = old == null ? List.<String>of() : old.spec().externalIPs();
    for (var i = 0; i < spec.externalIPs().size(); i++) {
      var ip = spec.externalIPs().get(i);
      var at = SPEC.child("externalIPs").index(i);
      var problems = Addresses.legacyIp(at, ip, known);
      problems.forEach(findings::add);
      if (problems.isEmpty()) {
        IpAddresses.checkNotSpecial(ip, at, findings);
      }
    }
  }

  /// From where a load balancer takes requests: in a field, or in an annotation. Blanks around a
  /// range are no part of it.
  ///
  /// @param old null for a new Service
  static void checkRanges(Service service, @Nullable Service old, Findings findings) {
    var why = "may only be used when `type` is 'LoadBalancer'";
    var isBalanced = service.spec().type().equals(Services.LOAD_BALANCER);
    var ranges = service.spec().loadBalancerSourceRanges();
    var annotation = service.metadata().annotations().get(Services.SOURCE_RANGES);
    if (!ranges.isEmpty()) {
      var at = SPEC.child("LoadBalancerSourceRanges");
      if (!isBalanced) {
        findings.forbidden(at, why);
      }
      var known =
          old == null
              ? List.<String>of()
              : old.spec().loadBalancerSourceRanges().stream().map(String::strip).toList();
      for (var i = 0; i < ranges.size(); i++) {
        Addresses.legacyCidr(at.index(i), ranges.get(i).strip(), known).forEach(findings::add);
      }
    } else if (annotation != null) {
      var at = FieldPath.root("metadata", "annotations").key(Services.SOURCE_RANGES);
      if (!isBalanced) {
        findings.forbidden(at, why);
      }
      var isKnown =
          old != null
              && annotation.equals(old.metadata().annotations().get(Services.SOURCE_RANGES));
      if (!isKnown && !annotation.isBlank()) {
        for (var range : annotation.strip().split(",", -1)) {
          Addresses.legacyCidr(at, range.strip()).forEach(findings::add);
        }
      }
    }
  }

  /// The addresses within the cluster, and the families that they are of.
  ///
  /// @param old null for a new Service
  static void checkClusterIps(Service now, @Nullable Service old, Findings findings) {
    var spec = now.spec();
    if (spec.type().equals(Services.EXTERNAL_NAME)) {
      return;
    }
    var ips = spec.clusterIPs();
    if (spec.clusterIP().isEmpty()) {
      if (!ips.isEmpty()) {
        findings.invalid(CLUSTER_IPS, ips, "must be empty when `clusterIP` is not specified");
      }
    } else if (ips.isEmpty()) {
      findings.required(CLUSTER_IPS);
    } else if (!ips.getFirst().equals(spec.clusterIP())) {
      findings.invalid(CLUSTER_IPS, ips, "first value must match `clusterIP`");
    }
    checkFamilies(spec, findings);
    var before = findings.size();
    var known = old == null ? List.<String>of() : old.spec().clusterIPs();
    for (var i = 0; i < ips.size(); i++) {
      if (i == 0 && ips.get(i).equals(Services.NO_CLUSTER_IP)) {
        if (ips.size() > 1) {
          findings.invalid(CLUSTER_IPS, ips, "'None' must be the first and only value");
        }
      } else {
        Addresses.legacyIp(CLUSTER_IPS.index(i), ips.get(i), known).forEach(findings::add);
      }
    }
    var wellFormed = findings.size() == before;
    if (ips.size() > 2) {
      findings.invalid(CLUSTER_IPS, ips, "may only hold up to 2 values");
    }
    if (wellFormed) {
      checkPairs(now, findings);
    }
  }

  private static void checkFamilies(ServiceSpec spec, Findings findings) {
    var at = SPEC.child("ipFamilies");
    for (var i = 0; i < spec.ipFamilies().size(); i++) {
      var family = spec.ipFamilies().get(i);
      findings.oneOf(at.index(i), family, FAMILIES);
      if (spec.ipFamilies().indexOf(family) < i) {
        findings.duplicate(at.index(i), family);
      }
    }
    var policy = spec.ipFamilyPolicy();
    if (policy != null) {
      findings.oneOf(SPEC.child("ipFamilyPolicy"), policy, FAMILY_POLICIES);
    }
  }

  /// Two addresses are of different families, and each is of the family that is named for it.
  private static void checkPairs(Service service, Findings findings) {
    var ips = service.spec().clusterIPs();
    var families = service.spec().ipFamilies();
    if (ips.size() > 1 && !IpAddresses.isDualStack(ips)) {
      findings.invalid(CLUSTER_IPS, ips, "may specify no more than one IP for each IP family");
    }
    for (var i = 0; i < Math.min(ips.size(), families.size()); i++) {
      var is6 = IpAddresses.isIpv6(ips.get(i));
      var wanted = families.get(i);
      if (!Services.isHeadless(service) && wanted.equals(is6 ? "IPv4" : "IPv6")) {
        findings.invalid(
            CLUSTER_IPS.index(i),
            ips.get(i),
            "expected an " + wanted + " value as indicated by `ipFamilies[" + i + "]`");
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

  static void checkStatus(Service service, Service old, Findings findings) {
    var points = service.status().loadBalancer().ingress();
    var known =
        old.status().loadBalancer().ingress().stream().map(LoadBalancerIngress::ip).toList();
    var at = FieldPath.root("status", "loadBalancer", "ingress");
    if (!points.isEmpty() && !service.spec().type().equals(Services.LOAD_BALANCER)) {
      findings.forbidden(at, "may only be used when `spec.type` is 'LoadBalancer'");
    }
    for (var i = 0; i < points.size(); i++) {
      checkPoint(points.get(i), known, at.index(i), findings);
    }
  }

  private static void checkPoint(
      LoadBalancerIngress point, List<String> known, FieldPath at, Findings findings) {
    var ip = point.ip();
    var mode = point.ipMode();
    if (!ip.isEmpty()) {
      Addresses.legacyIp(at.child("ip"), ip, known).forEach(findings::add);
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
      if (IpAddresses.isIp(hostname)) {
        findings.invalid(at.child("hostname"), hostname, "must be a DNS name, not an IP address");
      }
    }
  }
}
