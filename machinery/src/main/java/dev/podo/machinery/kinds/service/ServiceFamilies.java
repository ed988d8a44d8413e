package dev.podo.machinery.kinds.service;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.IpAddresses;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which families of addresses a Service has, on a cluster that gives Services addresses of IPv4
/// only. Headless Services without a selector get none from the cluster, so they may have both.
///
/// What is left out is inferred when a Service is prepared, so that it is there whatever comes of
/// the write; what cannot be had is refused before anything else is looked at. Both is as upstream
/// does it where it gives out addresses.
final class ServiceFamilies {
  static final String IPV4 = "IPv4";
  static final String IPV6 = "IPv6";
  static final String SINGLE = "SingleStack";
  static final String PREFER_DUAL = "PreferDualStack";
  static final String REQUIRE_DUAL = "RequireDualStack";

  private static final FieldPath SPEC = FieldPath.root("spec");
  private static final FieldPath POLICY = SPEC.child("ipFamilyPolicy");
  private static final String DUAL_WANTED = "must be 'RequireDualStack' or 'PreferDualStack' when ";

  private ServiceFamilies() {}

  /// The Service with its policy and its families.
  ///
  /// @param old null for a new one
  static Service inferred(Service now, @Nullable Service old) {
    if (now.spec().type().equals(Services.EXTERNAL_NAME) || isLeftAlone(now, old)) {
      return now;
    }
    var policy = policy(now, old);
    var spec = now.spec().with(b -> b.ipFamilyPolicy(policy));
    if (old != null && policy.equals(SINGLE)) {
      spec = shortened(spec, old.spec());
    } else if (old != null && isReduced(spec, old.spec())) {
      return now.withSpec(spec);
    }
    var families = families(spec);
    return now.withSpec(spec.with(b -> b.ipFamilies(families)));
  }

  /// What asked for two families and got one stays so, however the cluster may have changed.
  private static boolean isLeftAlone(Service now, @Nullable Service old) {
    return old != null
        && PREFER_DUAL.equals(now.spec().ipFamilyPolicy())
        && now.spec().type().equals(old.spec().type())
        && Services.needsClusterIp(now)
        && (old.spec().ipFamilyPolicy() == null || PREFER_DUAL.equals(old.spec().ipFamilyPolicy()))
        && now.spec().clusterIPs().equals(old.spec().clusterIPs())
        && now.spec().ipFamilies().equals(old.spec().ipFamilies());
  }

  private static String policy(Service now, @Nullable Service old) {
    var given = now.spec().ipFamilyPolicy();
    if (given != null) {
      return given;
    }
    var before = old == null ? null : old.spec().ipFamilyPolicy();
    if (before != null) {
      return before;
    }
    return isOnItsOwn(now.spec()) ? REQUIRE_DUAL : SINGLE;
  }

  /// Whether somebody else writes down where it leads to, and it has no address itself.
  private static boolean isOnItsOwn(ServiceSpec spec) {
    return spec.clusterIP().equals(Services.NO_CLUSTER_IP) && spec.selector().isEmpty();
  }

  /// Who asks for one family and repeats two means to give up the second.
  private static ServiceSpec shortened(ServiceSpec now, ServiceSpec old) {
    var ips = now.clusterIPs();
    var families = now.ipFamilies();
    var same = ips.equals(old.clusterIPs()) && ips.size() > 1;
    var sameFamilies = families.equals(old.ipFamilies()) && families.size() > 1;
    return now.with(b ->
        b.clusterIPs(same ? ips.subList(0, 1) : ips)
            .ipFamilies(sameFamilies ? families.subList(0, 1) : families));
  }

  private static boolean isReduced(ServiceSpec now, ServiceSpec old) {
    return isFewer(now.clusterIPs(), old.clusterIPs())
        || isFewer(now.ipFamilies(), old.ipFamilies());
  }

  private static boolean isFewer(List<String> now, List<String> old) {
    return !now.isEmpty() && now.size() < old.size();
  }

  private static List<String> families(ServiceSpec spec) {
    var families = new ArrayList<>(spec.ipFamilies());
    if (!spec.clusterIPs().contains(Services.NO_CLUSTER_IP)) {
      for (var ip : spec.clusterIPs().stream().skip(families.size()).toList()) {
        if (IpAddresses.isIpv6(ip)) {
          return families;
        }
        families.add(IPV4);
      }
    }
    if (families.isEmpty()) {
      families.add(IPV4);
    }
    if (isOnItsOwn(spec) && families.size() < 2 && !SINGLE.equals(spec.ipFamilyPolicy())) {
      families.add(families.getFirst().equals(IPV4) ? IPV6 : IPV4);
    }
    return families;
  }

  /// What the cluster cannot give, or what contradicts itself.
  ///
  /// @param old null for a new one
  static void check(Service now, @Nullable Service old, Findings findings) {
    if (now.spec().type().equals(Services.EXTERNAL_NAME) || isLeftAlone(now, old)) {
      return;
    }
    AddressValidation.checkClusterIps(now, old, findings);
    if (!findings.isEmpty()) {
      return;
    }
    checkPolicy(now.spec(), old == null ? null : old.spec(), findings);
    checkConfigured(now.spec(), findings);
    if (findings.isEmpty() && !isOnItsOwn(now.spec())) {
      checkFamilies(now.spec(), findings);
    }
  }

  private static void checkPolicy(ServiceSpec now, @Nullable ServiceSpec old, Findings findings) {
    var policy = now.ipFamilyPolicy();
    if (Objects.equals(policy, SINGLE)) {
      if (now.clusterIPs().size() == 2) {
        findings.invalid(POLICY, policy, DUAL_WANTED + "multiple cluster IPs are specified");
      }
      if (now.ipFamilies().size() == 2) {
        findings.invalid(POLICY, policy, DUAL_WANTED + "multiple IP families are specified");
      }
    } else if (old != null) {
      if (isFewer(now.clusterIPs(), old.clusterIPs())) {
        findings.invalid(
            POLICY, policy, "must be 'SingleStack' to release the secondary cluster IP");
      }
      if (isFewer(now.ipFamilies(), old.ipFamilies())) {
        findings.invalid(
            POLICY, policy, "must be 'SingleStack' to release the secondary IP family");
      }
    }
  }

  /// An address whose family is not named tells which is meant.
  private static void checkConfigured(ServiceSpec spec, Findings findings) {
    var ips = spec.clusterIPs();
    for (var i = spec.ipFamilies().size(); i < ips.size(); i++) {
      if (IpAddresses.isIpv6(ips.get(i))) {
        findings.invalid(
            SPEC.child("clusterIPs").index(i), ips, "IPv6 is not configured on this cluster");
      }
    }
  }

  private static void checkFamilies(ServiceSpec spec, Findings findings) {
    if (REQUIRE_DUAL.equals(spec.ipFamilyPolicy())) {
      findings.invalid(
          POLICY, spec.ipFamilyPolicy(), "this cluster is not configured for dual-stack services");
    }
    for (var i = 0; i < spec.ipFamilies().size(); i++) {
      var family = spec.ipFamilies().get(i);
      if (!family.equals(IPV4)) {
        findings.invalid(
            SPEC.child("ipFamilies").index(i), family, "not configured on this cluster");
      }
    }
  }
}
