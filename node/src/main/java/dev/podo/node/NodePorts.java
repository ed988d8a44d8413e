package dev.podo.node;

import dev.podo.node.handlers.NetworkClient;
import dev.podo.node.host.Host;
import dev.podo.node.runtime.Runtime;

/// What a node agent stands on.
///
/// @param network reaches containers for probes and hooks
public record NodePorts(Runtime runtime, Host host, NetworkClient network) {}
