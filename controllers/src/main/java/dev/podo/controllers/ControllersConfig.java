package dev.podo.controllers;

import dev.podo.client.election.ElectionConfig;
import dev.podo.machinery.kinds.Catalogue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What the controllers are told.
///
/// @param catalogue the kinds that namespaces hold and that are collected as garbage
/// @param rootCaPem the certificates of the API server's authority, for `kube-root-ca.crt`
/// @param nodeGrace for how long after its last sign of life a node counts as healthy
/// @param election stands for election first; null where there is but one process
/// @param podCidr the addresses of all Pods, for each node a part; null gives nodes none
public record ControllersConfig(
    Catalogue catalogue,
    String rootCaPem,
    Duration nodeGrace,
    @Nullable ElectionConfig election,
    @Nullable String podCidr) {
  /// For the one process of a cluster, with upstream's times.
  public static ControllersConfig of(Catalogue catalogue, String rootCaPem) {
    return new ControllersConfig(catalogue, rootCaPem, Duration.ofSeconds(50), null, null);
  }

  public ControllersConfig withPodCidr(@Nullable String value) {
    return new ControllersConfig(catalogue, rootCaPem, nodeGrace, election, value);
  }
}
