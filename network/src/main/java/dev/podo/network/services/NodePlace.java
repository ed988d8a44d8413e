package dev.podo.network.services;

/// Which node a plan is for.
///
/// @param nodeName tells endpoints of this node from others
public record NodePlace(String nodeName, ServiceNetwork network) {}
