package dev.podo.node.runtime;

import java.util.Optional;
import java.util.function.Consumer;

/// A container runtime as a node agent sees it.
///
/// **Calls** block until the work is done, are made on virtual threads, many at once, and end with
/// [InterruptedException] when their thread is interrupted. What goes wrong is a [RuntimeFailure].
/// Calls for different pods do not wait for each other.
///
/// **Idempotence.** Stopping or removing what is stopped or gone already succeeds. Creating is not
/// idempotent; the agent lists first.
///
/// **Events.** Whoever listens is told of each container that starts, stops or goes, and of each
/// sandbox that stops, soon after it happened. An event only says what to look at: the agent asks
/// for the status. Events may come twice. When some may have been lost (the runtime's stream
/// broke), the runtime sends [RuntimeEvent#resync()], and the agent lists everything.
///
/// **Restart of the agent.** The runtime keeps running what runs. Labels and annotations given at
/// creation come back unchanged in lists and status: the agent finds its pods by them. The runtime
/// shows only what this agent (or its predecessor) made.
@SuppressWarnings({"JavaLangClash", "AvoidCommonTypeNames"}) // CRI's and Kubernetes' own word
public interface Runtime extends AutoCloseable {
  SandboxRuntime sandboxes();

  ContainerRuntime containers();

  ImageRuntime images();

  /// Exec, attach and port-forward.
  StreamingRuntime streaming();

  /// Name, version and whether the runtime and its network work.
  ///
  /// @throws RuntimeFailure of kind UNAVAILABLE when nobody answers
  RuntimeInfo info() throws InterruptedException;

  /// The logs of a runtime that writes no files. Empty for one that does as it was told: it appends
  /// to [ContainerConfig#logPath()] below [SandboxConfig#logDirectory()], in the CRI log format.
  default Optional<LogSource> logs() {
    return Optional.empty();
  }

  /// Has `listener` told of each event from now on, on a thread of the runtime's: it must return at
  /// once. Several may listen.
  ///
  /// @return ends it when closed
  AutoCloseable onEvent(Consumer<RuntimeEvent> listener);

  /// Lets go of the connection; containers go on running. Does not throw.
  @Override
  void close();
}
