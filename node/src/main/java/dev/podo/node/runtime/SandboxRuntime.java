package dev.podo.node.runtime;

import java.util.List;

/// Pods' shared surroundings: network, IPC, host name.
public interface SandboxRuntime {
  /// Creates and starts a sandbox with its network; when this returns, containers can be started in
  /// it, and [#status] has its addresses. What a failed attempt left behind it has removed.
  ///
  /// @return its id
  String create(SandboxConfig config) throws InterruptedException;

  /// Kills what still runs in it without further grace and gives back its network. Done already or
  /// unknown: succeeds.
  void stop(String sandboxId) throws InterruptedException;

  /// Removes a sandbox and its containers, stopping it first if need be. Unknown: succeeds.
  void remove(String sandboxId) throws InterruptedException;

  /// @throws RuntimeFailure of kind NOT_FOUND
  SandboxStatus status(String sandboxId) throws InterruptedException;

  /// All sandboxes, stopped ones too, oldest first.
  List<Sandbox> list() throws InterruptedException;
}
