package dev.podo.node.pod;

/// Why a pod ends that nobody deleted.
///
/// @param reason as in the Pod's status: `OutOfcpu`, `DeadlineExceeded`, `Evicted` …
/// @param evicted to save the node: there is no time for its grace
record Ending(String reason, String message, boolean evicted) {
  static final String EVICTED = "Evicted";

  Ending(String reason, String message) {
    this(reason, message, false);
  }

  static Ending evicted(String message) {
    return new Ending(EVICTED, message, true);
  }
}
