package dev.podo.node.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/// What a sandbox is to be.
///
/// @param attempt 0, 1, … of this pod: part of the sandbox's name
/// @param hostname of the UTS namespace; "" with the host's network
/// @param logDirectory where its containers' logs go; the agent has made it
/// @param cgroupParent the cgroup below which the pod's cgroups are made, as the cgroup driver
///   spells it; "" for the runtime's default
/// @param labels come back as given
/// @param annotations the pod's; come back as given
public record SandboxConfig(
    PodId pod,
    int attempt,
    String hostname,
    Path logDirectory,
    String cgroupParent,
    SandboxNetwork network,
    SandboxSecurity security,
    SortedMap<String, String> labels,
    SortedMap<String, String> annotations) {

  /// @param host use the node's network; then `dns` alone applies
  /// @param dns what `/etc/resolv.conf` says
  /// @param ports host ports to map to the pod; those with hostPort 0 are only declared
  public record SandboxNetwork(boolean host, DnsConfig dns, List<PortMapping> ports) {
    public SandboxNetwork {
      ports = List.copyOf(ports);
    }
  }

  /// The lines of a resolv.conf.
  public record DnsConfig(List<String> servers, List<String> searches, List<String> options) {
    public DnsConfig {
      servers = List.copyOf(servers);
      searches = List.copyOf(searches);
      options = List.copyOf(options);
    }
  }

  /// @param protocol TCP, UDP or SCTP
  /// @param hostIp "" for all addresses of the host
  public record PortMapping(String protocol, int containerPort, int hostPort, String hostIp) {}
}
