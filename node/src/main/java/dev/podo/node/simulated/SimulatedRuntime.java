package dev.podo.node.simulated;

import dev.podo.foundation.Clock;
import dev.podo.node.handlers.NetworkClient;
import dev.podo.node.runtime.ContainerRuntime;
import dev.podo.node.runtime.ImageRuntime;
import dev.podo.node.runtime.LogSource;
import dev.podo.node.runtime.Runtime;
import dev.podo.node.runtime.RuntimeEvent;
import dev.podo.node.runtime.RuntimeInfo;
import dev.podo.node.runtime.SandboxRuntime;
import dev.podo.node.runtime.StreamingRuntime;
import java.util.Optional;
import java.util.function.Consumer;

/// A runtime whose pods do as their annotations say (see [PodScript]). It outlives the agent that
/// uses it, as a real one does.
public final class SimulatedRuntime implements Runtime {
  private final SimulatedState state;
  private final SimulatedSandboxes sandboxes;
  private final SimulatedContainers containers;
  private final SimulatedImages images;
  private final SimulatedStreams streams;

  /// @param node a number of its own for each node: pods' addresses follow from it
  public SimulatedRuntime(Clock clock, int node) {
    this.state = new SimulatedState(clock, node);
    this.images = new SimulatedImages(clock);
    this.sandboxes = new SimulatedSandboxes(state);
    this.containers = new SimulatedContainers(state, images);
    this.streams = new SimulatedStreams(state);
  }

  @Override
  public SandboxRuntime sandboxes() {
    return sandboxes;
  }

  @Override
  public ContainerRuntime containers() {
    return containers;
  }

  @Override
  public ImageRuntime images() {
    return images;
  }

  @Override
  public StreamingRuntime streaming() {
    return streams;
  }

  /// Answers probes over the network of this node.
  public NetworkClient network() {
    return streams;
  }

  @Override
  public Optional<LogSource> logs() {
    return Optional.of(streams);
  }

  @Override
  public RuntimeInfo info() {
    return new RuntimeInfo("simulated", "1.0.0", true, true, "");
  }

  @Override
  public AutoCloseable onEvent(Consumer<RuntimeEvent> listener) {
    return state.onEvent(listener);
  }

  /// Ends a container as a crash would: for tests and faults.
  ///
  /// @return whether one of that pod and name ran
  public boolean crash(String podUid, String container, int exitCode, String reason) {
    for (var each : state.containers()) {
      if (each.isRunning()
          && each.sandbox.config.pod().uid().equals(podUid)
          && each.config.name().equals(container)) {
        state.end(each, exitCode, reason);
        return true;
      }
    }
    return false;
  }

  /// Pods go on; whoever listened hears no more.
  @Override
  public void close() {
    state.forgetListeners();
  }
}
