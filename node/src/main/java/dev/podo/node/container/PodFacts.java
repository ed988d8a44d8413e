package dev.podo.node.container;

import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Pod;
import java.util.List;
import java.util.Map;

/// A pod with what only its node knows of it.
///
/// @param ips the pod's addresses
/// @param hostIps the node's addresses
/// @param allocatable of the node
public record PodFacts(
    Pod pod, List<String> ips, List<String> hostIps, Map<String, Quantity> allocatable) {}
