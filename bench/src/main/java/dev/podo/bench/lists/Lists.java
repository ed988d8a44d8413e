package dev.podo.bench.lists;

import dev.podo.bench.cluster.HttpsClient;
import dev.podo.bench.cluster.LocalCluster;
import dev.podo.bench.load.Clients;
import dev.podo.bench.machine.Heap;
import dev.podo.bench.machine.Workspace;
import dev.podo.bench.objects.SampleObjects;
import dev.podo.bench.report.Report;
import dev.podo.bench.report.Samples;
import dev.podo.bench.report.Units;
import dev.podo.client.ListOptions;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.kinds.pod.Pods;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Lists of ten and of a hundred thousand pods, as clients ask for them.
public final class Lists {
  private static final int FEW = 10_000;
  private static final int MANY = 100_000;
  private static final int CALLS_OF_MANY = 5;
  private static final int WRITERS = 64;
  private static final int WARM_UPS = 5;
  private static final String PATH = "/api/v1/pods";
  private static final String TARGET = "≥ 10 × kube-apiserver";
  private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";
  private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";

  private final int calls;
  private final Report report;

  public Lists(int calls, Report report) {
    this.calls = calls;
    this.report = report;
  }

  @FunctionalInterface
  private interface Get {
    /// @return how many bytes came
    long list() throws Exception;
  }

  public void run() throws Exception {
    try (var workspace = Workspace.create("lists");
        var cluster = LocalCluster.apiOnly(workspace.path("store"))) {
      var before = Heap.live();
      fill(cluster, 0, FEW);
      report.row("heap per pod, stored", Units.bytes((Heap.live() - before) / (double) FEW), "");
      try (var client = cluster.https()) {
        whole(client, "", TARGET, calls);
        measure(
            "JSON over HTTPS, first 500",
            "",
            calls,
            () -> client.size(PATH + "?limit=500", "application/json"));
        report.row(
            "heap per pod, stored and listed in each form",
            Units.bytes((Heap.live() - before) / (double) FEW),
            "");
        var api = cluster.admin();
        measure(
            "in process, typed",
            "",
            calls,
            () -> api.list(Pods.KIND, ListOptions.all()).items().isEmpty() ? 1 : 0);
        fill(cluster, FEW, MANY);
        whole(client, Units.count(MANY) + " pods: ", "", CALLS_OF_MANY);
      }
    }
  }

  private void whole(HttpsClient client, String prefix, String target, int times) throws Exception {
    measure(prefix + "JSON over HTTPS", target, times, () -> client.size(PATH, "application/json"));
    measure(
        prefix + "Table over HTTPS (kubectl get)", target, times, () -> client.size(PATH, TABLE));
    measure(prefix + "protobuf over HTTPS", target, times, () -> client.size(PATH, PROTOBUF));
  }

  private static void fill(LocalCluster cluster, int from, int to) throws Exception {
    var api = cluster.admin();
    Clients.virtual(
            WRITERS,
            i -> api.create(Pods.KIND, SampleObjects.webPod("web-" + i), WriteOptions.defaults()))
        .run(Duration.ofMinutes(5), to - from, new AtomicLong(from));
  }

  private void measure(String what, String target, int times, Get get) throws Exception {
    var first = System.nanoTime();
    var bytes = get.list();
    var firstTook = Duration.ofNanos(System.nanoTime() - first);
    for (int i = 0; i < Math.min(WARM_UPS, times); i++) {
      get.list();
    }
    var samples = new Samples();
    var allocated = Heap.allocated();
    for (int i = 0; i < times; i++) {
      var begin = System.nanoTime();
      get.list();
      samples.add(System.nanoTime() - begin);
    }
    var each = (Heap.allocated() - allocated) / (double) times;
    var size = bytes == 0 ? "" : Units.bytes(bytes) + ", ";
    report.row(
        what,
        size
            + samples.medianAndP99()
            + ", the first "
            + Units.time(firstTook)
            + "; allocates "
            + Units.bytes(each),
        target);
  }
}
