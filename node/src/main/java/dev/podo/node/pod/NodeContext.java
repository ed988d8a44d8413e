package dev.podo.node.pod;

import java.util.List;

/// What a pod's status says about its node.
///
/// @param hostIps addresses of the node, the first one first
/// @param scheme of container IDs: the runtime's name
record NodeContext(List<String> hostIps, String scheme) {
  String hostIp() {
    return hostIps.isEmpty() ? "" : hostIps.getFirst();
  }
}
