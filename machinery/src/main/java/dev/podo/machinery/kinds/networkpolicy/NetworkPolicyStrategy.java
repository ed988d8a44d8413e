package dev.podo.machinery.kinds.networkpolicy;

import dev.podo.machinery.kinds.metadata.CountedStrategy;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.machinery.kinds.metadata.Protocols;
import dev.podo.model.networking.v1.NetworkPolicy;
import dev.podo.model.networking.v1.NetworkPolicyPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

final class NetworkPolicyStrategy extends CountedStrategy<NetworkPolicy> {
  NetworkPolicyStrategy() {
    super(inNamespace(), NetworkPolicy::withMetadata, NetworkPolicy::spec);
  }

  /// A policy that does not say so is about what comes in, and about what goes out if it has rules
  /// for that.
  @Override
  public NetworkPolicy defaults(NetworkPolicy policy) {
    var spec = policy.spec();
    var types =
        spec.egress().isEmpty()
            ? List.of(NetworkPolicies.INGRESS)
            : List.of(NetworkPolicies.INGRESS, NetworkPolicies.EGRESS);
    return policy.with(p ->
        p.spec(
            spec.with(b ->
                b.policyTypes(spec.policyTypes().isEmpty() ? types : spec.policyTypes())
                    .ingress(
                        Default.each(
                            spec.ingress(), it -> it.with(r -> r.ports(ports(it.ports())))))
                    .egress(
                        Default.each(
                            spec.egress(), it -> it.with(r -> r.ports(ports(it.ports()))))))));
  }

  private static List<NetworkPolicyPort> ports(List<NetworkPolicyPort> ports) {
    return Default.each(
        ports, port -> port.with(b -> b.protocol(Default.value(port.protocol(), Protocols.TCP))));
  }

  @Override
  public List<String> warnings(NetworkPolicy policy) {
    var warnings = new ArrayList<String>();
    for (var i = 0; i < policy.spec().ingress().size(); i++) {
      var at = SPEC.child("ingress").index(i).child("from");
      PeerRules.addWarnings(policy.spec().ingress().get(i).from(), at, warnings);
    }
    for (var i = 0; i < policy.spec().egress().size(); i++) {
      var at = SPEC.child("egress").index(i).child("to");
      PeerRules.addWarnings(policy.spec().egress().get(i).to(), at, warnings);
    }
    return warnings;
  }

  @Override
  protected void check(NetworkPolicy policy, Findings findings) {
    check(policy, Set.of(), findings);
  }

  @Override
  protected void checkUpdate(NetworkPolicy now, NetworkPolicy old, Findings findings) {
    var known = new TreeSet<String>();
    old.spec().ingress().forEach(rule -> PeerRules.addRanges(rule.from(), known));
    old.spec().egress().forEach(rule -> PeerRules.addRanges(rule.to(), known));
    check(now, known, findings);
  }

  private static void check(NetworkPolicy policy, Set<String> known, Findings findings) {
    var spec = policy.spec();
    LabelSelectorRules.check(spec.podSelector(), SPEC.child("podSelector"), findings);
    for (var i = 0; i < spec.ingress().size(); i++) {
      var rule = spec.ingress().get(i);
      var at = SPEC.child("ingress").index(i);
      PeerRules.checkPorts(rule.ports(), at.child("ports"), findings);
      PeerRules.check(rule.from(), known, at.child("from"), findings);
    }
    for (var i = 0; i < spec.egress().size(); i++) {
      var rule = spec.egress().get(i);
      var at = SPEC.child("egress").index(i);
      PeerRules.checkPorts(rule.ports(), at.child("ports"), findings);
      PeerRules.check(rule.to(), known, at.child("to"), findings);
    }
    var types = spec.policyTypes();
    if (types.size() > 2) {
      findings.invalid(
          SPEC.child("policyTypes"), types, "may not specify more than two policyTypes");
      return;
    }
    for (var i = 0; i < types.size(); i++) {
      findings.oneOf(
          SPEC.child("policyTypes").index(i),
          types.get(i),
          List.of(NetworkPolicies.INGRESS, NetworkPolicies.EGRESS));
    }
  }
}
