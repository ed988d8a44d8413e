package dev.podo.node.admission;

import dev.podo.model.core.v1.NodeSelectorRequirement;
import dev.podo.model.core.v1.NodeSelectorTerm;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.selector.LabelRequirement;
import java.util.List;
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
    return required == null
        || required.nodeSelectorTerms().stream().anyMatch(term -> holds(term, node, labels));
  }

  /// One without requirements holds for no node.
  private static boolean holds(NodeSelectorTerm term, String node, Map<String, String> labels) {
    return !(term.matchExpressions().isEmpty() && term.matchFields().isEmpty())
        && all(term.matchExpressions(), labels)
        && all(term.matchFields(), Map.of("metadata.name", node));
  }

  private static boolean all(
      List<NodeSelectorRequirement> requirements, Map<String, String> values) {
    return requirements.stream().allMatch(each -> requirement(each).matches(values));
  }

  private static LabelRequirement requirement(NodeSelectorRequirement requirement) {
    return new LabelRequirement(
        requirement.key(), operator(requirement.operator()), requirement.values());
  }

  private static LabelRequirement.Operator operator(String operator) {
    return switch (operator) {
      case "In" -> LabelRequirement.Operator.IN;
      case "NotIn" -> LabelRequirement.Operator.NOT_IN;
      case "Exists" -> LabelRequirement.Operator.EXISTS;
      case "DoesNotExist" -> LabelRequirement.Operator.DOES_NOT_EXIST;
      case "Gt" -> LabelRequirement.Operator.GREATER_THAN;
      case "Lt" -> LabelRequirement.Operator.LESS_THAN;
      default -> throw new IllegalArgumentException("unknown operator \"" + operator + "\"");
    };
  }
}
