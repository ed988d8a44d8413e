package dev.podo.simulator;

import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.pki.Pki;
import dev.podo.client.Api;
import dev.podo.foundation.Check;
import dev.podo.foundation.Scope;
import dev.podo.foundation.VirtualClock;
import dev.podo.node.NodeAgentConfig;
import dev.podo.node.SimulatedNodes;
import dev.podo.node.simulated.SimulatedRuntime;
import dev.podo.server.ControlPlane;
import dev.podo.simulator.invariants.Invariants;
import dev.podo.simulator.invariants.ViolationException;
import dev.podo.simulator.network.SimulatedNetwork;
import dev.podo.store.memory.MemoryDisk;
import dev.podo.store.memory.MemoryJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The control plane of production and simulated nodes, on one thread, from one seed. It moves only
/// inside [#run] and its like; after every committed write the invariants are checked.
///
/// It may be crashed and started again: the disk and the machines of the nodes outlive it.
public final class SimulatedCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Simulation simulation;
  private final History history;
  private final MemoryDisk disk = new MemoryDisk();
  private final Pki pki;
  private final SortedMap<String, Scope> agents = new TreeMap<>();
  private final List<String> nodeNames = new ArrayList<>();
  private Life life;

  /// From one start of the control plane to its end.
  private record Life(
      Scope scope,
      SimulatedDisk disk,
      SimulatedNetwork network,
      ControlPlane plane,
      SimulatedNodes nodes) {}

  private SimulatedCluster(long seed, int nodes) {
    this.simulation = new Simulation(seed);
    this.history = new History(simulation.clock());
    Invariants.always().forEach(history::require);
    this.pki = Pki.inMemory(List.of("localhost"), simulation.environment());
    for (int i = 1; i <= nodes; i++) {
      nodeNames.add("node-" + i);
    }
    this.life = inside(() -> live(null));
    nodeNames.forEach(this::startAgent);
  }

  /// Starts the control plane and the agents of so many nodes; they come up as time passes.
  public static SimulatedCluster start(long seed, int nodes) {
    return new SimulatedCluster(seed, nodes);
  }

  private Life live(@Nullable Life earlier) throws Exception {
    var environment = simulation.environment();
    var scope = Scope.root("plane", environment);
    var power = new SimulatedDisk(environment);
    var network = new SimulatedNetwork(environment);
    var journal = new MemoryJournal(disk, power);
    history.follow(journal);
    var config = ControlPlane.Config.inProcessOnly().withTransport(network);
    var plane = ControlPlane.start(config, journal, pki, scope);
    var nodes =
        earlier == null
            ? new SimulatedNodes(plane.informers(), name -> apiOf(plane, name), scope)
            : earlier.nodes().inNextProcess(plane.informers(), name -> apiOf(plane, name), scope);
    return new Life(scope, power, network, plane, nodes);
  }

  private static Api apiOf(ControlPlane plane, String node) {
    return plane.as(UserInfo.node(node));
  }

  // ---- time

  public VirtualClock clock() {
    return simulation.clock();
  }

  public History history() {
    return history;
  }

  /// How often a thread has been given the processor.
  public long steps() {
    return simulation.steps();
  }

  /// Lets time pass.
  public void run(Duration duration) {
    runUntil(() -> false, duration);
  }

  /// @param limit of virtual time
  /// @return whether the condition came to hold
  public boolean runUntil(BooleanSupplier condition, Duration limit) {
    return simulation.runUntil(
        () -> {
          history.look();
          return condition.getAsBoolean();
        },
        limit);
  }

  /// Does something on a thread of the simulation: whatever waits must.
  ///
  /// @throws IllegalStateException when it fails, or takes more than five minutes
  public <T> T inside(Callable<T> task) {
    var result = new Result<T>();
    simulation.start(() -> result.of(task));
    if (!runUntil(() -> result.done, PATIENCE)) {
      throw new ViolationException("a task of the test did not end within " + PATIENCE);
    }
    if (result.failure != null) {
      throw new IllegalStateException(result.failure);
    }
    return Check.notNull(result.value, "the result");
  }

  /// Begins something on a thread of the simulation, and does not wait for it; it may die in a
  /// crash.
  public void start(Runnable task) {
    simulation.start(task);
  }

  private static final class Result<T> {
    private @Nullable T value;
    private @Nullable Throwable failure;
    private boolean done;

    void of(Callable<T> task) {
      try {
        value = task.call();
      } catch (Throwable e) {
        failure = e;
      } finally {
        done = true;
      }
    }
  }

  // ---- what is there

  /// The administrator's client port, over a link of its own; of this life of the control plane.
  public Api api() {
    return life.plane().server().inProcess(UserInfo.of(Pki.ADMIN_USER, Pki.ADMIN_GROUP));
  }

  public List<String> nodeNames() {
    return List.copyOf(nodeNames);
  }

  /// Of this life of the control plane.
  public SimulatedNetwork network() {
    return life.network();
  }

  public SimulatedRuntime runtime(String node) {
    return life.nodes().runtime(node);
  }

  /// Completed when a component died of an unexpected error.
  public @Nullable String death() {
    return life.scope().failure().isDone() ? "a component died; its log says why" : null;
  }

  // ---- faults

  /// Kills the agent of a node; its pods go on.
  public void killAgent(String node) {
    var agent = agents.remove(node);
    if (agent != null) {
      inside(() -> {
        agent.close();
        return true;
      });
    }
  }

  /// Starts the agent of a node if none runs.
  public void startAgent(String node) {
    if (!agents.containsKey(node)) {
      var scope = life.scope().child("agent of " + node);
      agents.put(node, scope);
      inside(() -> life.nodes().startApart(NodeAgentConfig.of(node, "v1.36.0+podo"), scope));
    }
  }

  /// How long a sync of the disk takes at most.
  public void setSyncMax(Duration value) {
    life.disk().setSyncMax(value);
  }

  /// The machine of the control plane and of the agents loses power, and comes back at once: what
  /// was not synced is lost, or not, and the pods go on.
  public void crash() {
    var last = life;
    last.disk().losePower();
    last.network().shutDown();
    agents.clear();
    inside(() -> {
      last.scope().close();
      return true;
    });
    disk.crash(simulation.environment().random());
    life = inside(() -> live(last));
    nodeNames.forEach(this::startAgent);
  }

  /// Whatever failed works again; agents that are dead come back.
  public void heal() {
    life.network().heal();
    life.disk().setSyncMax(Duration.ofMillis(2));
    nodeNames.forEach(this::startAgent);
  }

  @Override
  public void close() {
    inside(() -> {
      life.scope().close();
      return true;
    });
  }
}
