package dev.podo.bench.scheduling;

import dev.podo.bench.objects.SampleObjects;
import dev.podo.bench.report.Report;
import dev.podo.bench.report.Units;
import dev.podo.model.core.v1.Affinity;
import dev.podo.model.core.v1.PodAffinity;
import dev.podo.model.core.v1.PodAffinityTerm;
import dev.podo.model.core.v1.PodAntiAffinity;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.TopologySpreadConstraint;
import dev.podo.model.meta.v1.LabelSelector;
import dev.podo.scheduler.decision.Chooser;
import dev.podo.scheduler.decision.Decision;
import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.PodState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// The scheduler's decisions alone, in memory, pod after pod over five thousand nodes.
public final class Placing {
  private static final int NODES = 5_000;
  private static final int PLAIN_PODS = 10_000;
  private static final int RULED_PODS = 5_000;
  private static final int APPS = 50;
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String HOST = "kubernetes.io/hostname";
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final Report report;

  public Placing(Report report) {
    this.report = report;
  }

  public void run() {
    place("warm-up", PLAIN_PODS / 5, (spec, app) -> spec);
    tell("plain", "≥ 10,000/s", place("plain", PLAIN_PODS, (spec, app) -> spec));
    tell("required affinity to a zone", "≥ 2,000/s", place("near", RULED_PODS, Placing::near));
    tell("required anti-affinity by host", "≥ 2,000/s", place("apart", RULED_PODS, Placing::apart));
    tell("topology spread over zones", "≥ 2,000/s", place("spread", RULED_PODS, Placing::spread));
  }

  /// What the pods of an application ask for, beside resources.
  @FunctionalInterface
  private interface Rules {
    PodSpec.Builder add(PodSpec.Builder spec, String app);
  }

  private record Outcome(int placed, Duration took) {}

  private void tell(String what, String target, Outcome outcome) {
    report.row(
        "scheduler alone, " + Units.count(NODES) + " nodes, " + what,
        Units.perSecond(outcome.placed(), outcome.took())
            + " ("
            + Units.count(outcome.placed())
            + " pods)",
        target);
  }

  private static Outcome place(String name, int count, Rules rules) {
    var cluster = new ClusterState();
    for (int i = 0; i < NODES; i++) {
      cluster.put(SampleObjects.node(i));
    }
    cluster.putNamespace(SampleObjects.NAMESPACE, Map.of());
    var pods = new ArrayList<PodState>();
    for (int i = 0; i < count; i++) {
      var app = "app-" + i % APPS;
      var pod = SampleObjects.pendingPod(name + "-" + i, app, spec -> rules.add(spec, app));
      pods.add(PodState.of(pod));
    }
    var chooser = new Chooser(0, new Random(1));
    var begin = System.nanoTime();
    int placed = 0;
    for (var pod : pods) {
      if (System.nanoTime() - begin > LONGEST.toNanos()) {
        break;
      }
      if (chooser.choose(pod, cluster) instanceof Decision.Fits(var node, int of)) {
        cluster.place(pod.on(node.name()));
        placed++;
      }
    }
    return new Outcome(placed, Duration.ofNanos(System.nanoTime() - begin));
  }

  private static LabelSelector ownApp(String app) {
    return LabelSelector.builder().matchLabels(new TreeMap<>(Map.of("app", app))).build();
  }

  private static PodAffinityTerm term(String topology, String app) {
    return PodAffinityTerm.builder().labelSelector(ownApp(app)).topologyKey(topology).build();
  }

  /// Near the pods of one application, of which the first goes anywhere.
  private static PodSpec.Builder near(PodSpec.Builder spec, String app) {
    var affinity =
        PodAffinity.builder()
            .requiredDuringSchedulingIgnoredDuringExecution(List.of(term(ZONE, app)))
            .build();
    return spec.affinity(Affinity.builder().podAffinity(affinity).build());
  }

  private static PodSpec.Builder apart(PodSpec.Builder spec, String app) {
    var affinity =
        PodAntiAffinity.builder()
            .requiredDuringSchedulingIgnoredDuringExecution(List.of(term(HOST, app)))
            .build();
    return spec.affinity(Affinity.builder().podAntiAffinity(affinity).build());
  }

  private static PodSpec.Builder spread(PodSpec.Builder spec, String app) {
    var constraint =
        TopologySpreadConstraint.builder()
            .maxSkew(1)
            .topologyKey(ZONE)
            .whenUnsatisfiable("DoNotSchedule")
            .labelSelector(ownApp(app))
            .build();
    return spec.topologySpreadConstraints(List.of(constraint));
  }
}
