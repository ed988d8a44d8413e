package dev.podo.network.nftables;

/// How connections to one port of a Service are led to its endpoints. Each method adds to the
/// fragment what its answer needs, and is asked only where there is an endpoint.
interface Translation {
  /// The chain for connections to the ClusterIP.
  String toClusterIp();

  /// The chain for connections to an external or load balancer address.
  String toExternal(String ip);

  /// The chain for connections to the node port.
  String toNodePort();
}
