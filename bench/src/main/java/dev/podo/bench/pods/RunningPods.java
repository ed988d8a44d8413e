package dev.podo.bench.pods;

import dev.podo.bench.cluster.PodoProcess;
import dev.podo.bench.load.Clients;
import dev.podo.bench.machine.Command;
import dev.podo.bench.machine.Machine;
import dev.podo.bench.machine.Workspace;
import dev.podo.bench.report.Report;
import dev.podo.bench.report.Samples;
import dev.podo.bench.report.Units;
import dev.podo.node.containerd.image.ImageArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// How long a pod takes from its creation until a client sees it Running, in turns with the same
/// calls made to a containerd directly.
public final class RunningPods {
  private static final String IMAGE = "localhost/podo/bench:1";
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final int WARM_UPS = 3;
  private static final int BATCH = 20;
  private static final int ROUNDS = 5;
  private static final String BARE_CIDR = "10.213.0.0/24";
  private static final String LATENCY_TARGET = "≤ 1.3 × bare CRI";
  private static final String RATE_TARGET = "≥ 80 % of bare CRI";

  private final Path program;
  private final Report report;

  public RunningPods(Path program, Report report) {
    this.program = program;
    this.report = report;
  }

  /// @param count how many pods, one after the other
  public void run(int count) throws Exception {
    if (!Machine.isRoot()
        || !Machine.has("containerd")
        || !Machine.has("runc")
        || !Files.isExecutable(BUSYBOX)) {
      var why = "needs root, containerd, runc and " + BUSYBOX;
      report.notMeasured("pod create → Running, Podo ÷ bare CRI", why, LATENCY_TARGET);
      return;
    }
    try (var workspace = Workspace.create("pods")) {
      var archive = workspace.path("bench.tar");
      image().write(archive);
      try (var bare = BareCri.start(workspace.path("bare"), BARE_CIDR)) {
        bare.load(archive);
        try (var real = RealPods.start(podo(workspace), archive)) {
          oneByOne(bare, real, count);
          together(bare, real);
        }
      }
    }
  }

  private static ImageArchive image() throws IOException {
    return new ImageArchive(IMAGE)
        .file("/bin/busybox", BUSYBOX)
        .link("/bin/sleep", "busybox")
        .cmd("/bin/sleep", "3600");
  }

  private PodoProcess podo(Workspace workspace) throws IOException {
    return new PodoProcess(
        program,
        workspace.path("podo"),
        List.of(
            "--runtime",
            "containerd",
            "--set",
            "api.address=127.0.0.1",
            "--set",
            "ingress.httpPort=" + Command.freePort(),
            "--set",
            "ingress.httpsPort=" + Command.freePort(),
            "--set",
            "network.podCidr=10.214.0.0/16",
            "--set",
            "network.serviceCidr=10.215.0.0/16"));
  }

  private void oneByOne(BareCri bare, RealPods real, int count) throws Exception {
    var ofBare = new Samples();
    var ofPodo = new Samples();
    for (int i = 0; i < count + WARM_UPS; i++) {
      var begin = System.nanoTime();
      var sandbox = bare.run(IMAGE);
      var bareTook = System.nanoTime() - begin;
      bare.remove(sandbox);
      var names = List.of("one-" + i);
      var podoTook = real.run(names, IMAGE).toNanos();
      real.remove(names);
      if (i >= WARM_UPS) {
        ofBare.add(bareTook);
        ofPodo.add(podoTook);
      }
    }
    report.row("bare CRI: sandbox, create, start", ofBare.medianAndP99());
    report.row("Podo: pod create → Running seen", ofPodo.medianAndP99());
    report.row(
        "Podo ÷ bare CRI, median",
        Units.ratio(ofPodo.median().toNanos(), ofBare.median().toNanos()),
        LATENCY_TARGET);
  }

  /// In turns, several times: who else uses the machine meanwhile changes from one to the next.
  private void together(BareCri bare, RealPods real) throws Exception {
    var ofBare = new Samples();
    var ofPodo = new Samples();
    for (int round = 0; round < ROUNDS; round++) {
      var sandboxes = new ConcurrentLinkedQueue<String>();
      var bareTook =
          Clients.platform(BATCH, i -> sandboxes.add(bare.run(IMAGE)))
              .run(Duration.ofMinutes(1), BATCH, new AtomicLong())
              .took();
      for (var sandbox : sandboxes) {
        bare.remove(sandbox);
      }
      var names = new ArrayList<String>();
      for (int i = 0; i < BATCH; i++) {
        names.add("many-" + round + "-" + i);
      }
      var podoTook = real.run(names, IMAGE);
      real.remove(names);
      ofBare.add(bareTook.toNanos());
      ofPodo.add(podoTook.toNanos());
    }
    var rounds = " (median of " + ROUNDS + ")";
    report.row(
        "bare CRI: " + BATCH + " pods at once" + rounds, Units.perSecond(BATCH, ofBare.median()));
    report.row(
        "Podo: " + BATCH + " pods created at once → all Running" + rounds,
        Units.perSecond(BATCH, ofPodo.median()));
    report.row(
        "Podo ÷ bare CRI, pods per second",
        Units.ratio(Units.rate(BATCH, ofPodo.median()), Units.rate(BATCH, ofBare.median())),
        RATE_TARGET);
  }
}
