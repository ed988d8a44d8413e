package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.NodeSelectorTerm;
import dev.podo.model.meta.v1.LabelSelector;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Labels of nodes that have other names by now.
public final class NodeLabelWarnings {
  private static final Map<String, String> DEPRECATED =
      Map.of(
          "beta.kubernetes.io/arch",
          "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
          "beta.kubernetes.io/os",
          "deprecated since v1.14; use \"kubernetes.io/os\" instead",
          "failure-domain.beta.kubernetes.io/region",
          "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
          "failure-domain.beta.kubernetes.io/zone",
          "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
          "beta.kubernetes.io/instance-type",
          "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
          "app.kubernetes.io/created-by",
          "deprecated since v1.9",
          "scheduler.alpha.kubernetes.io/preferAvoidPods",
          "deprecated since v1.22; use Taints and Tolerations instead",
          "node-role.kubernetes.io/master",
          "use \"node-role.kubernetes.io/control-plane\" instead");

  private NodeLabelWarnings() {}

  /// What to say of the label; null if there is nothing wrong with it.
  public static @Nullable String of(String label) {
    return DEPRECATED.get(label);
  }

  /// The labels of nodes that a selector selects by.
  public static void addSelector(
      @Nullable LabelSelector selector, FieldPath at, List<String> warnings) {
    if (selector == null) {
      return;
    }
    for (var i = 0; i < selector.matchExpressions().size(); i++) {
      var key = selector.matchExpressions().get(i).key();
      var warning = of(key);
      if (warning != null) {
        warnings.add(
            at.child("matchExpressions").index(i).child("key") + ": " + key + " is " + warning);
      }
    }
    for (var label : selector.matchLabels().keySet()) {
      var warning = of(label);
      if (warning != null) {
        warnings.add(at.child("matchLabels", label) + ": " + warning);
      }
    }
  }

  /// @param values whether values that no label can have are told too
  public static void addTerm(
      NodeSelectorTerm term, boolean values, FieldPath at, List<String> warnings) {
    for (var i = 0; i < term.matchExpressions().size(); i++) {
      var expression = term.matchExpressions().get(i);
      var place = at.child("matchExpressions").index(i);
      var warning = of(expression.key());
      if (warning != null) {
        warnings.add(place.child("key") + ": " + expression.key() + " is " + warning);
      }
      for (var j = 0; values && j < expression.values().size(); j++) {
        var value = expression.values().get(j);
        for (var problem : Names.labelValue(value)) {
          warnings.add(place.child("values").index(j) + ": " + value + " is invalid, " + problem);
        }
      }
    }
  }
}
