package dev.podo.node.runtime;

import dev.podo.client.node.ProcessStreams;
import dev.podo.model.Bytes;
import java.time.Duration;
import java.util.List;

/// Talking to what runs in a pod.
///
/// The streaming calls return when the stream has ended. A peer that leaves shows as
/// [dev.podo.client.node.PeerGoneException] of its sink or source: what the call holds is given
/// back, and the exception passes. All throw [RuntimeFailure] of kind NOT_FOUND or NOT_RUNNING
/// before anything was written.
public interface StreamingRuntime {
  /// Runs a command to its end and collects what it prints (at most 16 KiB of each stream are
  /// kept).
  ///
  /// @throws RuntimeFailure of kind TIMEOUT when it ran too long; it has then been killed
  ExecResult run(String containerId, List<String> command, Duration timeout)
      throws InterruptedException;

  /// Runs a command with its streams connected.
  ///
  /// @return its exit code
  int exec(String containerId, ExecConfig config, ProcessStreams streams)
      throws InterruptedException;

  /// Connects to the main process; which streams there are depends on how the container was made.
  void attach(String containerId, AttachConfig config, ProcessStreams streams)
      throws InterruptedException;

  /// Connects once to a TCP port inside the sandbox's network.
  ///
  /// @throws RuntimeFailure of kind OTHER when nobody listens there
  void portForward(String sandboxId, int port, ProcessStreams streams) throws InterruptedException;

  /// @param stdout what it printed, cut at the limit; so is `stderr`
  record ExecResult(int exitCode, Bytes stdout, Bytes stderr) {}

  record ExecConfig(
      List<String> command, boolean tty, boolean stdin, boolean stdout, boolean stderr) {
    public ExecConfig {
      command = List.copyOf(command);
    }
  }

  record AttachConfig(boolean tty, boolean stdin, boolean stdout, boolean stderr) {}
}
