package dev.podo.bench.idle;

import dev.podo.bench.cluster.PodoProcess;
import dev.podo.bench.machine.ProcessUse;
import dev.podo.bench.machine.Workspace;
import dev.podo.bench.report.Report;
import dev.podo.bench.report.Units;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A cluster of one simulated node that nobody uses, as a process of its own.
public final class Idle {
  /// What the start left to do is done by then.
  private static final Duration SETTLING = Duration.ofSeconds(15);

  private final Path program;

  public Idle(Path program) {
    this.program = program;
  }

  public void run(Duration over, Report report) throws Exception {
    try (var workspace = Workspace.create("idle");
        var podo =
            new PodoProcess(program, workspace.directory(), List.of("--runtime", "simulated"))) {
      podo.start();
      var pid = podo.pid();
      var started = ProcessUse.of(pid);
      Thread.sleep(SETTLING);
      var before = ProcessUse.of(pid);
      var begin = System.nanoTime();
      Thread.sleep(over);
      var took = Duration.ofNanos(System.nanoTime() - begin);
      var after = ProcessUse.of(pid);
      var busy = after.cpu().minus(before.cpu());
      report.row("memory (RSS) when ready", Units.bytes(started.residentBytes()), "");
      report.row(
          "memory (RSS) after " + over.plus(SETTLING).toSeconds() + " s idle",
          Units.bytes(after.residentBytes()),
          "≤ 250 MiB");
      report.row(
          "CPU over " + over.toSeconds() + " s idle",
          Units.percent((double) busy.toNanos() / took.toNanos()) + " of a core",
          "< 0.5 %");
      report.row("CPU spent until ready, server process", Units.time(started.cpu()), "");
    }
  }
}
