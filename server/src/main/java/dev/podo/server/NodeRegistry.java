package dev.podo.server;

import dev.podo.client.node.NodeApi;
import dev.podo.client.node.NodeDirectory;
import dev.podo.machinery.errors.ApiErrors;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The node agents of this process, by node.
public final class NodeRegistry implements NodeDirectory {
  private final ConcurrentMap<String, NodeApi> agents = new ConcurrentHashMap<>();

  /// From now on the API server asks this agent.
  ///
  /// @return takes it out again when closed
  public AutoCloseable register(String nodeName, NodeApi agent) {
    agents.put(nodeName, agent);
    return () -> agents.remove(nodeName, agent);
  }

  @Override
  public NodeApi node(String nodeName) {
    var agent = agents.get(nodeName);
    if (agent == null) {
      throw ApiErrors.serviceUnavailable(
          "no agent of node \"" + nodeName + "\" is connected; logs and commands need one");
    }
    return agent;
  }
}
