package dev.podo.machinery.kinds.endpoints;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.IpAddresses;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.Protocols;
import dev.podo.machinery.validation.Addresses;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.EndpointAddress;
import dev.podo.model.core.v1.EndpointPort;
import dev.podo.model.core.v1.EndpointSubset;
import dev.podo.model.core.v1.Endpoints;
import java.util.ArrayList;
import java.util.List;

final class EndpointsStrategy extends ObjectStrategy<Endpoints> {
  private static final String DEPRECATED =
      "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice";

  EndpointsStrategy() {
    super(inNamespace(), Endpoints::withMetadata);
  }

  @Override
  public boolean createsOnUpdate() {
    return true;
  }

  @Override
  public Endpoints defaults(Endpoints endpoints) {
    return endpoints.with(
        b -> b.subsets(Default.each(endpoints.subsets(), EndpointsStrategy::subset)));
  }

  private static EndpointSubset subset(EndpointSubset subset) {
    return subset.with(b ->
        b.ports(
            Default.each(
                subset.ports(),
                port -> port.with(p -> p.protocol(Default.text(port.protocol(), Protocols.TCP))))));
  }

  @Override
  protected void check(Endpoints endpoints, Findings findings) {
    for (var i = 0; i < endpoints.subsets().size(); i++) {
      checkSubset(endpoints.subsets().get(i), FieldPath.root("subsets").index(i), findings);
    }
  }

  /// What was right once may stay as long as nobody touches it.
  @Override
  protected void checkUpdate(Endpoints now, Endpoints old, Findings findings) {
    if (!now.subsets().equals(old.subsets())) {
      check(now, findings);
    }
  }

  private static void checkSubset(EndpointSubset subset, FieldPath at, Findings findings) {
    if (subset.addresses().isEmpty() && subset.notReadyAddresses().isEmpty()) {
      findings.required(at, "must specify `addresses` or `notReadyAddresses`");
    }
    checkAddresses(subset.addresses(), at.child("addresses"), findings);
    checkAddresses(subset.notReadyAddresses(), at.child("notReadyAddresses"), findings);
    for (var i = 0; i < subset.ports().size(); i++) {
      checkPort(
          subset.ports().get(i), subset.ports().size() > 1, at.child("ports").index(i), findings);
    }
  }

  private static void checkAddresses(
      List<EndpointAddress> addresses, FieldPath at, Findings findings) {
    for (var i = 0; i < addresses.size(); i++) {
      var address = addresses.get(i);
      var place = at.index(i);
      Addresses.legacyIp(place.child("ip"), address.ip()).forEach(findings::add);
      if (!address.hostname().isEmpty()) {
        findings.invalidFor(
            place.child("hostname"), address.hostname(), Names.dns1123Label(address.hostname()));
      }
      var node = address.nodeName();
      if (node != null) {
        findings.invalidFor(place.child("nodeName"), node, Names.dns1123Subdomain(node));
      }
      if (!IpAddresses.isIp(address.ip())) {
        // Upstream says so twice.
        findings.invalid(place.child("ip"), address.ip(), "must be a valid IP address");
      }
      IpAddresses.checkNotSpecial(address.ip(), place.child("ip"), findings);
    }
  }

  private static void checkPort(EndpointPort port, boolean named, FieldPath at, Findings findings) {
    if (named && port.name().isEmpty()) {
      findings.required(at.child("name"));
    } else if (!port.name().isEmpty()) {
      findings.invalidFor(at.child("name"), port.name(), Names.dns1123Label(port.name()));
    }
    findings.invalidFor(at.child("port"), port.port(), Names.portNumber(port.port()));
    findings.requireOneOf(at.child("protocol"), port.protocol(), Protocols.ALL);
    var application = port.appProtocol();
    if (application != null) {
      findings.invalidFor(at.child("appProtocol"), application, Names.qualifiedName(application));
    }
  }

  @Override
  public List<String> warnings(Endpoints endpoints) {
    var warnings = new ArrayList<String>();
    warnings.add(DEPRECATED);
    for (var i = 0; i < endpoints.subsets().size(); i++) {
      var subset = endpoints.subsets().get(i);
      var at = FieldPath.root("subsets").index(i);
      addWarnings(subset.addresses(), at.child("addresses"), warnings);
      addWarnings(subset.notReadyAddresses(), at.child("notReadyAddresses"), warnings);
    }
    return warnings;
  }

  private static void addWarnings(
      List<EndpointAddress> addresses, FieldPath at, List<String> warnings) {
    for (var i = 0; i < addresses.size(); i++) {
      warnings.addAll(Addresses.warnings(at.index(i).child("ip"), addresses.get(i).ip()));
    }
  }
}
