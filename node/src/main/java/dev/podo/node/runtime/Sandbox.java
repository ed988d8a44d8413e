package dev.podo.node.runtime;

import java.time.Instant;
import java.util.SortedMap;

/// A sandbox as listed.
///
/// @param attempt as given in its config: later ones replace earlier ones
/// @param ready runs, with its network
public record Sandbox(
    String id,
    PodId pod,
    int attempt,
    boolean ready,
    Instant createdAt,
    SortedMap<String, String> labels,
    SortedMap<String, String> annotations) {}
