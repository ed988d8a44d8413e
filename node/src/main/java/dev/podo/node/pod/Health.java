package dev.podo.node.pod;

import org.jspecify.annotations.Nullable;

/// What the probes of a running container have found.
///
/// @param started the startup probe has succeeded, or there is none
/// @param ready the readiness probe succeeds, or there is none
/// @param sick why it must be restarted (which probe failed); null while it need not
/// @param graceSeconds how long it may take to stop for that; null for the pod's
record Health(boolean started, boolean ready, @Nullable String sick, @Nullable Long graceSeconds) {
  static final Health UNPROBED = new Health(true, true, null, null);
}
