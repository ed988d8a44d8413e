package dev.podo.program.config;

import dev.podo.node.eviction.EvictionSettings;
import java.nio.file.Path;
import java.util.List;

/// The effective configuration, checked.
///
/// @param values every setting with its value and where that came from, for `podo config`
public record Config(
    Path dataDir,
    RuntimeKind runtime,
    int nodes,
    Node node,
    Listen api,
    Network network,
    Listen ingressHttp,
    Listen ingressHttps,
    String containerdBinary,
    Logging logging,
    List<Value> values) {

  /// What runs the containers.
  public enum RuntimeKind {
    CONTAINERD,
    SIMULATED
  }

  /// This machine as a Node: its name, and what must be left free on it.
  public record Node(String name, EvictionSettings eviction) {}

  /// An address and a port to listen on.
  public record Listen(String address, int port) {}

  /// The cluster's address ranges (CIDR), its node ports, and its DNS zone.
  public record Network(
      String serviceCidr,
      String podCidr,
      int nodePortFirst,
      int nodePortLast,
      String clusterDomain) {}

  /// What is logged, and how.
  public record Logging(String level, boolean json) {}

  /// One setting as it came out.
  ///
  /// @param source `default`, `file PATH`, `environment NAME` or `flag --NAME`
  public record Value(String key, String value, String source, String meaning) {}

  public Path adminKubeconfig() {
    return dataDir.resolve("admin.kubeconfig");
  }
}
