package dev.podo.node.runtime;

import java.util.List;

/// @param ips the pod's addresses, the first one first; empty with the host's network
public record SandboxStatus(Sandbox sandbox, List<String> ips) {
  public SandboxStatus {
    ips = List.copyOf(ips);
  }
}
