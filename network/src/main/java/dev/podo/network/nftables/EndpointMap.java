package dev.podo.network.nftables;

import dev.podo.network.services.Protocol;
import java.util.List;

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

  /// The statements that translate to one of `count` endpoints.
  ///
  /// A packet that is under way while a transaction takes effect may have come here by the old
  /// rules and look into the map by the new ones. Where there are fewer endpoints now, the number
  /// drawn may be one too high; the first endpoint is there as long as there is any.
  List<String> draw(Protocol protocol, int count) {
    return count == 1
        ? List.of(drawOf(protocol, 1))
        : List.of(drawOf(protocol, count), drawOf(protocol, 1));
  }

  private String drawOf(Protocol protocol, int count) {
    var port = protocol.lowerCase() + " dport";
    return "dnat ip to %s . numgen random mod %d map @%s"
        .formatted(byAddress ? "ip daddr . " + port : port, count, of(protocol));
  }
}
