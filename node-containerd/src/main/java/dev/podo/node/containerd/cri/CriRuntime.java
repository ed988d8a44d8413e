package dev.podo.node.containerd.cri;

import dev.podo.foundation.Backoff;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.node.containerd.cri.v1.StatusRequest;
import dev.podo.node.containerd.cri.v1.VersionRequest;
import dev.podo.node.runtime.ContainerRuntime;
import dev.podo.node.runtime.ImageRuntime;
import dev.podo.node.runtime.Runtime;
import dev.podo.node.runtime.RuntimeEvent;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.runtime.RuntimeInfo;
import dev.podo.node.runtime.SandboxRuntime;
import dev.podo.node.runtime.StreamingRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.Consumer;

/// The runtime port on a containerd: CRI, and containerd's own services where CRI says too little.
public final class CriRuntime implements Runtime {
  private static final Duration SHORT = Duration.ofSeconds(10);

  private static final Duration SERVES_MAX = Duration.ofSeconds(30);
  private static final Backoff LOOK =
      Backoff.exponential(Duration.ofMillis(2), Duration.ofMillis(50));

  private final CriChannel channel;
  private final CriSandboxes sandboxes;
  private final CriContainers containers;
  private final CriImages images;
  private final CriStreaming streaming;
  private final TaskEvents events;
  private final Scope scope;

  /// Connects; listens until `parent` closes.
  public CriRuntime(CriSettings settings, Scope parent) {
    this.scope = parent.child("cri");
    this.channel = scope.onClose(new CriChannel(settings.socket()));
    var known = new KnownIds();
    this.sandboxes = new CriSandboxes(channel, known, settings.cgroup());
    this.containers = new CriContainers(channel, sandboxes, known, settings.appArmor());
    this.images = new CriImages(channel, settings, scope.environment());
    this.streaming = new CriStreaming(channel, containers, scope, settings.ioDirectory());
    this.events = new TaskEvents(channel, sandboxes, containers, known, scope);
    events.start();
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
    return streaming;
  }

  @Override
  public RuntimeInfo info() throws InterruptedException {
    var version =
        CriChannel.call(() -> channel.runtime(SHORT).version(VersionRequest.getDefaultInstance()));
    var status =
        CriChannel.call(() -> channel.runtime(SHORT).status(StatusRequest.getDefaultInstance()));
    var ready = true;
    var networkReady = true;
    var problems = new ArrayList<String>();
    for (var condition : status.getStatus().getConditionsList()) {
      if (!condition.getStatus()) {
        problems.add(condition.getReason() + ": " + condition.getMessage());
        ready &= !condition.getType().equals("RuntimeReady");
        networkReady &= !condition.getType().equals("NetworkReady");
      }
    }
    return new RuntimeInfo(
        version.getRuntimeName(),
        version.getRuntimeVersion(),
        ready,
        networkReady,
        String.join("; ", problems));
  }

  /// Waits until CRI serves: containerd answers a moment earlier.
  ///
  /// @throws RuntimeFailure of kind UNAVAILABLE when it does not in time
  public void awaitServing() throws InterruptedException {
    var environment = scope.environment();
    var deadline = Deadline.after(environment.clock(), SERVES_MAX);
    for (var tries = 1; ; tries++) {
      try {
        sandboxes.list();
        return;
      } catch (RuntimeFailure e) {
        if (deadline.hasPassed(environment.clock())) {
          throw e;
        }
        environment.clock().sleep(LOOK.delay(tries, environment.random()));
      }
    }
  }

  @Override
  public AutoCloseable onEvent(Consumer<RuntimeEvent> listener) {
    return events.onEvent(listener);
  }

  @Override
  public void close() {
    scope.close();
  }
}
