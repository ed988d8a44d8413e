package dev.podo.machinery.kinds.service;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.validation.Addresses;
import dev.podo.model.core.v1.Service;
import java.util.ArrayList;
import java.util.List;

/// What is allowed in a Service but does nothing, or will not for ever, in upstream's words.
final class ServiceWarnings {
  private static final FieldPath SPEC = FieldPath.root("spec");

  private ServiceWarnings() {}

  static List<String> of(Service service) {
    var warnings = new ArrayList<String>();
    var spec = service.spec();
    if (service.metadata().annotations().containsKey(Services.TOPOLOGY_HINTS)) {
      warnings.add(
          "annotation "
              + Services.TOPOLOGY_HINTS
              + " is deprecated, please use "
              + Services.TOPOLOGY_MODE
              + " instead");
    }
    var headless =
        spec.type().equals(Services.CLUSTER_IP) && spec.clusterIP().equals(Services.NO_CLUSTER_IP);
    var named = spec.type().equals(Services.EXTERNAL_NAME);
    if (!spec.clusterIP().isEmpty() && !spec.clusterIP().equals(Services.NO_CLUSTER_IP)) {
      addAddresses(spec.clusterIPs(), SPEC.child("clusterIPs"), warnings);
    }
    if (headless) {
      addHeadless(service, warnings);
    }
    addAddresses(spec.externalIPs(), SPEC.child("externalIPs"), warnings);
    if (!spec.externalIPs().isEmpty() && !headless && !named) {
      warnings.add(
          "spec.externalIPs is deprecated and may no longer be implemented in some clusters");
    }
    if (!spec.loadBalancerIP().isEmpty()) {
      warnings.addAll(Addresses.warnings(SPEC.child("loadBalancerIP"), spec.loadBalancerIP()));
    }
    for (var i = 0; i < spec.loadBalancerSourceRanges().size(); i++) {
      var at = SPEC.child("loadBalancerSourceRanges").index(i);
      warnings.addAll(Addresses.rangeWarnings(at, spec.loadBalancerSourceRanges().get(i)));
    }
    if (named && !spec.externalIPs().isEmpty()) {
      warnings.add("spec.externalIPs is ignored when spec.type is \"ExternalName\"");
    }
    if (!named && !spec.externalName().isEmpty()) {
      warnings.add("spec.externalName is ignored when spec.type is not \"ExternalName\"");
    }
    if ("PreferClose".equals(spec.trafficDistribution())) {
      warnings.add(
          "spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"");
    }
    return warnings;
  }

  private static void addHeadless(Service service, List<String> warnings) {
    var spec = service.spec();
    if (!spec.loadBalancerIP().isEmpty()) {
      warnings.add("spec.loadBalancerIP is ignored for headless services");
    }
    if (!spec.externalIPs().isEmpty()) {
      warnings.add("spec.externalIPs is ignored for headless services");
    }
    if (!spec.sessionAffinity().equals("None")) {
      warnings.add("spec.SessionAffinity is ignored for headless services");
    }
  }

  private static void addAddresses(List<String> ips, FieldPath at, List<String> warnings) {
    for (var i = 0; i < ips.size(); i++) {
      warnings.addAll(Addresses.warnings(at.index(i), ips.get(i)));
    }
  }
}
