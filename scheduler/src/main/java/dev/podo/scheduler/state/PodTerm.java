package dev.podo.scheduler.state;

import dev.podo.model.selector.LabelPredicate;
import dev.podo.model.selector.LabelRequirement;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// Which pods a rule speaks of, and over which node label their places are told apart. Equal terms
/// of different pods share one counter.
///
/// @param namespaces by name
/// @param namespaceSelector further namespaces by their labels; null for none
/// @param selector of the pods' labels
/// @param extra further requirements on the pods' labels (matchLabelKeys, mismatchLabelKeys)
/// @param topologyKey label of the nodes
public record PodTerm(
    SortedSet<String> namespaces,
    @Nullable LabelPredicate namespaceSelector,
    LabelPredicate selector,
    List<LabelRequirement> extra,
    String topologyKey) {

  public boolean matches(PodState pod, NamespaceLabels labels) {
    return inNamespace(pod.namespace(), labels) && selector.matches(pod.labels()) && hasExtra(pod);
  }

  private boolean hasExtra(PodState pod) {
    for (var requirement : extra) {
      if (!requirement.matches(pod.labels())) {
        return false;
      }
    }
    return true;
  }

  private boolean inNamespace(String namespace, NamespaceLabels labels) {
    return namespaces.contains(namespace)
        || (namespaceSelector != null && namespaceSelector.matches(labels.of(namespace)));
  }
}
