package dev.podo.network;

import dev.podo.network.dns.DnsConfig;
import dev.podo.network.proxy.ProxyConfig;
import dev.podo.network.services.NodePlace;
import dev.podo.network.transport.Transport;
import java.util.Optional;

/// What the network of one node is told.
///
/// @param place the node, and the address ranges of the cluster
/// @param dns how the cluster's DNS is served here; empty = not here
/// @param ingress how the ingress is served here; empty = not here
/// @param publishedIp the address written into the status of Ingresses; "" = none
/// @param transport how sockets are waited for
public record NetworkConfig(
    NodePlace place,
    Optional<DnsConfig> dns,
    Optional<ProxyConfig> ingress,
    String publishedIp,
    Transport transport) {}
