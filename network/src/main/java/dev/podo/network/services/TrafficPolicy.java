package dev.podo.network.services;

import java.time.Duration;

/// Which endpoints serve whom.
///
/// @param affinity how long a client sticks to its endpoint after its last connection; zero = not
///   at all
/// @param internalLocal `internalTrafficPolicy: Local`
/// @param externalLocal `externalTrafficPolicy: Local`
public record TrafficPolicy(Duration affinity, boolean internalLocal, boolean externalLocal) {
  public static final TrafficPolicy CLUSTER = new TrafficPolicy(Duration.ZERO, false, false);

  public boolean hasAffinity() {
    return affinity.isPositive();
  }
}
