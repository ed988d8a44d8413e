package dev.podo.network.services;

/// What holds for all Services of a node.
///
/// @param nodeIp the node's own address, from which its processes call ClusterIPs
/// @param podCidr the addresses of all pods of the cluster: they see each other unmasked
/// @param serviceCidr the addresses that ClusterIPs are taken from: whatever no Service claims
///   there is refused
public record ServiceNetwork(String nodeIp, String podCidr, String serviceCidr) {}
