package dev.podo.bench;

import dev.podo.bench.definitions.ManyDefinitions;
import dev.podo.bench.idle.Idle;
import dev.podo.bench.ingress.Ingress;
import dev.podo.bench.lists.Lists;
import dev.podo.bench.machine.Machine;
import dev.podo.bench.machine.Workspace;
import dev.podo.bench.pods.RunningPods;
import dev.podo.bench.report.MarkdownFile;
import dev.podo.bench.report.Report;
import dev.podo.bench.report.Section;
import dev.podo.bench.scheduling.ManyPods;
import dev.podo.bench.scheduling.Placing;
import dev.podo.bench.startup.StartUp;
import dev.podo.bench.watches.Watches;
import dev.podo.bench.writes.Writes;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// `./dev bench`: measures, prints tables, and keeps them in a document if told to. It ends with 1
/// when a benchmark could not be carried out; never because something was slow.
public final class Bench {
  private static final Duration PER_RATE = Duration.ofSeconds(4);
  private static final int LISTS = 30;
  private static final int DEFINITIONS = 500;
  private static final int PODS_IN_TURN = 30;

  private static final List<Benchmark> ALL =
      List.of(
          new Benchmark(
              "startup",
              "Start-up of a simulated cluster",
              (o, r) -> new StartUp(o.podo()).run(o.runs(), r)),
          new Benchmark(
              "writes", "Durable writes of 1 KB", (o, r) -> new Writes(PER_RATE, r).run()),
          new Benchmark(
              "lists", "LIST of 10,000 and 100,000 pods", (o, r) -> new Lists(LISTS, r).run()),
          new Benchmark("watches", "Watches", (o, r) -> new Watches(r).run()),
          new Benchmark(
              "definitions",
              "500 custom resource definitions",
              (o, r) -> new ManyDefinitions(DEFINITIONS, r).run()),
          new Benchmark("scheduler", "Scheduler", (o, r) -> new Placing(r).run()),
          new Benchmark("simulated", "10,000 simulated pods", (o, r) -> new ManyPods(r).run()),
          new Benchmark("idle", "An idle cluster", (o, r) -> new Idle(o.podo()).run(o.idle(), r)),
          new Benchmark(
              "pods",
              "Pods on containerd",
              (o, r) -> new RunningPods(o.podo(), r).run(PODS_IN_TURN)),
          new Benchmark("ingress", "Ingress, HTTP/1.1 keep-alive", (o, r) -> new Ingress(r).run()));

  private final Options options;
  private final PrintStream out;

  private Bench(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  private record Benchmark(String name, String title, Measurement measurement) {}

  /// Measures, telling the report row by row, and gives back what it took from the machine.
  @FunctionalInterface
  private interface Measurement {
    void run(Options options, Report report) throws Exception;
  }

  static List<String> names() {
    return ALL.stream().map(Benchmark::name).toList();
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    // What is measured tells of its life, which here is noise. The reference keeps the setting
    // alive.
    var root = Logger.getLogger("");
    root.setLevel(Level.WARNING);
    var out = System.out;
    try {
      var options = Options.parse(List.of(arguments));
      for (var name : options.names()) {
        if (!names().contains(name)) {
          throw new IllegalArgumentException("no such benchmark: " + name);
        }
      }
      System.exit(new Bench(options, out).run() ? 0 : 1);
    } catch (IllegalArgumentException e) {
      out.println("bench: " + e.getMessage() + "\n" + Options.USAGE.strip());
      ALL.forEach(b -> out.printf("  %-10s %s%n", b.name(), b.title()));
      System.exit(2);
    }
  }

  /// @return whether all could be carried out
  private boolean run() throws IOException, InterruptedException {
    var machine = machine();
    out.println(machine);
    var sections = new ArrayList<Section>();
    var complete = true;
    for (var benchmark : ALL) {
      if (options.names().isEmpty() || options.names().contains(benchmark.name())) {
        var report = new Report(out);
        complete &= carryOut(benchmark, report, sections);
      }
    }
    out.println();
    sections.forEach(section -> out.println(section.asText()));
    if (options.markdown() != null) {
      keep(new MarkdownFile(options.markdown()), machine, sections);
    }
    return complete;
  }

  private static String machine() throws IOException {
    try (var workspace = Workspace.create("machine")) {
      return "Machine: " + Machine.describe(workspace.directory());
    }
  }

  private boolean carryOut(Benchmark benchmark, Report report, List<Section> sections)
      throws IOException, InterruptedException {
    out.println("== " + benchmark.name());
    var circumstances = Machine.load() + " before";
    var complete = true;
    try {
      benchmark.measurement().run(options, report);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      e.printStackTrace(out);
      report.notMeasured("the rest of " + benchmark.name(), String.valueOf(e.getMessage()), "");
      complete = false;
    }
    sections.add(new Section(benchmark.name(), benchmark.title(), circumstances, report.rows()));
    return complete;
  }

  private static void keep(MarkdownFile file, String machine, List<Section> sections)
      throws IOException {
    file.put("machine", machine);
    for (var section : sections) {
      file.put(section.name(), section.asMarkdown());
    }
  }
}
