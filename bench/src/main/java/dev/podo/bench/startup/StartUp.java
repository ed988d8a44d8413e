package dev.podo.bench.startup;

import dev.podo.bench.cluster.PodoProcess;
import dev.podo.bench.cluster.Poll;
import dev.podo.bench.machine.Workspace;
import dev.podo.bench.objects.SampleObjects;
import dev.podo.bench.report.Report;
import dev.podo.bench.report.Samples;
import dev.podo.client.Api;
import dev.podo.client.ListOptions;
import dev.podo.client.WriteOptions;
import dev.podo.client.http.HttpApi;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.core.v1.Pod;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `podo up --runtime simulated` on an empty directory, each time from the start of the process. A
/// client beside it, which runs already, asks every few milliseconds.
public final class StartUp {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final Path program;
  private final Samples answering = new Samples();
  private final Samples nodeReady = new Samples();
  private final Samples podRunning = new Samples();
  private final Samples returned = new Samples();
  private boolean nodeSeen;

  public StartUp(Path program) {
    this.program = program;
  }

  public void run(int runs, Report report) throws Exception {
    for (int i = 0; i < runs; i++) {
      once();
    }
    report.row(
        "exec → API answers /readyz (min / median / max)", answering.minMedianMax(), "< 1 s");
    report.row("exec → node Ready", nodeReady.minMedianMax(), "");
    report.row(
        "exec → first pod Running, created as soon as it was let in",
        podRunning.minMedianMax(),
        "< 2 s");
    report.row("exec → podo up returns", returned.minMedianMax(), "");
  }

  private void once() throws Exception {
    try (var workspace = Workspace.create("startup");
        var scope = Scope.root("startup", Environment.system());
        var podo =
            new PodoProcess(program, workspace.directory(), List.of("--runtime", "simulated"))) {
      var begin = System.nanoTime();
      var launched = podo.launch();
      var end = launched.onExit().thenApply(ended -> System.nanoTime() - begin);
      var api = awaitApi(podo, launched, scope);
      answering.add(System.nanoTime() - begin);
      Poll.until("the first pod", PATIENCE, PAUSE, () -> isComplete(api, begin));
      podRunning.add(System.nanoTime() - begin);
      returned.add(end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      nodeSeen = false;
    }
  }

  private static HttpApi awaitApi(PodoProcess podo, Process launched, Scope scope)
      throws IOException, InterruptedException {
    Poll.until("the kubeconfig", PATIENCE, PAUSE, () -> hasKubeconfig(podo, launched, scope));
    var api = podo.client(scope);
    if (api == null) {
      throw new IOException("the kubeconfig is gone again");
    }
    Poll.until("the API", PATIENCE, PAUSE, () -> answers(api));
    return api;
  }

  private static boolean hasKubeconfig(PodoProcess podo, Process launched, Scope scope)
      throws IOException {
    if (!launched.isAlive() && launched.exitValue() != 0) {
      throw new IOException("podo up failed: " + podo.output());
    }
    return podo.client(scope) != null;
  }

  private static boolean answers(HttpApi api) {
    try {
      return api.getText("/readyz").startsWith("ok");
    } catch (ApiException notYet) {
      return false;
    }
  }

  /// Asks for both each time: who looks for the node only would be late for the pod.
  private boolean isComplete(Api api, long begin) {
    var ready = nodeReady(api, begin);
    return podRuns(api) && ready;
  }

  private boolean nodeReady(Api api, long begin) {
    if (!nodeSeen
        && api.list(Nodes.KIND, ListOptions.all()).items().stream().anyMatch(Nodes::isReady)) {
      nodeSeen = true;
      nodeReady.add(System.nanoTime() - begin);
    }
    return nodeSeen;
  }

  private static boolean podRuns(Api api) {
    try {
      return api.get(Pods.KIND, "default", "first").status().phase().equals("Running");
    } catch (ApiException e) {
      if (e.isNotFound()) {
        create(api);
      }
      return false;
    }
  }

  private static void create(Api api) {
    try {
      Pod pod = SampleObjects.plainPod("first", "example.org/first:1");
      api.create(
          Pods.KIND,
          pod.withMetadata(pod.metadata().with(m -> m.namespace("default"))),
          WriteOptions.defaults());
    } catch (ApiException notLetInYet) {
      // its service account comes soon
    }
  }
}
