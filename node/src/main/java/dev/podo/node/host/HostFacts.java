package dev.podo.node.host;

import java.util.List;
import java.util.SortedMap;

/// What the Node object says about its machine.
///
/// @param hostname as the kernel has it
/// @param addresses internal IPs, the first one first
/// @param milliCpu thousandths of a CPU
/// @param diskBytes size of the file system of pods' data
/// @param hugePages bytes set aside for pages of a size, by `hugepages-SIZE`
public record HostFacts(
    String hostname,
    List<String> addresses,
    long milliCpu,
    long memoryBytes,
    long diskBytes,
    SortedMap<String, Long> hugePages,
    SystemIds ids,
    SystemVersions versions) {
  public HostFacts {
    addresses = List.copyOf(addresses);
  }

  public record SystemIds(String machineId, String systemUuid, String bootId) {}

  /// @param architecture in Go's words: `amd64`, `arm64`
  public record SystemVersions(
      String architecture, String operatingSystem, String kernelVersion, String osImage) {}

  /// As used in addresses of pods with the host's network.
  public String address() {
    return addresses.isEmpty() ? "" : addresses.getFirst();
  }
}
