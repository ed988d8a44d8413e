package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.table.Cells;
import dev.podo.model.core.v1.Pod;
import java.util.List;

final class PodColumns {
  static final List<Column<Pod>> ALL =
      List.of(
          Column.named(),
          Column.text(
              "Ready",
              "How many containers are ready, of how many.",
              pod -> PodSummary.of(pod).readiness()),
          Column.text(
              "Status", "What the Pod is doing, in a word.", pod -> PodSummary.of(pod).reason()),
          Column.timed(
              "Restarts",
              "How often containers were started again, and how long ago the last time.",
              (pod, now) -> PodSummary.of(pod).restarts(now)),
          Cells.age(),
          Column.<Pod>text(
                  "IP",
                  "Where the Pod can be reached.",
                  pod ->
                      Cells.orNone(
                          pod.status().podIPs().isEmpty()
                              ? pod.status().podIP()
                              : pod.status().podIPs().getFirst().ip()))
              .wide(),
          Column.<Pod>text(
                  "Node", "Where the Pod runs.", pod -> Cells.orNone(pod.spec().nodeName()))
              .wide(),
          Column.<Pod>text(
                  "Nominated Node",
                  "Where the Pod is to run once others have made room.",
                  pod -> Cells.orNone(pod.status().nominatedNodeName()))
              .wide(),
          Column.<Pod>text(
                  "Readiness Gates",
                  "How many of the conditions on which readiness depends are true.",
                  PodColumns::gates)
              .wide());

  private PodColumns() {}

  private static String gates(Pod pod) {
    var gates = pod.spec().readinessGates();
    if (gates.isEmpty()) {
      return Cells.NONE;
    }
    var open = 0;
    for (var gate : gates) {
      var condition = Pods.condition(pod, gate.conditionType());
      if (condition != null && condition.status().equals("True")) {
        open++;
      }
    }
    return open + "/" + gates.size();
  }
}
