package dev.podo.node.pod;

/// Why a pod ends that nobody deleted.
///
/// @param reason as in the Pod's status: `OutOfcpu`, `DeadlineExceeded`, `Evicted` …
record Ending(String reason, String message) {}
