package dev.podo.node.runtime;

import java.time.Instant;

/// What a container uses.
///
/// @param at when it was measured
/// @param cpuNanos CPU time since it started
/// @param memoryBytes the working set
/// @param diskBytes its writable layer
public record ContainerStats(
    String containerId, Instant at, long cpuNanos, long memoryBytes, long diskBytes) {}
