package dev.podo.node.containerd.cri;

import dev.podo.node.containerd.cri.v1.ContainerState;
import dev.podo.node.containerd.cri.v1.ContainerStatusRequest;
import dev.podo.node.containerd.cri.v1.CreateContainerRequest;
import dev.podo.node.containerd.cri.v1.ListContainerStatsRequest;
import dev.podo.node.containerd.cri.v1.ListContainersRequest;
import dev.podo.node.containerd.cri.v1.RemoveContainerRequest;
import dev.podo.node.containerd.cri.v1.ReopenContainerLogRequest;
import dev.podo.node.containerd.cri.v1.StartContainerRequest;
import dev.podo.node.containerd.cri.v1.StopContainerRequest;
import dev.podo.node.containerd.cri.v1.UpdateContainerResourcesRequest;
import dev.podo.node.runtime.Container;
import dev.podo.node.runtime.ContainerConfig;
import dev.podo.node.runtime.ContainerRuntime;
import dev.podo.node.runtime.ContainerStats;
import dev.podo.node.runtime.ContainerStatus;
import dev.podo.node.runtime.Resources;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// Containers through CRI.
final class CriContainers implements ContainerRuntime {
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final Duration LONG = Duration.ofMinutes(4);

  private final CriChannel channel;
  private final CriSandboxes sandboxes;
  private final KnownIds known;
  private final boolean appArmor;

  CriContainers(CriChannel channel, CriSandboxes sandboxes, KnownIds known, boolean appArmor) {
    this.channel = channel;
    this.sandboxes = sandboxes;
    this.known = known;
    this.appArmor = appArmor;
  }

  @Override
  public String create(String sandboxId, ContainerConfig config) throws InterruptedException {
    var request =
        CreateContainerRequest.newBuilder()
            .setPodSandboxId(sandboxId)
            .setConfig(Translation.container(config, appArmor))
            .setSandboxConfig(sandboxes.config(sandboxId))
            .build();
    var id = CriChannel.call(() -> channel.runtime(LONG).createContainer(request)).getContainerId();
    known.addContainer(id, sandboxId);
    return id;
  }

  @Override
  public void start(String containerId) throws InterruptedException {
    var request = StartContainerRequest.newBuilder().setContainerId(containerId).build();
    CriChannel.call(() -> channel.runtime(LONG).startContainer(request));
  }

  @Override
  public void stop(String containerId, Duration grace) throws InterruptedException {
    var request =
        StopContainerRequest.newBuilder()
            .setContainerId(containerId)
            .setTimeout(grace.plusMillis(999).toSeconds())
            .build();
    CriChannel.callIdempotent(() -> channel.runtime(grace.plus(LONG)).stopContainer(request));
  }

  @Override
  public void resize(String containerId, Resources resources) throws InterruptedException {
    var request =
        UpdateContainerResourcesRequest.newBuilder()
            .setContainerId(containerId)
            .setLinux(Translation.resources(resources))
            .build();
    CriChannel.call(() -> channel.runtime(SHORT).updateContainerResources(request));
  }

  @Override
  public void remove(String containerId) throws InterruptedException {
    var request = RemoveContainerRequest.newBuilder().setContainerId(containerId).build();
    CriChannel.callIdempotent(() -> channel.runtime(LONG).removeContainer(request));
  }

  @Override
  public ContainerStatus status(String containerId) throws InterruptedException {
    var request = ContainerStatusRequest.newBuilder().setContainerId(containerId).build();
    var status = CriChannel.call(() -> channel.runtime(SHORT).containerStatus(request)).getStatus();
    var container =
        new Container(
            status.getId(),
            known.sandboxOf(containerId),
            status.getMetadata().getName(),
            status.getMetadata().getAttempt(),
            state(status.getState()),
            status.getImageRef(),
            Translation.time(status.getCreatedAt()),
            Translation.sorted(status.getLabelsMap()),
            Translation.sorted(status.getAnnotationsMap()));
    var hasEnded = status.getFinishedAt() != 0;
    // containerd takes the time of the start when it has heard of it: one that ends at once ends
    // before.
    var startedAt =
        hasEnded ? Math.min(status.getStartedAt(), status.getFinishedAt()) : status.getStartedAt();
    return new ContainerStatus(
        container,
        status.getImage().getImage(),
        status.getImageRef(),
        startedAt == 0 ? null : Translation.time(startedAt),
        hasEnded ? Translation.time(status.getFinishedAt()) : null,
        status.getExitCode(),
        status.getReason(),
        status.getMessage());
  }

  @Override
  public List<Container> list() throws InterruptedException {
    var request = ListContainersRequest.getDefaultInstance();
    return CriChannel.call(() -> channel.runtime(SHORT).listContainers(request))
        .getContainersList()
        .stream()
        .map(CriContainers::listed)
        .peek(known::add)
        .sorted(Comparator.comparing(Container::createdAt).thenComparing(Container::id))
        .toList();
  }

  private static Container listed(dev.podo.node.containerd.cri.v1.Container item) {
    return new Container(
        item.getId(),
        item.getPodSandboxId(),
        item.getMetadata().getName(),
        item.getMetadata().getAttempt(),
        state(item.getState()),
        item.getImageRef(),
        Translation.time(item.getCreatedAt()),
        Translation.sorted(item.getLabelsMap()),
        Translation.sorted(item.getAnnotationsMap()));
  }

  private static Container.State state(ContainerState state) {
    return switch (state) {
      case CONTAINER_CREATED -> Container.State.CREATED;
      case CONTAINER_RUNNING -> Container.State.RUNNING;
      case CONTAINER_EXITED -> Container.State.EXITED;
      case CONTAINER_UNKNOWN, UNRECOGNIZED -> Container.State.UNKNOWN;
    };
  }

  @Override
  public void reopenLog(String containerId) throws InterruptedException {
    var request = ReopenContainerLogRequest.newBuilder().setContainerId(containerId).build();
    CriChannel.call(() -> channel.runtime(SHORT).reopenContainerLog(request));
  }

  @Override
  public List<ContainerStats> stats() throws InterruptedException {
    var request = ListContainerStatsRequest.getDefaultInstance();
    return CriChannel.call(() -> channel.runtime(SHORT).listContainerStats(request))
        .getStatsList()
        .stream()
        .map(s ->
            new ContainerStats(
                s.getAttributes().getId(),
                Translation.time(s.getCpu().getTimestamp()),
                s.getCpu().getUsageCoreNanoSeconds().getValue(),
                s.getMemory().getWorkingSetBytes().getValue(),
                s.getWritableLayer().getUsedBytes().getValue()))
        .toList();
  }
}
