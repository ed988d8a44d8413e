package dev.podo.simulator;

import dev.podo.machinery.kinds.deployment.Deployments;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.core.v1.Pod;
import dev.podo.simulator.invariants.ViolationException;
import dev.podo.simulator.network.SimulatedNetwork.Quality;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/// What a seed decides to do to a cluster: first anything may fail while the invariants hold, then
/// everything heals and the cluster must come to rest.
final class Chaos {
  /// Pods leave a dead node after 50 s of grace and 300 s of toleration; back-offs go up to 5 min.
  private static final Duration HEALING = Duration.ofMinutes(12);

  private static final Duration NOTICING = Duration.ofMinutes(2);

  /// Of the 32 of a node: five pods fill it, so that placing them wrongly shows.
  private static final String CPU = "6";

  private static final List<String> APPS = List.of("web", "api");

  private final SimulatedCluster cluster;
  private final SplittableRandom dice;

  /// How a run went.
  record Report(long seed, long revisions, Duration took, Duration healed, String hash) {
    @Override
    public String toString() {
      return "seed %d: %d writes in %d min, healed after %d s, %s"
          .formatted(seed, revisions, took.toMinutes(), healed.toSeconds(), hash);
    }
  }

  private Chaos(SimulatedCluster cluster, long seed) {
    this.cluster = cluster;
    this.dice = new SplittableRandom(seed * 31 + 17);
  }

  /// @throws ViolationException with the last of the trace, when the seed shows a bug
  static Report run(long seed) {
    var cluster = SimulatedCluster.start(seed, 3 + (int) Math.floorMod(seed, 3L));
    try {
      return new Chaos(cluster, seed).run(seed, cluster.clock().nanos());
    } catch (RuntimeException e) {
      var tail = String.join("\n", cluster.history().trace().tail(60));
      throw new ViolationException(
          "seed %d: %s\nrerun with ./dev sim %d\n%s".formatted(seed, rootMessage(e), seed, tail),
          e);
    } finally {
      cluster.close();
    }
  }

  private static String rootMessage(Throwable e) {
    var cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.toString();
  }

  private Report run(long seed, long from) {
    for (var app : APPS) {
      Workloads.create(cluster, Workloads.deployment(app, 2 + dice.nextInt(5), app + ":0", CPU));
      Workloads.createService(cluster, app);
    }
    var rounds = 8 + dice.nextInt(20);
    for (int round = 1; round <= rounds; round++) {
      strike(round);
      cluster.run(Duration.ofMillis(dice.nextLong(dice.nextInt(4) == 0 ? 120_000 : 5_000)));
      requireAlive();
    }
    cluster.history().note("healing");
    cluster.heal();
    var healing = cluster.clock().nanos();
    // What is noticed late only, such as a watch that is silent, has its chance to do harm.
    cluster.run(NOTICING);
    if (!cluster.runUntil(this::isAtRest, HEALING)) {
      throw new ViolationException("not at rest " + HEALING + " after all was healed: " + state());
    }
    requireAlive();
    var now = cluster.clock().nanos();
    return new Report(
        seed,
        cluster.history().revision(),
        Duration.ofNanos(now - from),
        Duration.ofNanos(now - healing),
        cluster.history().trace().hash());
  }

  private void requireAlive() {
    var death = cluster.death();
    if (death != null) {
      throw new ViolationException(death);
    }
  }

  private boolean isAtRest() {
    return Workloads.nodesAreReady(cluster) && APPS.stream().allMatch(this::isAtRest);
  }

  private boolean isAtRest(String app) {
    return Workloads.isSettled(cluster, app)
        && Workloads.endpoints(cluster, app).equals(Workloads.readyAddresses(cluster, app));
  }

  private String state() {
    var out = new StringBuilder();
    for (var app : APPS) {
      var deployment = Workloads.deployment(cluster, app);
      out.append('\n').append(app).append(' ').append(deployment.status());
      out.append("\nendpoints ").append(Workloads.endpoints(cluster, app));
    }
    Workloads.pods(cluster)
        .forEach(pod ->
            out.append('\n')
                .append(pod.metadata().name())
                .append(' ')
                .append(pod.spec().nodeName())
                .append(' ')
                .append(pod.status().phase())
                .append(Pods.isReady(pod) ? " ready" : "")
                .append(Pods.isTerminating(pod) ? " terminating" : ""));
    return out.toString();
  }

  private void strike(int round) {
    var kind = dice.nextInt(14);
    var app = APPS.get(dice.nextInt(APPS.size()));
    var node = cluster.nodeNames().get(dice.nextInt(cluster.nodeNames().size()));
    cluster.history().note("strike " + kind + " " + app + " " + node);
    switch (kind) {
      case 0, 1 -> Workloads.change(cluster, app, Workloads.image(app + ":" + round));
      case 2 -> Workloads.change(cluster, app, Workloads.replicas(dice.nextInt(7)));
      case 3 -> cluster.killAgent(node);
      case 4 -> cluster.startAgent(node);
      case 5 -> cluster.network().cutWatches();
      case 6 -> cluster.network().link("system:node:" + node).setDown(true);
      case 7 -> cluster.network().link("system:node:" + node).setDown(false);
      case 8 -> cluster.crash();
      case 9 -> cluster.clock().skewBy(Duration.ofSeconds(dice.nextLong(600) - 300));
      case 10 -> crashContainer();
      case 11 -> deletePod();
      case 12 -> degrade();
      case 13 -> replace(app, round);
      default -> throw new IllegalStateException();
    }
  }

  /// Another one of the same name, before all of the first is gone.
  private void replace(String app, int round) {
    Workloads.delete(cluster, Deployments.KIND, app);
    Workloads.create(
        cluster, Workloads.deployment(app, 1 + dice.nextInt(6), app + ":" + round, CPU));
  }

  private void degrade() {
    cluster
        .network()
        .setQuality(new Quality(Duration.ofMillis(1 + dice.nextLong(200)), dice.nextInt(20)));
    cluster.setSyncMax(Duration.ofMillis(1 + dice.nextLong(300)));
  }

  private List<Pod> running() {
    return Workloads.pods(cluster)
        .filter(pod -> pod.status().phase().equals(Pods.RUNNING))
        .toList();
  }

  private void crashContainer() {
    var pods = running();
    if (!pods.isEmpty()) {
      var pod = pods.get(dice.nextInt(pods.size()));
      cluster.runtime(pod.spec().nodeName()).crash(pod.metadata().uid(), "main", 1, "Error");
    }
  }

  private void deletePod() {
    var pods = running();
    if (!pods.isEmpty()) {
      Workloads.delete(cluster, Pods.KIND, pods.get(dice.nextInt(pods.size())).metadata().name());
    }
  }
}
