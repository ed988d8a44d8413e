package dev.podo.machinery.kinds.service;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.IpAddresses;
import dev.podo.machinery.validation.Names;
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
      IpAddresses.check(ip, at, findings);
      IpAddresses.checkNotSpecial(ip, at, findings);
    }
    for (var i = 0; i < spec.loadBalancerSourceRanges().size(); i++) {
      IpAddresses.checkCidr(
          spec.loadBalancerSourceRanges().get(i).strip(),
          SPEC.child("LoadBalancerSourceRanges").index(i),
          findings);
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
    if (!ips.getFirst().equals(spec.clusterIP())) {
      findings.invalid(CLUSTER_IPS, ips, "first value must match `clusterIP`");
    }
    if (ips.contains(Services.NO_CLUSTER_IP)) {
      if (ips.size() > 1) {
        findings.invalid(CLUSTER_IPS, ips, "'None' must be the first and only value");
      }
      return;
    }
    for (var i = 0; i < ips.size(); i++) {
      IpAddresses.check(ips.get(i), CLUSTER_IPS.index(i), findings);
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

  /// The first address of a Service that keeps having one stays what it is.
  static void checkChange(Service now, Service old, Findings findings) {
    if (!Services.needsClusterIp(now) || !Services.needsClusterIp(old)) {
      return;
    }
    var to = now.spec().clusterIPs();
    var from = old.spec().clusterIPs();
    if (from.isEmpty()) {
      return;
    }
    if (to.isEmpty()) {
      findings.invalid(CLUSTER_IPS.index(0), to, "primary clusterIP can not be unset");
    } else if (!to.getFirst().equals(from.getFirst())) {
      findings.invalid(CLUSTER_IPS.index(0), to, "may not change once set");
    }
    checkBalancerClass(now, old, findings);
  }

  private static void checkBalancerClass(Service now, Service old, Findings findings) {
    var isBalanced =
        now.spec().type().equals(Services.LOAD_BALANCER)
            && old.spec().type().equals(Services.LOAD_BALANCER);
    var to = now.spec().loadBalancerClass();
    var from = old.spec().loadBalancerClass();
    if (isBalanced && !Objects.equals(to, from)) {
      findings.invalid(SPEC.child("loadBalancerClass"), to, "may not change once set");
    }
  }

  static void checkStatus(Service service, Findings findings) {
    var points = service.status().loadBalancer().ingress();
    var at = FieldPath.root("status", "loadBalancer", "ingress");
    if (!points.isEmpty() && !service.spec().type().equals(Services.LOAD_BALANCER)) {
      findings.forbidden(at, "may only be used when `spec.type` is \"LoadBalancer\"");
    }
    for (var i = 0; i < points.size(); i++) {
      var point = points.get(i);
      if (!point.ip().isEmpty()) {
        IpAddresses.check(point.ip(), at.index(i).child("ip"), findings);
      }
      if (!point.hostname().isEmpty()) {
        findings.invalidFor(
            at.index(i).child("hostname"),
            point.hostname(),
            Names.dns1123Subdomain(point.hostname()));
      }
    }
  }
}
