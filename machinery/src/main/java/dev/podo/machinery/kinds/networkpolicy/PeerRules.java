package dev.podo.machinery.kinds.networkpolicy;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.machinery.validation.AddressRange;
import dev.podo.machinery.validation.Addresses;
import dev.podo.machinery.validation.Names;
import dev.podo.model.IntOrString;
import dev.podo.model.networking.v1.IPBlock;
import dev.podo.model.networking.v1.NetworkPolicyPeer;
import dev.podo.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import java.util.Set;

/// What the peers and ports of a policy must obey.
final class PeerRules {
  /// In the order in which the error names them.
  private static final List<String> PROTOCOLS = List.of("TCP", "UDP", "SCTP");

  private PeerRules() {}

  static void checkPorts(List<NetworkPolicyPort> ports, FieldPath at, Findings findings) {
    for (var i = 0; i < ports.size(); i++) {
      checkPort(ports.get(i), at.index(i), findings);
    }
  }

  private static void checkPort(NetworkPolicyPort port, FieldPath at, Findings findings) {
    var protocol = port.protocol();
    if (protocol != null) {
      findings.oneOf(at.child("protocol"), protocol, PROTOCOLS);
    }
    var end = port.endPort();
    switch (port.port()) {
      case null -> {
        if (end != null) {
          findings.invalid(
              at.child("endPort"), end, "may not be specified when `port` is not specified");
        }
      }
      case IntOrString.OfInt(var number) -> {
        findings.invalidFor(at.child("port"), number, Names.portNumber(number));
        if (end != null) {
          if (end < number) {
            findings.invalid(
                at.child("endPort"), number, "must be greater than or equal to `port`");
          }
          findings.invalidFor(at.child("endPort"), end, Names.portNumber(end));
        }
      }
      case IntOrString.OfString(var name) -> {
        if (end != null) {
          findings.invalid(
              at.child("endPort"), end, "may not be specified when `port` is non-numeric");
        }
        findings.invalidFor(at.child("port"), name, Names.portName(name));
      }
    }
  }

  /// @param known the ranges that the policy named before, which may stay as they are
  static void check(
      List<NetworkPolicyPeer> peers, Set<String> known, FieldPath at, Findings findings) {
    for (var i = 0; i < peers.size(); i++) {
      checkPeer(peers.get(i), known, at.index(i), findings);
    }
  }

  static void addRanges(List<NetworkPolicyPeer> peers, Set<String> ranges) {
    for (var peer : peers) {
      var block = peer.ipBlock();
      if (block != null) {
        ranges.add(block.cidr());
        ranges.addAll(block.except());
      }
    }
  }

  private static void checkPeer(
      NetworkPolicyPeer peer, Set<String> known, FieldPath at, Findings findings) {
    var block = peer.ipBlock();
    LabelSelectorRules.check(peer.podSelector(), at.child("podSelector"), findings);
    LabelSelectorRules.check(peer.namespaceSelector(), at.child("namespaceSelector"), findings);
    if (block != null) {
      checkBlock(block, known, at.child("ipBlock"), findings);
    }
    var selects = peer.podSelector() != null || peer.namespaceSelector() != null;
    if (!selects && block == null) {
      findings.required(at, "must specify a peer");
    } else if (selects && block != null) {
      findings.forbidden(at, "may not specify both ipBlock and another peer");
    }
  }

  static void addWarnings(List<NetworkPolicyPeer> peers, FieldPath at, List<String> warnings) {
    for (var i = 0; i < peers.size(); i++) {
      var block = peers.get(i).ipBlock();
      if (block != null) {
        var place = at.index(i).child("ipBlock");
        warnings.addAll(Addresses.rangeWarnings(place.child("cidr"), block.cidr()));
        for (var j = 0; j < block.except().size(); j++) {
          var except = place.child("except").index(j);
          warnings.addAll(Addresses.rangeWarnings(except, block.except().get(j)));
        }
      }
    }
  }

  private static void checkBlock(
      IPBlock block, Set<String> known, FieldPath at, Findings findings) {
    if (!findings.requireText(block.cidr(), at.child("cidr"))) {
      return;
    }
    Addresses.legacyCidr(at.child("cidr"), block.cidr(), known).forEach(findings::add);
    var range = AddressRange.parseLeniently(block.cidr());
    if (range == null) {
      return;
    }
    for (var i = 0; i < block.except().size(); i++) {
      var except = block.except().get(i);
      var place = at.child("except").index(i);
      Addresses.legacyCidr(place, except, known).forEach(findings::add);
      var inner = AddressRange.parseLeniently(except);
      if (inner != null && !range.hasWithin(inner)) {
        findings.invalid(place, except, "must be a strict subset of `cidr`");
      }
    }
  }
}
