package dev.podo.node;

import dev.podo.model.Quantity;
import dev.podo.node.eviction.EvictionSettings;
import dev.podo.node.runtime.SandboxConfig.DnsConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// @param nodeName name of the Node object
/// @param labels of the Node, beside those that follow from the machine
/// @param maxPods how many pods it takes
/// @param reserved what of the machine is not for pods
/// @param dns how pods resolve names
/// @param paths where files go
/// @param eviction when the node counts as short of memory or disk
/// @param version as in `v1.36.0+podo`: the kubeletVersion of the Node
public record NodeAgentConfig(
    String nodeName,
    Map<String, String> labels,
    int maxPods,
    Map<String, Quantity> reserved,
    DnsSettings dns,
    Paths paths,
    EvictionSettings eviction,
    String version) {

  /// @param servers addresses of the cluster's DNS; empty when there is none
  /// @param domain as in `cluster.local`
  /// @param host what the node itself uses
  public record DnsSettings(List<String> servers, String domain, DnsConfig host) {}

  /// @param root of the pods' files
  /// @param logs of containers
  /// @param cgroupRoot below which pods' cgroups go; "" for the runtime's default
  public record Paths(Path root, Path logs, String cgroupRoot) {}

  /// Fit for a simulated node, and to begin with for others.
  public static NodeAgentConfig of(String nodeName, String version) {
    return new NodeAgentConfig(
        nodeName,
        Map.of(),
        110,
        Map.of(),
        new DnsSettings(List.of(), "cluster.local", new DnsConfig(List.of(), List.of(), List.of())),
        new Paths(Path.of("/var/lib/kubelet"), Path.of("/var/log/pods"), ""),
        EvictionSettings.DEFAULTS,
        version);
  }

  public NodeAgentConfig withLabels(Map<String, String> value) {
    return new NodeAgentConfig(nodeName, value, maxPods, reserved, dns, paths, eviction, version);
  }

  public NodeAgentConfig withMaxPods(int value) {
    return new NodeAgentConfig(nodeName, labels, value, reserved, dns, paths, eviction, version);
  }

  public NodeAgentConfig withDns(DnsSettings value) {
    return new NodeAgentConfig(
        nodeName, labels, maxPods, reserved, value, paths, eviction, version);
  }

  public NodeAgentConfig withPaths(Paths value) {
    return new NodeAgentConfig(nodeName, labels, maxPods, reserved, dns, value, eviction, version);
  }

  public NodeAgentConfig withEviction(EvictionSettings value) {
    return new NodeAgentConfig(nodeName, labels, maxPods, reserved, dns, paths, value, version);
  }
}
