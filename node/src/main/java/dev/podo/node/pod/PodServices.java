package dev.podo.node.pod;

import dev.podo.client.Api;
import dev.podo.client.events.EventRecorder;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Scope;
import dev.podo.model.Quantity;
import dev.podo.node.container.PodDns;
import dev.podo.node.handlers.Handlers;
import dev.podo.node.handlers.NetworkClient;
import dev.podo.node.host.Host;
import dev.podo.node.runtime.LogSource;
import dev.podo.node.runtime.Runtime;
import dev.podo.node.source.References;
import dev.podo.node.volumes.PodDirectories;
import dev.podo.node.volumes.Tokens;
import dev.podo.node.volumes.Volumes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the workers of a node share.
public final class PodServices {
  private final Ports ports;
  private final NodeSettings settings;
  private final Scope scope;
  private volatile @Nullable NodeContext node;
  private final Volumes volumes;
  private final Handlers handlers;
  private final ImagePuller puller;
  private final ContainerReader reader;

  /// What the node stands on.
  public record Ports(
      Api api,
      Runtime runtime,
      Host host,
      NetworkClient network,
      References references,
      EventRecorder events) {}

  /// @param logs of containers
  /// @param allocatable of the node
  /// @param cgroupRoot below which pods' cgroups go, "" for the runtime's default
  public record NodeSettings(
      LogSource logs,
      Map<String, Quantity> allocatable,
      PodDns dns,
      PodDirectories directories,
      String cgroupRoot) {}

  /// @param scope of the node: ends all its workers
  public PodServices(Ports ports, NodeSettings settings, Scope scope) {
    this.ports = ports;
    this.settings = settings;
    this.scope = scope;
    var clock = scope.environment().clock();
    this.volumes =
        new Volumes(
            ports.host(),
            settings.directories(),
            ports.references(),
            new Tokens(ports.api(), clock));
    this.handlers = new Handlers(ports.runtime(), ports.network(), clock);
    this.puller = new ImagePuller(ports.runtime().images(), clock);
    this.reader = new ContainerReader(ports.runtime(), ports.host(), settings.logs());
  }

  Api api() {
    return ports.api();
  }

  Runtime runtime() {
    return ports.runtime();
  }

  Host host() {
    return ports.host();
  }

  References references() {
    return ports.references();
  }

  EventRecorder events() {
    return ports.events();
  }

  NodeSettings settings() {
    return settings;
  }

  Scope scope() {
    return scope;
  }

  Clock clock() {
    return scope.environment().clock();
  }

  /// @throws dev.podo.node.runtime.RuntimeFailure while the runtime does not tell its name
  NodeContext node() throws InterruptedException {
    var known = node;
    if (known == null) {
      known = new NodeContext(hostIps(), ports.runtime().info().name());
      node = known;
    }
    return known;
  }

  List<String> hostIps() {
    return ports.host().facts().addresses();
  }

  Volumes volumes() {
    return volumes;
  }

  Handlers handlers() {
    return handlers;
  }

  ImagePuller puller() {
    return puller;
  }

  ContainerReader reader() {
    return reader;
  }

  /// Whether calls to the runtime take long enough to give them threads of their own.
  boolean isSlow() {
    return ports.host().storesFiles();
  }
}
