package dev.podo.controllers.resourcequota;

import dev.podo.machinery.kinds.pod.PodResources;
import dev.podo.model.ApiObject;
import dev.podo.model.core.v1.Affinity;
import dev.podo.model.core.v1.PersistentVolumeClaim;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodAffinityTerm;
import dev.podo.model.core.v1.ResourceQuota;
import dev.podo.model.core.v1.ScopedResourceSelectorRequirement;
import dev.podo.model.core.v1.WeightedPodAffinityTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which objects a quota is about.
///
/// @param required all of them hold for such an object; none for all objects
record Scopes(List<ScopedResourceSelectorRequirement> required) {
  private static final String EXISTS = "Exists";

  static Scopes of(ResourceQuota quota) {
    var all = new ArrayList<ScopedResourceSelectorRequirement>();
    for (var scope : quota.spec().scopes()) {
      all.add(
          ScopedResourceSelectorRequirement.builder().scopeName(scope).operator(EXISTS).build());
    }
    var selector = quota.spec().scopeSelector();
    if (selector != null) {
      all.addAll(selector.matchExpressions());
    }
    return new Scopes(List.copyOf(all));
  }

  boolean include(ApiObject object) {
    return required.stream()
        .allMatch(scope ->
            switch (object) {
              case Pod pod -> includes(scope, pod);
              case PersistentVolumeClaim claim -> includes(scope, claim);
              default -> false;
            });
  }

  private static boolean includes(ScopedResourceSelectorRequirement scope, Pod pod) {
    var deadline = pod.spec().activeDeadlineSeconds();
    return switch (scope.scopeName()) {
      case "Terminating" -> deadline != null && deadline >= 0;
      case "NotTerminating" -> deadline == null || deadline < 0;
      case "BestEffort" -> isBestEffort(pod);
      case "NotBestEffort" -> !isBestEffort(pod);
      case "PriorityClass" -> {
        var name = pod.spec().priorityClassName();
        yield holds(scope, name.isEmpty() ? Set.of() : Set.of(name));
      }
      case "CrossNamespacePodAffinity" -> minds(pod.spec().affinity());
      default -> false;
    };
  }

  private static boolean includes(
      ScopedResourceSelectorRequirement scope, PersistentVolumeClaim claim) {
    if (!scope.scopeName().equals("VolumeAttributesClass")) {
      return false;
    }
    var names = new TreeSet<String>();
    var change = claim.status().modifyVolumeStatus();
    Stream.of(
            claim.spec().volumeAttributesClassName(),
            claim.status().currentVolumeAttributesClassName(),
            change == null ? null : change.targetVolumeAttributesClassName())
        .filter(name -> name != null && !name.isEmpty())
        .forEach(names::add);
    return holds(scope, names);
  }

  /// @param names what the object has of what the scope is about
  private static boolean holds(ScopedResourceSelectorRequirement scope, Set<String> names) {
    return switch (scope.operator()) {
      case EXISTS -> !names.isEmpty();
      case "DoesNotExist" -> names.isEmpty();
      case "In" -> scope.values().stream().anyMatch(names::contains);
      case "NotIn" -> scope.values().stream().noneMatch(names::contains);
      default -> false;
    };
  }

  private static boolean isBestEffort(Pod pod) {
    var known = pod.status().qosClass();
    return (known.isEmpty() ? PodResources.qosClass(pod) : known).equals(PodResources.BEST_EFFORT);
  }

  /// Whether it minds Pods of other namespaces.
  private static boolean minds(@Nullable Affinity affinity) {
    if (affinity == null) {
      return false;
    }
    var near = affinity.podAffinity();
    var far = affinity.podAntiAffinity();
    return (near != null
            && minds(
                near.requiredDuringSchedulingIgnoredDuringExecution(),
                near.preferredDuringSchedulingIgnoredDuringExecution()))
        || (far != null
            && minds(
                far.requiredDuringSchedulingIgnoredDuringExecution(),
                far.preferredDuringSchedulingIgnoredDuringExecution()));
  }

  private static boolean minds(
      List<PodAffinityTerm> required, List<WeightedPodAffinityTerm> preferred) {
    return Stream.concat(
            required.stream(), preferred.stream().map(WeightedPodAffinityTerm::podAffinityTerm))
        .anyMatch(term -> !term.namespaces().isEmpty() || term.namespaceSelector() != null);
  }
}
