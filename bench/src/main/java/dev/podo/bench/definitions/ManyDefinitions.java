package dev.podo.bench.definitions;

import dev.podo.bench.cluster.HttpsClient;
import dev.podo.bench.cluster.LocalCluster;
import dev.podo.bench.cluster.Poll;
import dev.podo.bench.load.Clients;
import dev.podo.bench.machine.Cpu;
import dev.podo.bench.machine.Heap;
import dev.podo.bench.machine.Workspace;
import dev.podo.bench.objects.SampleObjects;
import dev.podo.bench.report.Report;
import dev.podo.bench.report.Units;
import dev.podo.client.Api;
import dev.podo.client.ListOptions;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.custom.Outline;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// What five hundred definitions of custom resources cost a whole control plane: as such, once
/// their documents were asked for, and once there is an object of each.
public final class ManyDefinitions {
  private static final int WRITERS = 16;
  private static final String TARGET = "< 200 KB each";
  private static final String JSON = "application/json";
  private static final String PROTOBUF_V2 =
      "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final int count;
  private final Report report;

  public ManyDefinitions(int count, Report report) {
    this.count = count;
    this.report = report;
  }

  public void run() throws Exception {
    report.row("size of a definition as JSON, the mean", Units.bytes(meanSize()));
    try (var workspace = Workspace.create("definitions");
        var cluster = LocalCluster.whole(workspace.path("store"));
        var client = cluster.https()) {
      read(client); // What describes the kinds that are built in counts before.
      var before = Heap.live();
      define(cluster.admin());
      each("established", before, TARGET);
      read(client);
      each("read in /openapi/v2 and /openapi/v3", before, TARGET);
      var api = cluster.admin();
      create(api);
      each("with an object, its schema compiled", before, "");
    }
  }

  private double meanSize() {
    var sum = 0L;
    for (int i = 0; i < count; i++) {
      sum += Json.encode(new SampleDefinition(i).definition()).length;
    }
    return sum / (double) count;
  }

  private void each(String state, long before, String target) throws InterruptedException {
    report.row(
        "heap for a definition, " + state,
        Units.bytes((Heap.live() - before) / (double) count),
        target);
  }

  private void define(Api api) throws Exception {
    var begin = System.nanoTime();
    var cpu = Cpu.used();
    all(i ->
        api.create(
            CustomResourceDefinitions.KIND,
            new SampleDefinition((int) i).definition(),
            WriteOptions.defaults()));
    Poll.until(
        "the last definition to be established",
        PATIENCE,
        Duration.ofMillis(25),
        () -> established(api) == count);
    var took = Duration.ofNanos(System.nanoTime() - begin);
    report.row(
        Units.count(count) + " definitions, created until established",
        Units.time(took)
            + "; with "
            + Units.time(Cpu.used().minus(cpu).dividedBy(count))
            + " CPU each");
  }

  private static long established(Api api) {
    return api.list(CustomResourceDefinitions.KIND, ListOptions.all()).items().stream()
        .filter(it -> CustomResourceDefinitions.isTrue(it, CustomResourceDefinitions.ESTABLISHED))
        .count();
  }

  /// As kubectl does, and others.
  private static void read(HttpsClient client) throws Exception {
    client.size("/openapi/v2", JSON);
    client.size("/openapi/v2", PROTOBUF_V2);
    client.size("/openapi/v3", JSON);
    for (var version : new String[] {"v1", "v1beta1"}) {
      client.sizeIfThere("/openapi/v3" + SampleDefinition.path(version), JSON);
    }
  }

  private void create(Api api) throws Exception {
    all(i -> {
      var sample = new SampleDefinition((int) i);
      var gvk = sample.gvk();
      api.create(
          Outline.of(gvk, sample.plural(), gvk.kind() + "List", true),
          DynamicObject.of(
              gvk.apiVersion(),
              gvk.kind(),
              ObjectMeta.builder().namespace(SampleObjects.NAMESPACE).name("one").build(),
              Map.of()),
          WriteOptions.defaults());
    });
  }

  private void all(Clients.Call call) throws Exception {
    Clients.virtual(WRITERS, call).run(PATIENCE, count, new AtomicLong());
  }
}
