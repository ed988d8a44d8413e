package dev.podo.client.election;

import dev.podo.foundation.Check;
import java.time.Duration;

/// What an election is about.
///
/// @param namespace of the Lease
/// @param name of the Lease
/// @param identity of this candidate; no two have the same
/// @param leaseDuration the others wait so long after the last sign of life
/// @param renewDeadline the leader steps down when it could not renew for so long
/// @param retryPeriod between two tries
public record ElectionConfig(
    String namespace,
    String name,
    String identity,
    Duration leaseDuration,
    Duration renewDeadline,
    Duration retryPeriod) {
  public ElectionConfig {
    Check.that(
        leaseDuration.compareTo(renewDeadline) > 0 && renewDeadline.compareTo(retryPeriod) > 0,
        "an election needs leaseDuration > renewDeadline > retryPeriod");
  }

  /// With upstream's times: 15, 10 and 2 seconds.
  public static ElectionConfig of(String namespace, String name, String identity) {
    return new ElectionConfig(
        namespace,
        name,
        identity,
        Duration.ofSeconds(15),
        Duration.ofSeconds(10),
        Duration.ofSeconds(2));
  }
}
