package dev.podo.scheduler.state;

import dev.podo.machinery.kinds.node.NodeTerms;
import dev.podo.model.core.v1.Affinity;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodAffinityTerm;
import dev.podo.model.core.v1.TopologySpreadConstraint;
import dev.podo.model.core.v1.WeightedPodAffinityTerm;
import dev.podo.model.selector.LabelPredicate;
import dev.podo.model.selector.LabelRequirement;
import dev.podo.model.selector.LabelRequirement.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Where a pod may and would like to go, compiled from nodeSelector, affinity and spread
/// constraints.
///
/// @param nodeLabels of nodeSelector: all of them
/// @param nodeTerms required node affinity; null for none
/// @param preferredNodes by weight
/// @param near required pod affinity
/// @param apart required pod anti-affinity
/// @param preferredPods preferred pod affinity and (negative) anti-affinity
public record PlacementRules(
    Map<String, String> nodeLabels,
    @Nullable NodeTerms nodeTerms,
    List<WeightedNodeTerms> preferredNodes,
    List<PodTerm> near,
    List<PodTerm> apart,
    List<WeightedTerm> preferredPods,
    List<SpreadRule> spread) {
  private static final PlacementRules NONE =
      new PlacementRules(Map.of(), null, List.of(), List.of(), List.of(), List.of(), List.of());

  static PlacementRules of(Pod pod) {
    var spec = pod.spec();
    var affinity = spec.affinity();
    if (affinity == null
        && spec.nodeSelector().isEmpty()
        && spec.topologySpreadConstraints().isEmpty()) {
      return NONE;
    }
    var given = affinity == null ? Affinity.EMPTY : affinity;
    var node = given.nodeAffinity();
    var required = node == null ? null : node.requiredDuringSchedulingIgnoredDuringExecution();
    return new PlacementRules(
        spec.nodeSelector(),
        required == null ? null : NodeTerms.of(required),
        preferredNodes(given),
        near(pod, given),
        apart(pod, given),
        preferredPods(pod, given),
        spec.topologySpreadConstraints().stream().map(each -> spread(pod, each)).toList());
  }

  /// Whether the pod's nodeSelector and required node affinity allow a node.
  public boolean allow(NodeState node) {
    for (var label : nodeLabels.entrySet()) {
      if (!label.getValue().equals(node.labels().get(label.getKey()))) {
        return false;
      }
    }
    return nodeTerms == null || nodeTerms.matches(node.name(), node.labels());
  }

  private static List<WeightedNodeTerms> preferredNodes(Affinity affinity) {
    var node = affinity.nodeAffinity();
    if (node == null) {
      return List.of();
    }
    return node.preferredDuringSchedulingIgnoredDuringExecution().stream()
        .map(each -> new WeightedNodeTerms(NodeTerms.of(each.preference()), each.weight()))
        .toList();
  }

  private static List<PodTerm> near(Pod pod, Affinity affinity) {
    var rules = affinity.podAffinity();
    return rules == null
        ? List.of()
        : terms(pod, rules.requiredDuringSchedulingIgnoredDuringExecution());
  }

  private static List<PodTerm> apart(Pod pod, Affinity affinity) {
    var rules = affinity.podAntiAffinity();
    return rules == null
        ? List.of()
        : terms(pod, rules.requiredDuringSchedulingIgnoredDuringExecution());
  }

  private static List<WeightedTerm> preferredPods(Pod pod, Affinity affinity) {
    var out = new ArrayList<WeightedTerm>();
    var near = affinity.podAffinity();
    if (near != null) {
      addWeighted(out, pod, near.preferredDuringSchedulingIgnoredDuringExecution(), 1);
    }
    var apart = affinity.podAntiAffinity();
    if (apart != null) {
      addWeighted(out, pod, apart.preferredDuringSchedulingIgnoredDuringExecution(), -1);
    }
    return List.copyOf(out);
  }

  private static void addWeighted(
      List<WeightedTerm> out, Pod pod, List<WeightedPodAffinityTerm> terms, int sign) {
    for (var each : terms) {
      out.add(new WeightedTerm(term(pod, each.podAffinityTerm()), sign * each.weight()));
    }
  }

  private static List<PodTerm> terms(Pod pod, List<PodAffinityTerm> terms) {
    return terms.stream().map(each -> term(pod, each)).toList();
  }

  private static PodTerm term(Pod pod, PodAffinityTerm term) {
    var extra = new ArrayList<LabelRequirement>();
    addLabelKeys(extra, pod, term.matchLabelKeys(), Operator.IN);
    addLabelKeys(extra, pod, term.mismatchLabelKeys(), Operator.NOT_IN);
    var selector = term.namespaceSelector();
    return new PodTerm(
        namespaces(pod, term),
        selector == null ? null : LabelPredicate.of(selector),
        LabelPredicate.of(term.labelSelector()),
        List.copyOf(extra),
        term.topologyKey());
  }

  /// Neither names nor a selector means the pod's own namespace.
  private static SortedSet<String> namespaces(Pod pod, PodAffinityTerm term) {
    if (term.namespaces().isEmpty() && term.namespaceSelector() == null) {
      return new TreeSet<>(Set.of(pod.metadata().namespace()));
    }
    return new TreeSet<>(term.namespaces());
  }

  private static void addLabelKeys(
      List<LabelRequirement> out, Pod pod, List<String> keys, Operator operator) {
    for (var key : keys) {
      var value = pod.metadata().labels().get(key);
      if (value != null) {
        out.add(new LabelRequirement(key, operator, List.of(value)));
      }
    }
  }

  private static SpreadRule spread(Pod pod, TopologySpreadConstraint constraint) {
    var extra = new ArrayList<LabelRequirement>();
    addLabelKeys(extra, pod, constraint.matchLabelKeys(), Operator.IN);
    var term =
        new PodTerm(
            new TreeSet<>(Set.of(pod.metadata().namespace())),
            null,
            LabelPredicate.of(constraint.labelSelector()),
            List.copyOf(extra),
            constraint.topologyKey());
    Integer minDomains = constraint.minDomains();
    return new SpreadRule(
        term,
        constraint.maxSkew(),
        minDomains == null ? 1 : minDomains,
        constraint.whenUnsatisfiable().equals("DoNotSchedule"),
        !"Ignore".equals(constraint.nodeAffinityPolicy()),
        "Honor".equals(constraint.nodeTaintsPolicy()));
  }
}
