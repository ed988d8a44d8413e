package dev.podo.node.simulated;

import dev.podo.node.runtime.Container;
import dev.podo.node.runtime.ContainerConfig;
import dev.podo.node.runtime.ContainerRuntime;
import dev.podo.node.runtime.ContainerStats;
import dev.podo.node.runtime.ContainerStatus;
import dev.podo.node.runtime.Resources;
import dev.podo.node.runtime.RuntimeFailure;
import java.time.Duration;
import java.util.List;

record SimulatedContainers(SimulatedState state, SimulatedImages images)
    implements ContainerRuntime {
  private static final int NOT_STARTED = 128;
  private static final long MILLI_CPU = 10;
  private static final long MEMORY = 16L << 20;

  @Override
  public String create(String sandboxId, ContainerConfig config) {
    if (images.find(config.image()) == null) {
      throw RuntimeFailure.notFound("image \"" + config.image() + "\"");
    }
    return state.createContainer(sandboxId, config);
  }

  @Override
  public void start(String containerId) throws InterruptedException {
    var container = state.container(containerId);
    var delay = container.script.startDelay();
    if (!delay.isZero()) {
      state.clock().sleep(delay);
    }
    var error = container.script.startError();
    if (error != null) {
      state.end(container, NOT_STARTED, "StartError");
      throw new RuntimeFailure(RuntimeFailure.Kind.OTHER, error);
    }
    state.start(container);
  }

  @Override
  public void stop(String containerId, Duration grace) throws InterruptedException {
    var container = state.findContainer(containerId);
    if (container != null) {
      state.stop(container, grace);
    }
  }

  @Override
  public void resize(String containerId, Resources resources) {
    state.resize(state.container(containerId), resources);
  }

  @Override
  public void remove(String containerId) {
    state.removeContainer(containerId);
  }

  @Override
  public ContainerStatus status(String containerId) {
    var container = state.container(containerId);
    var image = images.find(container.config.image());
    var name = image == null ? container.config.image() : image.tags().getFirst();
    return state.status(container, name);
  }

  @Override
  public List<Container> list() {
    return state.containers().stream().map(SimulatedContainer::listed).toList();
  }

  @Override
  public void reopenLog(String containerId) {
    // there are no files
  }

  @Override
  public List<ContainerStats> stats() {
    var now = state.now();
    return state.containers().stream()
        .filter(SimulatedContainer::isRunning)
        .map(each -> {
          var started = each.startedAt();
          var age = started == null ? Duration.ZERO : Duration.between(started, now);
          return new ContainerStats(each.id, now, age.toNanos() * MILLI_CPU / 1000, MEMORY, 0);
        })
        .toList();
  }
}
