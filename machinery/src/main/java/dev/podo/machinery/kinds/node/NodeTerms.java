package dev.podo.machinery.kinds.node;

import dev.podo.model.core.v1.NodeSelector;
import dev.podo.model.core.v1.NodeSelectorRequirement;
import dev.podo.model.core.v1.NodeSelectorTerm;
import dev.podo.model.selector.LabelRequirement;
import java.util.List;
import java.util.Map;

/// A node selector: one of its terms must hold, and in it every requirement. A term without
/// requirements holds for no node.
public record NodeTerms(List<Term> terms) {
  public static NodeTerms of(NodeSelector selector) {
    return new NodeTerms(selector.nodeSelectorTerms().stream().map(NodeTerms::term).toList());
  }

  public static NodeTerms of(NodeSelectorTerm term) {
    return new NodeTerms(List.of(term(term)));
  }

  private static Term term(NodeSelectorTerm term) {
    return new Term(
        term.matchExpressions().stream().map(NodeTerms::requirement).toList(),
        term.matchFields().stream().map(NodeTerms::requirement).toList());
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

  /// Whether a node of this name and with these labels is meant.
  public boolean matches(String node, Map<String, String> nodeLabels) {
    for (var term : terms) {
      if (term.matches(node, nodeLabels)) {
        return true;
      }
    }
    return false;
  }

  /// What must hold together.
  public record Term(List<LabelRequirement> labels, List<LabelRequirement> fields) {
    boolean matches(String node, Map<String, String> nodeLabels) {
      return !(labels.isEmpty() && fields.isEmpty())
          && all(labels, nodeLabels)
          && all(fields, Map.of("metadata.name", node));
    }

    private static boolean all(List<LabelRequirement> requirements, Map<String, String> values) {
      for (var requirement : requirements) {
        if (!requirement.matches(values)) {
          return false;
        }
      }
      return true;
    }
  }
}
