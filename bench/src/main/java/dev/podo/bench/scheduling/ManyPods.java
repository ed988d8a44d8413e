package dev.podo.bench.scheduling;

import dev.podo.apiserver.authn.UserInfo;
import dev.podo.bench.cluster.LocalCluster;
import dev.podo.bench.cluster.Poll;
import dev.podo.bench.load.Clients;
import dev.podo.bench.machine.Heap;
import dev.podo.bench.machine.Workspace;
import dev.podo.bench.objects.SampleObjects;
import dev.podo.bench.report.Report;
import dev.podo.bench.report.Units;
import dev.podo.client.WriteOptions;
import dev.podo.client.informer.Informers;
import dev.podo.foundation.Clock;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import dev.podo.model.core.v1.Pod;
import dev.podo.node.NodeAgentConfig;
import dev.podo.node.SimulatedNodes;
import dev.podo.server.NodesReady;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// Ten thousand pods, created through the API in process, until all are seen Running: every part of
/// the control plane and the agents of a hundred simulated nodes, on a durable store.
public final class ManyPods {
  private static final int PODS = 10_000;
  private static final int NODES = 100;
  private static final int WRITERS = 32;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String VERSION = "v1.36.0+podo";

  private final Report report;

  public ManyPods(Report report) {
    this.report = report;
  }

  public void run() throws Exception {
    try (var workspace = Workspace.create("pods");
        var cluster = LocalCluster.whole(workspace.path("store"))) {
      startNodes(cluster);
      awaitAccount(cluster);
      var before = Heap.live();
      var begin = System.nanoTime();
      var created = create(cluster);
      awaitRunning(cluster.plane().informers());
      var took = Duration.ofNanos(System.nanoTime() - begin);
      report.row(
          Units.count(PODS) + " pods on " + NODES + " simulated nodes, created until Running",
          Units.time(took)
              + " ("
              + Units.perSecond(PODS, took)
              + "); creating them took "
              + Units.time(created),
          "< 5 s");
      report.row(
          "heap for " + Units.count(PODS) + " pods, agents included",
          Units.bytes(Heap.live() - before),
          "< 300 MiB");
    }
  }

  private static void startNodes(LocalCluster cluster) throws Exception {
    var plane = cluster.plane();
    var nodes =
        new SimulatedNodes(
            plane.informers(), name -> plane.as(UserInfo.node(name)), cluster.scope());
    var names = new ArrayList<String>();
    for (int i = 0; i < NODES; i++) {
      var name = "node-" + i;
      names.add(name);
      nodes.start(NodeAgentConfig.of(name, VERSION));
    }
    if (!NodesReady.await(plane.informers(), names, Clock.system())) {
      throw new IOException("the simulated nodes did not become ready");
    }
  }

  private static void awaitAccount(LocalCluster cluster) throws Exception {
    Poll.until(
        "the default service account", PATIENCE, Duration.ofMillis(10), () -> hasAccount(cluster));
  }

  private static boolean hasAccount(LocalCluster cluster) {
    try {
      cluster.admin().get(ServiceAccounts.KIND, SampleObjects.NAMESPACE, "default");
      return true;
    } catch (ApiException notYet) {
      return false;
    }
  }

  private static Duration create(LocalCluster cluster) throws Exception {
    var api = cluster.admin();
    return Clients.virtual(
            WRITERS,
            i ->
                api.create(
                    Pods.KIND,
                    SampleObjects.plainPod("p-" + i, "example.org/p:1"),
                    WriteOptions.defaults()))
        .run(PATIENCE, PODS, new AtomicLong())
        .took();
  }

  /// Looks now and then: to look at each change would be a load of its own.
  private static void awaitRunning(Informers informers) throws Exception {
    var informer = informers.of(Pods.KIND);
    Poll.until(
        "the last of " + PODS + " running pods",
        PATIENCE,
        Duration.ofMillis(25),
        () -> informer.snapshot().all().stream().filter(ManyPods::isRunning).count() >= PODS);
  }

  private static boolean isRunning(Pod pod) {
    return pod.status().phase().equals("Running");
  }
}
