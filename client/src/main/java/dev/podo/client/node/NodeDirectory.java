package dev.podo.client.node;

/// Finds the agent of a node.
@FunctionalInterface
public interface NodeDirectory {
  /// @throws dev.podo.machinery.errors.ApiException `ServiceUnavailable` when no agent of that node
  ///   can be reached
  NodeApi node(String nodeName);
}
