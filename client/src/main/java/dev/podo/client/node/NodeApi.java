package dev.podo.client.node;

import org.jspecify.annotations.Nullable;

/// An agent's streams. Every method blocks until the stream has ended: call it on a virtual thread.
///
/// All throw [dev.podo.machinery.errors.ApiException] when the request cannot begin (no such
/// container, not running), before anything was written to a sink; and let [PeerGoneException] of a
/// sink pass.
public interface NodeApi {
  /// Writes a container's log, and goes on with what is added when the request follows it. To who
  /// follows it no bytes at all are written first, which tells that there is a log.
  void logs(LogRequest request, ByteSink out) throws InterruptedException;

  /// Runs a command in a container.
  ///
  /// @return its exit code
  int exec(ExecRequest request, ProcessStreams streams) throws InterruptedException;

  /// Connects to a container's main process, and returns when that ends or the peer leaves.
  ///
  /// @return the exit code of the process, 0 when the peer left first
  int attach(AttachRequest request, ProcessStreams streams) throws InterruptedException;

  /// Connects to a port inside the pod: `stdin` goes there, `stdout` comes from there, an error
  /// that the peer should read goes to `stderr`.
  void portForward(PortForwardRequest request, ProcessStreams streams) throws InterruptedException;

  /// Answers a GET of the agent's own API, what kubelets serve on port 10250.
  ///
  /// @param path with its leading slash, still escaped, without a query
  default NodeReply get(String path) throws InterruptedException {
    return NodeReply.notFound();
  }

  /// What a pod of this node answers to an HTTP request where its network is but simulated, and its
  /// address leads nowhere.
  ///
  /// @return null for a real network: the address is there to be connected to
  default @Nullable NodeReply simulated(String ip, int port, String path)
      throws InterruptedException {
    return null;
  }
}
