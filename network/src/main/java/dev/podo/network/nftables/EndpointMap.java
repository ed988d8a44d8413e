package dev.podo.network.nftables;

import dev.podo.network.services.Protocol;

/// The maps from what a connection asks for, and a number drawn at random, to an endpoint.
enum EndpointMap {
  CLUSTER("endpoints", true),
  LOCAL("local-endpoints", true),
  NODE_PORT("nodeport-endpoints", false),
  LOCAL_NODE_PORT("nodeport-local-endpoints", false);

  private final String suffix;
  private final boolean byAddress;

  EndpointMap(String suffix, boolean byAddress) {
    this.suffix = suffix;
    this.byAddress = byAddress;
  }

  /// Whether the address is part of the key; a node port is the same at all addresses of the node.
  boolean isByAddress() {
    return byAddress;
  }

  String of(Protocol protocol) {
    return protocol.lowerCase() + "-" + suffix;
  }

  /// The statement that translates to one of `count` endpoints.
  String draw(Protocol protocol, int count) {
    var port = protocol.lowerCase() + " dport";
    return "dnat ip to %s . numgen random mod %d map @%s"
        .formatted(byAddress ? "ip daddr . " + port : port, count, of(protocol));
  }
}
