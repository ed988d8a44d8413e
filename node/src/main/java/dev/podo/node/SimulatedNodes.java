package dev.podo.node;

import dev.podo.client.Api;
import dev.podo.client.events.EventWriter;
import dev.podo.client.informer.Informers;
import dev.podo.foundation.Scope;
import dev.podo.node.simulated.SimulatedHost;
import dev.podo.node.simulated.SimulatedRuntime;
import dev.podo.node.source.CachedReferences;
import dev.podo.node.source.PodFeed;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Simulated nodes of one process. They share its caches and one writer of Events: however many
/// start their pods at once, Events take no more than one thread, and what is too much is dropped.
/// Each has a runtime of its own, which goes on when its agent ends.
public final class SimulatedNodes {
  private final Function<String, Api> api;
  private final Scope scope;
  private final PodFeed pods;
  private final CachedReferences references;
  private final EventWriter events;
  private final ReentrantLock lock = new ReentrantLock();
  private final SortedMap<String, Machine> machines;

  /// What outlives an agent.
  private record Machine(SimulatedHost host, SimulatedRuntime runtime) {}

  /// @param informers caches that may hold the pods of all nodes
  /// @param api as the identity of the node of that name
  public SimulatedNodes(Informers informers, Function<String, Api> api, Scope scope) {
    this(informers, api, scope, new TreeMap<>());
  }

  private SimulatedNodes(
      Informers informers,
      Function<String, Api> api,
      Scope scope,
      SortedMap<String, Machine> machines) {
    this.machines = machines;
    this.api = api;
    this.scope = scope;
    this.pods = PodFeed.shared(informers);
    this.references = new CachedReferences(informers);
    this.events = EventWriter.start("events of the simulated nodes", scope);
  }

  /// The same machines, with whatever runs on them, in the process that comes after this one.
  public SimulatedNodes inNextProcess(
      Informers nextInformers, Function<String, Api> nextApi, Scope nextScope) {
    lock.lock();
    try {
      return new SimulatedNodes(nextInformers, nextApi, nextScope, new TreeMap<>(machines));
    } finally {
      lock.unlock();
    }
  }

  /// Starts the agent of a node, on the machine that the node had before if it had one.
  public NodeAgent start(NodeAgentConfig config) {
    return start(config, scope);
  }

  /// @param life of the agent: closing it is the agent's death, the machine goes on
  public NodeAgent start(NodeAgentConfig config, Scope life) {
    return start(config, api.apply(config.nodeName()), pods, life);
  }

  /// The same with a cache of its own for the node's pods, filled through the node's own client
  /// port: whatever cuts the agent off hides from it what happens to its pods.
  public NodeAgent startApart(NodeAgentConfig config, Scope life) {
    var name = config.nodeName();
    var as = api.apply(name);
    return start(config, as, PodFeed.ofNode(new Informers(as, life), name), life);
  }

  private NodeAgent start(NodeAgentConfig config, Api as, PodFeed pods, Scope life) {
    var name = config.nodeName();
    var machine = machine(name);
    var access = new ClusterAccess(as, pods, references, events.recorder(as, "kubelet", name));
    var ports = new NodePorts(machine.runtime(), machine.host(), machine.runtime().network());
    return NodeAgent.start(config, access, ports, life);
  }

  private Machine machine(String name) {
    lock.lock();
    try {
      var number = machines.size() + 1;
      return machines.computeIfAbsent(
          name,
          any ->
              new Machine(
                  SimulatedHost.numbered(name, number),
                  new SimulatedRuntime(scope.environment().clock(), number)));
    } finally {
      lock.unlock();
    }
  }

  /// The runtime of a node, for faults.
  ///
  /// @throws IllegalArgumentException when the node was never started
  public SimulatedRuntime runtime(String name) {
    lock.lock();
    try {
      var machine = machines.get(name);
      if (machine == null) {
        throw new IllegalArgumentException("no simulated node \"" + name + "\"");
      }
      return machine.runtime();
    } finally {
      lock.unlock();
    }
  }

  public Collection<String> names() {
    lock.lock();
    try {
      return new TreeMap<>(machines).keySet();
    } finally {
      lock.unlock();
    }
  }
}
