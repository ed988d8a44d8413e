package dev.podo.node.admission;

import dev.podo.machinery.kinds.node.NodeTerms;
import dev.podo.model.core.v1.PodSpec;
import java.util.Map;

/// Whether a pod wants to be on a node: its nodeSelector and the affinity that it requires.
final class NodeSelection {
  private NodeSelection() {}

  static boolean matches(PodSpec pod, String node, Map<String, String> labels) {
    for (var label : pod.nodeSelector().entrySet()) {
      if (!label.getValue().equals(labels.get(label.getKey()))) {
        return false;
      }
    }
    var affinity = pod.affinity() == null ? null : pod.affinity().nodeAffinity();
    var required =
        affinity == null ? null : affinity.requiredDuringSchedulingIgnoredDuringExecution();
    return required == null || NodeTerms.of(required).matches(node, labels);
  }
}
