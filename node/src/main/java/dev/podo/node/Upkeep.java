package dev.podo.node;

import dev.podo.foundation.Scope;
import dev.podo.model.core.v1.ObjectReference;
import dev.podo.model.core.v1.Pod;
import dev.podo.node.eviction.EvictionLoop;
import dev.podo.node.eviction.PressureCondition;
import dev.podo.node.images.ImageCleaner;
import dev.podo.node.logs.LogRotation;
import dev.podo.node.volumes.PodDirectories;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What keeps a node from filling up: logs are rotated, images cleaned up, and at last pods
/// evicted. A simulated node never fills up, and has none of it.
final class Upkeep {
  private final NodeAgentConfig config;
  private final ClusterAccess cluster;
  private final NodePorts ports;
  private final PodDirectories directories;
  private final Scope scope;
  private volatile @Nullable EvictionLoop eviction;

  Upkeep(
      NodeAgentConfig config,
      ClusterAccess cluster,
      NodePorts ports,
      PodDirectories directories,
      Scope scope) {
    this.config = config;
    this.cluster = cluster;
    this.ports = ports;
    this.directories = directories;
    this.scope = scope;
  }

  /// @param pressureChanged what the node says about itself is no longer true
  void start(NodePods pods, Runnable pressureChanged) {
    var name = config.nodeName();
    var node = ObjectReference.builder().apiVersion("v1").kind("Node").name(name).uid(name).build();
    new LogRotation(ports.runtime(), directories, scope).start();
    var images = new ImageCleaner(ports.runtime(), cluster.events(), node, scope);
    images.start();
    var loop =
        new EvictionLoop(
            new EvictionLoop.Ports(
                ports.runtime(),
                ports.host(),
                directories,
                new Residents(pods, images, pressureChanged),
                cluster.events(),
                node),
            config.eviction(),
            scope);
    eviction = loop;
    loop.start();
  }

  Set<PressureCondition> pressure() {
    var loop = eviction;
    return loop == null ? EnumSet.noneOf(PressureCondition.class) : loop.conditions();
  }

  @Nullable String refuses(Pod pod) {
    var loop = eviction;
    return loop == null ? null : loop.refuses(pod);
  }

  private record Residents(NodePods pods, ImageCleaner images, Runnable changed)
      implements EvictionLoop.Residents {
    @Override
    public List<Pod> active() {
      return pods.active();
    }

    @Override
    public void evict(Pod pod, String message) {
      pods.evict(pod, message);
    }

    @Override
    public boolean isEvicting() {
      return pods.isEvicting();
    }

    @Override
    public void removeUnusedImages() throws InterruptedException {
      images.removeUnused();
    }

    @Override
    public void pressureChanged() {
      changed.run();
    }
  }
}
