package dev.podo.node.runtime;

import java.time.Duration;
import java.util.List;

/// The containers of sandboxes.
public interface ContainerRuntime {
  /// Creates a container, not yet running, in a sandbox that is ready. Its image is present.
  ///
  /// @return its id
  String create(String sandboxId, ContainerConfig config) throws InterruptedException;

  /// Starts a created container.
  ///
  /// @throws RuntimeFailure when it could not be started (no such command …); the container is then
  ///   EXITED with code 128 and reason `StartError`, or still CREATED
  void start(String containerId) throws InterruptedException;

  /// Sends the stop signal, waits for the end up to `grace`, then kills; returns when it has ended.
  /// Ended already or unknown: succeeds.
  void stop(String containerId, Duration grace) throws InterruptedException;

  /// Gives a container other limits while it runs; one that has ended stays as it is.
  ///
  /// @throws RuntimeFailure of kind NOT_FOUND, or when the kernel does not allow it
  void resize(String containerId, Resources resources) throws InterruptedException;

  /// Removes a container that does not run, its log files excepted. Unknown: succeeds.
  void remove(String containerId) throws InterruptedException;

  /// @throws RuntimeFailure of kind NOT_FOUND
  ContainerStatus status(String containerId) throws InterruptedException;

  /// All containers, ended ones too, oldest first.
  List<Container> list() throws InterruptedException;

  /// Has the runtime open the log file anew after it was moved away.
  void reopenLog(String containerId) throws InterruptedException;

  /// What running containers use.
  List<ContainerStats> stats() throws InterruptedException;
}
