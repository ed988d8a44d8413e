package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.machinery.kinds.metadata.NodeSelectorRules;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.Affinity;
import dev.podo.model.core.v1.NodeAffinity;
import dev.podo.model.core.v1.PodAffinityTerm;
import dev.podo.model.core.v1.WeightedPodAffinityTerm;
import java.util.List;

/// What a Pod may say of the nodes and the company that it wants.
final class AffinityValidation {
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
  private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

  private AffinityValidation() {}

  static void check(Affinity affinity, FieldPath at, Findings findings) {
    var nodes = affinity.nodeAffinity();
    if (nodes != null) {
      checkNodes(nodes, at.child("nodeAffinity"), findings);
    }
    var pods = affinity.podAffinity();
    if (pods != null) {
      checkPods(
          pods.requiredDuringSchedulingIgnoredDuringExecution(),
          pods.preferredDuringSchedulingIgnoredDuringExecution(),
          at.child("podAffinity"),
          findings);
    }
    var others = affinity.podAntiAffinity();
    if (others != null) {
      checkPods(
          others.requiredDuringSchedulingIgnoredDuringExecution(),
          others.preferredDuringSchedulingIgnoredDuringExecution(),
          at.child("podAntiAffinity"),
          findings);
    }
  }

  private static void checkNodes(NodeAffinity nodes, FieldPath at, Findings findings) {
    var required = nodes.requiredDuringSchedulingIgnoredDuringExecution();
    if (required != null) {
      NodeSelectorRules.check(required, at.child(REQUIRED), findings);
    }
    var preferred = nodes.preferredDuringSchedulingIgnoredDuringExecution();
    for (var i = 0; i < preferred.size(); i++) {
      var place = at.child(PREFERRED).index(i);
      checkWeight(preferred.get(i).weight(), place, findings);
      // Labels that no node can have are not worth refusing where they are no condition.
      NodeSelectorRules.checkTerm(
          preferred.get(i).preference(), true, place.child("preference"), findings);
    }
  }

  private static void checkWeight(int weight, FieldPath at, Findings findings) {
    if (weight <= 0 || weight > 100) {
      findings.invalid(at.child("weight"), weight, "must be in the range 1-100");
    }
  }

  private static void checkPods(
      List<PodAffinityTerm> required,
      List<WeightedPodAffinityTerm> preferred,
      FieldPath at,
      Findings findings) {
    for (var i = 0; i < required.size(); i++) {
      checkTerm(required.get(i), at.child(REQUIRED).index(i), findings);
    }
    for (var i = 0; i < preferred.size(); i++) {
      var place = at.child(PREFERRED).index(i);
      checkWeight(preferred.get(i).weight(), place, findings);
      checkTerm(preferred.get(i).podAffinityTerm(), place.child("podAffinityTerm"), findings);
    }
  }

  private static void checkTerm(PodAffinityTerm term, FieldPath at, Findings findings) {
    LabelSelectorRules.check(term.labelSelector(), at.child("labelSelector"), findings);
    LabelSelectorRules.check(term.namespaceSelector(), at.child("namespaceSelector"), findings);
    for (var namespace : term.namespaces()) {
      findings.invalidFor(at.child("namespace"), namespace, Names.dns1123Label(namespace));
    }
    LabelKeys.check(term, at, findings);
    if (term.topologyKey().isEmpty()) {
      findings.required(at.child("topologyKey"), "can not be empty");
    }
    findings.invalidFor(
        at.child("topologyKey"), term.topologyKey(), Names.qualifiedName(term.topologyKey()));
  }
}
