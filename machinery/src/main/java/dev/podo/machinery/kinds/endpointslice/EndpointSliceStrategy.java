package dev.podo.machinery.kinds.endpointslice;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.IpAddresses;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.Protocols;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.validation.Addresses;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.Names;
import dev.podo.model.discovery.v1.Endpoint;
import dev.podo.model.discovery.v1.EndpointHints;
import dev.podo.model.discovery.v1.EndpointPort;
import dev.podo.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

final class EndpointSliceStrategy extends ObjectStrategy<EndpointSlice> {
  private static final FieldPath ADDRESS_TYPE = FieldPath.root("addressType");
  private static final List<String> ADDRESS_TYPES = List.of("FQDN", "IPv4", "IPv6");
  private static final String HOSTNAME = "kubernetes.io/hostname";
  private static final String WRITTEN_BY = "endpointslice.kubernetes.io/managed-by";
  private static final List<String> WRITERS =
      List.of("endpointslice-controller.k8s.io", "endpointslicemirroring-controller.k8s.io");
  private static final int ENDPOINTS_MAX = 1000;
  private static final int ADDRESSES_MAX = 100;
  private static final int PORTS_MAX = 20000;
  private static final int TOPOLOGY_MAX = 16;
  private static final int HINTS_MAX = 8;

  EndpointSliceStrategy() {
    super(inNamespace(), EndpointSlice::withMetadata);
  }

  @Override
  public EndpointSlice defaults(EndpointSlice slice) {
    return slice.with(b -> b.ports(Default.each(slice.ports(), EndpointSliceStrategy::port)));
  }

  private static EndpointPort port(EndpointPort port) {
    return port.with(b ->
        b.name(Default.value(port.name(), ""))
            .protocol(Default.value(port.protocol(), Protocols.TCP)));
  }

  @Override
  public EndpointSlice prepareForCreate(EndpointSlice slice) {
    return withoutTopology(slice, Set.of()).withMetadata(SystemMetadata.first(slice.metadata()));
  }

  /// All of a slice is desired state, its labels included.
  @Override
  public EndpointSlice prepareForUpdate(EndpointSlice now, EndpointSlice old) {
    var changed =
        !defaults(now).withMetadata(old.metadata()).equals(old)
            || !now.metadata().labels().equals(old.metadata().labels());
    var kept = now.endpoints().equals(old.endpoints()) ? now : withoutTopology(now, nodes(old));
    return kept.withMetadata(SystemMetadata.next(now.metadata(), old.metadata(), changed));
  }

  /// What the version before this one had for topology cannot be written any more. The name of a
  /// node that stood there moves to the field that it has now.
  ///
  /// @param known the nodes that an earlier version of the slice names in that way
  private static EndpointSlice withoutTopology(EndpointSlice slice, Set<String> known) {
    return slice.with(b ->
        b.endpoints(Default.each(slice.endpoints(), endpoint -> withoutTopology(endpoint, known))));
  }

  private static Endpoint withoutTopology(Endpoint endpoint, Set<String> known) {
    var topology = endpoint.deprecatedTopology();
    if (topology.isEmpty()) {
      return endpoint;
    }
    var node = topology.get(HOSTNAME);
    var isName =
        endpoint.nodeName() == null
            && node != null
            && known.contains(node)
            && Names.dns1123Subdomain(node).isEmpty();
    return endpoint.with(
        b -> b.nodeName(isName ? node : endpoint.nodeName()).deprecatedTopology(null));
  }

  private static Set<String> nodes(EndpointSlice slice) {
    return slice.endpoints().stream()
        .map(endpoint -> endpoint.deprecatedTopology().getOrDefault(HOSTNAME, ""))
        .filter(node -> !node.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public List<String> warnings(EndpointSlice slice) {
    var warnings = new ArrayList<String>();
    if (slice.addressType().equals("FQDN")) {
      warnings.add("spec.addressType: FQDN endpoints are deprecated");
    }
    warnings.addAll(updateWarnings(slice, slice));
    return warnings;
  }

  /// The controllers spell addresses as they should be.
  @Override
  public List<String> updateWarnings(EndpointSlice now, EndpointSlice old) {
    if (WRITERS.contains(now.metadata().labels().getOrDefault(WRITTEN_BY, ""))) {
      return List.of();
    }
    var warnings = new ArrayList<String>();
    for (var i = 0; i < now.endpoints().size(); i++) {
      var addresses = now.endpoints().get(i).addresses();
      var at = FieldPath.root("endpoints").index(i).child("addresses");
      for (var j = 0; j < addresses.size(); j++) {
        warnings.addAll(Addresses.warnings(at.index(j), addresses.get(j)));
      }
    }
    return warnings;
  }

  @Override
  protected void check(EndpointSlice slice, Findings findings) {
    findings.requireOneOf(ADDRESS_TYPE, slice.addressType(), ADDRESS_TYPES);
    checkEndpoints(slice, FieldPath.root("endpoints"), findings);
    checkPorts(slice.ports(), FieldPath.root("ports"), findings);
  }

  /// What was right once may stay as long as nobody touches it.
  @Override
  protected void checkUpdate(EndpointSlice now, EndpointSlice old, Findings findings) {
    findings.requireOneOf(ADDRESS_TYPE, now.addressType(), ADDRESS_TYPES);
    if (!now.endpoints().equals(old.endpoints())) {
      checkEndpoints(now, FieldPath.root("endpoints"), findings);
    }
    checkPorts(now.ports(), FieldPath.root("ports"), findings);
    findings.immutable(ADDRESS_TYPE, now.addressType(), old.addressType());
  }

  private static void checkEndpoints(EndpointSlice slice, FieldPath at, Findings findings) {
    var endpoints = slice.endpoints();
    if (endpoints.size() > ENDPOINTS_MAX) {
      findings.add(FieldError.tooMany(at, endpoints.size(), ENDPOINTS_MAX));
      return;
    }
    for (var i = 0; i < endpoints.size(); i++) {
      var place = at.index(i);
      checkAddresses(
          slice.addressType(), endpoints.get(i).addresses(), place.child("addresses"), findings);
      checkEndpoint(endpoints.get(i), place, findings);
    }
  }

  private static void checkAddresses(
      String type, List<String> addresses, FieldPath at, Findings findings) {
    if (addresses.isEmpty()) {
      findings.required(at, "must contain at least 1 address");
    } else if (addresses.size() > ADDRESSES_MAX) {
      findings.add(FieldError.tooMany(at, addresses.size(), ADDRESSES_MAX));
    }
    for (var i = 0; i < addresses.size(); i++) {
      checkAddress(type, addresses.get(i), at, i, findings);
    }
  }

  /// @param list where the addresses lie, which the error about a wrong family names
  private static void checkAddress(
      String type, String address, FieldPath list, int index, Findings findings) {
    var at = list.index(index);
    switch (type) {
      case "IPv4", "IPv6" -> {
        var problems = Addresses.legacyIp(at, address);
        problems.forEach(findings::add);
        if (problems.isEmpty()) {
          if (IpAddresses.isIpv6(address) != type.equals("IPv6")) {
            findings.invalid(list, address, "must be an " + type + " address");
          }
          IpAddresses.checkNotSpecial(address, at, findings);
        }
      }
      case "FQDN" -> checkDomain(address, at, findings);
      default -> {
        // The unknown type is an error of its own.
      }
    }
  }

  private static void checkDomain(String name, FieldPath at, Findings findings) {
    if (!findings.requireText(name, at)) {
      return;
    }
    var plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    var problems = Names.dns1123Subdomain(plain);
    findings.invalidFor(at, name, problems);
    if (problems.isEmpty() && plain.indexOf('.') < 0) {
      findings.invalid(at, name, "should be a domain with at least two segments separated by dots");
    }
  }

  private static void checkEndpoint(Endpoint endpoint, FieldPath at, Findings findings) {
    var node = endpoint.nodeName();
    if (node != null) {
      findings.invalidFor(at.child("nodeName"), node, Names.dns1123Subdomain(node));
    }
    var topology = endpoint.deprecatedTopology();
    if (topology.size() > TOPOLOGY_MAX) {
      findings.add(
          FieldError.tooMany(at.child("deprecatedTopology"), topology.size(), TOPOLOGY_MAX));
    }
    MetadataRules.checkLabels(topology, at.child("deprecatedTopology"), findings);
    var hostname = endpoint.hostname();
    if (hostname != null) {
      findings.invalidFor(at.child("hostname"), hostname, Names.dns1123Label(hostname));
    }
    var hints = endpoint.hints();
    if (hints != null) {
      checkHints(hints, at.child("hints"), findings);
    }
  }

  private static void checkHints(EndpointHints hints, FieldPath at, Findings findings) {
    var zones = hints.forZones().stream().map(it -> it.name()).toList();
    var nodes = hints.forNodes().stream().map(it -> it.name()).toList();
    checkHint(zones, at.child("forZones"), findings);
    checkHint(nodes, at.child("forNodes"), findings);
  }

  private static void checkHint(List<String> names, FieldPath at, Findings findings) {
    if (names.size() > HINTS_MAX) {
      findings.add(FieldError.tooMany(at, names.size(), HINTS_MAX));
      return;
    }
    var seen = new HashSet<String>();
    for (var i = 0; i < names.size(); i++) {
      var name = names.get(i);
      var place = at.index(i).child("name");
      if (!seen.add(name)) {
        findings.duplicate(place, name);
      }
      findings.invalidFor(place, name, Names.dns1123Subdomain(name));
    }
  }

  private static void checkPorts(List<EndpointPort> ports, FieldPath at, Findings findings) {
    if (ports.size() > PORTS_MAX) {
      findings.add(FieldError.tooMany(at, ports.size(), PORTS_MAX));
      return;
    }
    var names = new HashSet<String>();
    for (var i = 0; i < ports.size(); i++) {
      var port = ports.get(i);
      var place = at.index(i);
      var name = Default.value(port.name(), "");
      if (!name.isEmpty()) {
        findings.invalidFor(place.child("name"), name, Names.dns1123Label(name));
      }
      if (!names.add(name)) {
        findings.duplicate(place.child("name"), name);
      }
      var protocol = Default.value(port.protocol(), "");
      findings.requireOneOf(place.child("protocol"), protocol, Protocols.ALL);
      var application = port.appProtocol();
      if (application != null) {
        findings.invalidFor(
            place.child("appProtocol"), application, Names.qualifiedName(application));
      }
    }
  }
}
