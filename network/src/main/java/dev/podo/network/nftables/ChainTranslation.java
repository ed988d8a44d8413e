package dev.podo.network.nftables;

import dev.podo.network.services.ServiceEndpoint;
import dev.podo.network.services.ServiceName;
import dev.podo.network.services.ServiceNetwork;
import dev.podo.network.services.ServicePort;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Endpoints as chains, for session affinity: each has a chain `ep/…` that translates the address,
/// and a set `aff/…` of the clients that stick to it. A connection to a ClusterIP goes to the chain
/// `svc/…`, which picks one; one to a node port or external address goes through `ext/…` first; one
/// that must stay on the node picks in `loc/…`.
final class ChainTranslation implements Translation {
  private final Fragment.Builder into;
  private final String suffix;
  private final ServicePort port;
  private final ServiceNetwork network;

  ChainTranslation(
      Fragment.Builder into, ServiceName service, ServicePort port, ServiceNetwork network) {
    this.into = into;
    this.port = port;
    this.network = network;
    this.suffix = suffix(service, port);
    addEndpoints();
    addChoice("svc/" + suffix, port.cluster());
    if (usesLocal()) {
      addChoice("loc/" + suffix, port.local());
    }
  }

  static String suffix(ServiceName service, ServicePort port) {
    return String.join(
        "/",
        service.namespace(),
        service.name(),
        port.name(),
        port.portal().protocol().lowerCase() + port.portal().port());
  }

  private boolean usesLocal() {
    return port.policy().internalLocal() || port.policy().externalLocal();
  }

  @Override
  public String toClusterIp() {
    return (port.policy().internalLocal() ? "loc/" : "svc/") + suffix;
  }

  @Override
  public String toExternal(String ip) {
    return external();
  }

  @Override
  public String toNodePort() {
    return external();
  }

  private String external() {
    into.chain("ext/" + suffix, externalRules());
    return "ext/" + suffix;
  }

  private void addEndpoints() {
    var all = new LinkedHashSet<>(port.cluster());
    if (usesLocal()) {
      all.addAll(port.local());
    }
    var timeout = port.policy().affinity().toSeconds();
    for (var endpoint : all) {
      var name = name(endpoint);
      into.set(
          "aff/" + name,
          "{ type ipv4_addr; flags dynamic,timeout; timeout " + timeout + "s; size 65535; }");
      into.chain(
          "ep/" + name,
          List.of(
              // As the hairpins of maps.
              "ip saddr " + endpoint.ip() + " jump " + Skeleton.MASQUERADE,
              "update @aff/" + name + " { ip saddr }",
              "meta l4proto " + port.portal().protocol().lowerCase() + " dnat to " + endpoint));
    }
  }

  private String name(ServiceEndpoint endpoint) {
    return suffix + "/" + endpoint.ip() + "/" + endpoint.port();
  }

  private void addChoice(String chain, List<ServiceEndpoint> endpoints) {
    if (endpoints.isEmpty()) {
      return;
    }
    var clusterIp = port.portal().clusterIp();
    var rules = new ArrayList<String>();
    if (!clusterIp.isEmpty()) {
      rules.add(
          "ip daddr %s ip saddr != %s jump %s"
              .formatted(clusterIp, network.podCidr(), Skeleton.MASQUERADE));
    }
    var verdicts = new ArrayList<String>();
    for (var endpoint : endpoints) {
      rules.add("ip saddr @aff/" + name(endpoint) + " goto ep/" + name(endpoint));
      verdicts.add(verdicts.size() + " : goto ep/" + name(endpoint));
    }
    rules.add(
        verdicts.size() == 1
            ? verdicts.getFirst().substring("0 : ".length())
            : "numgen random mod %d vmap { %s }"
                .formatted(verdicts.size(), String.join(", ", verdicts)));
    into.chain(chain, rules);
  }

  private List<String> externalRules() {
    if (!port.policy().externalLocal()) {
      return List.of("jump " + Skeleton.MASQUERADE, "goto svc/" + suffix);
    }
    var rules = new ArrayList<String>();
    rules.add("ip saddr " + network.podCidr() + " goto svc/" + suffix);
    rules.add("fib saddr type local jump " + Skeleton.MASQUERADE);
    rules.add("fib saddr type local goto svc/" + suffix);
    if (!port.local().isEmpty()) {
      rules.add("goto loc/" + suffix);
    }
    return rules;
  }
}
