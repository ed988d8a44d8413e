package dev.podo.network.nftables;

import dev.podo.network.services.Protocol;
import dev.podo.network.services.ServiceEndpoint;
import dev.podo.network.services.ServiceNetwork;
import dev.podo.network.services.ServicePort;
import java.util.ArrayList;
import java.util.List;

/// Endpoints as elements of maps: an address, a protocol, a port and a number drawn at random give
/// an endpoint. A Service is then nothing but elements, and the chains that draw depend on how many
/// endpoints there are to draw from only; so what the kernel and libnftables hold besides elements
/// does not grow with the Services, nor does the time that a change takes.
final class MapTranslation implements Translation {
  private final Fragment.Builder into;
  private final ServicePort port;
  private final ServiceNetwork network;
  private final Protocol protocol;

  MapTranslation(Fragment.Builder into, ServicePort port, ServiceNetwork network) {
    this.into = into;
    this.port = port;
    this.network = network;
    this.protocol = port.portal().protocol();
  }

  @Override
  public String toClusterIp() {
    var map = port.policy().internalLocal() ? EndpointMap.LOCAL : EndpointMap.CLUSTER;
    var endpoints = port.internal();
    var ip = port.portal().clusterIp();
    addEndpoints(map, address(ip), endpoints);
    addHairpins(ip, endpoints);
    var chain = chain(port.policy().internalLocal() ? "local" : "cluster", endpoints.size());
    into.shared(
        chain,
        first(
            "ip saddr != " + network.podCidr() + " jump " + Skeleton.MASQUERADE,
            map.draw(protocol, endpoints.size())));
    return chain;
  }

  @Override
  public String toExternal(String ip) {
    return fromOutside("external", address(ip), EndpointMap.CLUSTER, EndpointMap.LOCAL);
  }

  @Override
  public String toNodePort() {
    var key = Integer.toString(port.portal().nodePort());
    return fromOutside("nodeport", key, EndpointMap.NODE_PORT, EndpointMap.LOCAL_NODE_PORT);
  }

  private String fromOutside(String kind, String key, EndpointMap map, EndpointMap localMap) {
    var count = port.cluster().size();
    var anywhere = chain(kind, count);
    addEndpoints(map, key, port.cluster());
    into.shared(anywhere, first("jump " + Skeleton.MASQUERADE, map.draw(protocol, count)));
    if (!port.policy().externalLocal()) {
      return anywhere;
    }
    addEndpoints(localMap, key, port.local());
    return unlessInside(anywhere, localMap);
  }

  /// Pods and the node itself are inside the cluster: a policy about traffic from outside is not
  /// about them. They are masqueraded all the same, since a pod may reach itself that way.
  private String unlessInside(String anywhere, EndpointMap localMap) {
    var localCount = port.local().size();
    var rules = new ArrayList<String>();
    rules.add("ip saddr " + network.podCidr() + " goto " + anywhere);
    rules.add("fib saddr type local goto " + anywhere);
    if (localCount > 0) {
      rules.addAll(localMap.draw(protocol, localCount));
    }
    var chain = anywhere + "/" + localCount;
    into.shared(chain, rules);
    return chain;
  }

  private static List<String> first(String rule, List<String> rest) {
    var rules = new ArrayList<String>();
    rules.add(rule);
    rules.addAll(rest);
    return rules;
  }

  private String chain(String kind, int count) {
    return "pick/" + kind + "/" + protocol.lowerCase() + "/" + count;
  }

  private String address(String ip) {
    return ip + " . " + port.portal().port();
  }

  private void addEndpoints(EndpointMap map, String key, List<ServiceEndpoint> endpoints) {
    for (int i = 0; i < endpoints.size(); i++) {
      var endpoint = endpoints.get(i);
      into.element(map.of(protocol), key + " . " + i, endpoint.ip() + " . " + endpoint.port());
    }
  }

  /// A pod that reaches itself through its Service must see the answer come from the Service. A
  /// ClusterIP is one Service's alone, so these elements are too.
  private void addHairpins(String ip, List<ServiceEndpoint> endpoints) {
    for (var endpoint : endpoints) {
      var key = endpoint.ip() + " . " + endpoint.ip() + " . " + ip;
      into.element(Skeleton.HAIRPINS, key, Fragment.MEMBER);
    }
  }
}
