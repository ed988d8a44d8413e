package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.Affinity;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodAffinityTerm;
import dev.podo.model.core.v1.WeightedPodAffinityTerm;
import dev.podo.model.meta.v1.LabelSelector;
import dev.podo.model.meta.v1.LabelSelectorRequirement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Labels by which a Pod selects others that have the same value as itself, or another one
/// (KEP-3633): when the Pod is made, its own values become part of the selectors.
final class LabelKeys {
  private static final String IN_BOTH = "exists in both matchLabelKeys and labelSelector";

  private LabelKeys() {}

  /// The Pod with the labels that it names by key written into the selectors of its affinity.
  static Pod merged(Pod pod) {
    var affinity = pod.spec().affinity();
    if (affinity == null) {
      return pod;
    }
    var merged = merged(affinity, pod.metadata().labels());
    return merged.equals(affinity) ? pod : pod.withSpec(pod.spec().with(b -> b.affinity(merged)));
  }

  private static Affinity merged(Affinity affinity, Map<String, String> labels) {
    return affinity.with(b ->
        b.podAffinity(
                Default.within(
                    affinity.podAffinity(),
                    it ->
                        it.with(p ->
                            p.requiredDuringSchedulingIgnoredDuringExecution(
                                    required(
                                        it.requiredDuringSchedulingIgnoredDuringExecution(),
                                        labels))
                                .preferredDuringSchedulingIgnoredDuringExecution(
                                    preferred(
                                        it.preferredDuringSchedulingIgnoredDuringExecution(),
                                        labels)))))
            .podAntiAffinity(
                Default.within(
                    affinity.podAntiAffinity(),
                    it ->
                        it.with(p ->
                            p.requiredDuringSchedulingIgnoredDuringExecution(
                                    required(
                                        it.requiredDuringSchedulingIgnoredDuringExecution(),
                                        labels))
                                .preferredDuringSchedulingIgnoredDuringExecution(
                                    preferred(
                                        it.preferredDuringSchedulingIgnoredDuringExecution(),
                                        labels))))));
  }

  private static List<PodAffinityTerm> required(
      List<PodAffinityTerm> terms, Map<String, String> labels) {
    return Default.each(terms, it -> merged(it, labels));
  }

  private static List<WeightedPodAffinityTerm> preferred(
      List<WeightedPodAffinityTerm> terms, Map<String, String> labels) {
    return Default.each(
        terms, it -> it.with(b -> b.podAffinityTerm(merged(it.podAffinityTerm(), labels))));
  }

  private static PodAffinityTerm merged(PodAffinityTerm term, Map<String, String> labels) {
    var selector = term.labelSelector();
    if (selector == null
        || (term.matchLabelKeys().isEmpty() && term.mismatchLabelKeys().isEmpty())) {
      return term;
    }
    var expressions = new ArrayList<LabelSelectorRequirement>(selector.matchExpressions());
    add(term.matchLabelKeys(), "In", labels, expressions);
    add(term.mismatchLabelKeys(), "NotIn", labels, expressions);
    return term.with(b -> b.labelSelector(selector.with(s -> s.matchExpressions(expressions))));
  }

  /// What is there already is not added again, so that merging twice changes nothing.
  private static void add(
      List<String> keys,
      String operator,
      Map<String, String> labels,
      List<LabelSelectorRequirement> expressions) {
    for (var key : keys) {
      var value = labels.get(key);
      if (value == null) {
        continue;
      }
      var requirement =
          LabelSelectorRequirement.builder()
              .key(key)
              .operator(operator)
              .values(List.of(value))
              .build();
      if (!expressions.contains(requirement)) {
        expressions.add(requirement);
      }
    }
  }

  static void check(PodAffinityTerm term, FieldPath at, Findings findings) {
    var selector = term.labelSelector();
    var match = term.matchLabelKeys();
    var mismatch = term.mismatchLabelKeys();
    checkNames(match, selector, at.child("matchLabelKeys"), findings);
    checkNames(mismatch, selector, at.child("mismatchLabelKeys"), findings);
    checkMerged(match, selector, at, findings);
    for (var i = 0; i < match.size(); i++) {
      if (mismatch.contains(match.get(i))) {
        findings.invalid(
            at.child("matchLabelKeys").index(i),
            match.get(i),
            "exists in both matchLabelKeys and mismatchLabelKeys");
      }
    }
  }

  private static void checkNames(
      List<String> keys, @Nullable LabelSelector selector, FieldPath at, Findings findings) {
    if (!keys.isEmpty() && selector == null) {
      findings.forbidden(at, "must not be specified when labelSelector is not set");
      return;
    }
    for (var i = 0; i < keys.size(); i++) {
      findings.invalidFor(at.index(i), keys.get(i), Names.qualifiedName(keys.get(i)));
    }
  }

  /// The Pod's own label is in the selector by now; a key that is there once more was the user's.
  private static void checkMerged(
      List<String> keys, @Nullable LabelSelector selector, FieldPath at, Findings findings) {
    if (selector == null) {
      return;
    }
    var places = new HashMap<String, Integer>();
    for (var i = 0; i < keys.size(); i++) {
      places.put(keys.get(i), i);
    }
    Set<String> seen = new HashSet<>(selector.matchLabels().keySet());
    for (var expression : selector.matchExpressions()) {
      var place = places.get(expression.key());
      if (!seen.add(expression.key()) && place != null) {
        findings.invalid(at.index(place), expression.key(), IN_BOTH);
      }
    }
  }

  /// The keys of a constraint on spreading, which are not merged into its selector.
  static void checkSpreading(
      List<String> keys, @Nullable LabelSelector selector, FieldPath at, Findings findings) {
    if (keys.isEmpty()) {
      return;
    }
    var place = at.child("matchLabelKeys");
    var selected = new HashSet<String>();
    if (selector == null) {
      findings.forbidden(place, "must not be specified when labelSelector is not set");
    } else {
      selected.addAll(selector.matchLabels().keySet());
      selector.matchExpressions().forEach(it -> selected.add(it.key()));
    }
    for (var i = 0; i < keys.size(); i++) {
      var key = keys.get(i);
      findings.invalidFor(place.index(i), key, Names.qualifiedName(key));
      if (selected.contains(key)) {
        findings.invalid(place.index(i), key, IN_BOTH);
      }
    }
  }
}
