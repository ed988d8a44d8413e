package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.kinds.metadata.ResourceNames;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.ResourceRequirements;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// What a Pod takes of a node, and its class of service (KEP-753 for sidecars, KEP-2837 for
/// resources of the Pod as a whole).
public final class PodResources {
  public static final String CPU = "cpu";
  public static final String MEMORY = "memory";
  public static final String GUARANTEED = "Guaranteed";
  public static final String BURSTABLE = "Burstable";
  public static final String BEST_EFFORT = "BestEffort";

  private PodResources() {}

  /// What must be free on a node: the containers together, or the init containers where one of them
  /// takes more than that; the Pod's own figures where it has some; and the overhead.
  public static SortedMap<String, Quantity> requests(PodSpec spec) {
    var total = ofContainers(spec, it -> it.requests());
    var own = spec.resources();
    if (own != null) {
      own.requests().forEach((name, amount) -> replaceIfOfPod(total, name, amount));
    }
    addTo(total, spec.overhead());
    return Collections.unmodifiableSortedMap(total);
  }

  /// What the Pod may take at most. A resource that one of the containers may take without limit is
  /// not to be had from here.
  public static SortedMap<String, Quantity> limits(PodSpec spec) {
    var total = ofContainers(spec, it -> it.limits());
    var own = spec.resources();
    if (own != null) {
      own.limits().forEach((name, amount) -> replaceIfOfPod(total, name, amount));
    }
    // Overhead counts only where there is a limit to which it can be added.
    spec.overhead()
        .forEach((name, amount) -> total.computeIfPresent(name, (key, it) -> it.add(amount)));
    return Collections.unmodifiableSortedMap(total);
  }

  private static void replaceIfOfPod(
      SortedMap<String, Quantity> total, String name, Quantity amount) {
    if (isOfPod(name)) {
      total.put(name, amount);
    }
  }

  /// Whether the Pod as a whole may say how much it takes of this resource.
  static boolean isOfPod(String name) {
    return name.equals(CPU) || name.equals(MEMORY) || name.startsWith("hugepages-");
  }

  private static SortedMap<String, Quantity> ofContainers(
      PodSpec spec, Function<ResourceRequirements, Map<String, Quantity>> which) {
    var total = new TreeMap<String, Quantity>();
    spec.containers().forEach(it -> addTo(total, which.apply(it.resources())));
    var sidecars = new TreeMap<String, Quantity>();
    var most = new TreeMap<String, Quantity>();
    for (var container : spec.initContainers()) {
      var own = which.apply(container.resources());
      if (Pods.isSidecar(container)) {
        addTo(total, own);
        addTo(sidecars, own);
        maxTo(most, sidecars);
      } else {
        // It runs beside the sidecars that were started before it.
        var meanwhile = new TreeMap<>(sidecars);
        addTo(meanwhile, own);
        maxTo(most, meanwhile);
      }
    }
    maxTo(total, most);
    return total;
  }

  private static void addTo(SortedMap<String, Quantity> total, Map<String, Quantity> more) {
    more.forEach((name, amount) -> total.merge(name, amount, Quantity::add));
  }

  private static void maxTo(SortedMap<String, Quantity> total, Map<String, Quantity> other) {
    other.forEach((name, amount) ->
        total.merge(name, amount, (one, two) -> one.compareTo(two) >= 0 ? one : two));
  }

  /// What a Pod that says something of its resources as a whole leaves out (KEP-2837): the limit of
  /// huge pages is the containers' together. Where it has limits, its requests are the containers'
  /// together, or else its own limits.
  static PodSpec withDefaultsOfPod(PodSpec spec) {
    var own = spec.resources();
    if (own == null || (own.limits().isEmpty() && own.requests().isEmpty())) {
      return spec;
    }
    var limits = new TreeMap<String, Quantity>(own.limits());
    ofContainers(spec, it -> it.limits())
        .forEach((name, amount) -> {
          if (ResourceNames.isHugePages(name) && !own.requests().containsKey(name)) {
            limits.putIfAbsent(name, amount);
          }
        });
    if (limits.isEmpty()) {
      return spec;
    }
    var requests = new TreeMap<String, Quantity>(own.requests());
    ofContainers(spec, it -> it.requests())
        .forEach((name, amount) -> {
          if (isOfPod(name) && ResourceNames.mayOvercommit(name)) {
            requests.putIfAbsent(name, amount);
          }
        });
    limits.forEach((name, amount) -> {
      if (isOfPod(name)) {
        requests.putIfAbsent(name, amount);
      }
    });
    return spec.with(b -> b.resources(own.with(r -> r.limits(limits).requests(requests))));
  }

  /// `Guaranteed` if CPU and memory of everything are limited to what is asked for, `BestEffort` if
  /// nothing is asked for or limited, else `Burstable`.
  public static String qosClass(Pod pod) {
    var spec = pod.spec();
    var own = spec.resources();
    var parts = new ArrayList<ResourceRequirements>();
    if (own != null && (!own.requests().isEmpty() || !own.limits().isEmpty())) {
      parts.add(own);
    } else {
      all(spec).forEach(it -> parts.add(it.resources()));
    }
    return qosClass(parts);
  }

  private static List<Container> all(PodSpec spec) {
    var all = new ArrayList<Container>(spec.containers());
    all.addAll(spec.initContainers());
    return all;
  }

  private static String qosClass(List<ResourceRequirements> parts) {
    var requests = new TreeMap<String, Quantity>();
    var limits = new TreeMap<String, Quantity>();
    var limited = true;
    for (var part : parts) {
      addTo(requests, computed(part.requests()));
      var own = computed(part.limits());
      limited &= own.containsKey(CPU) && own.containsKey(MEMORY);
      addTo(limits, own);
    }
    if (requests.isEmpty() && limits.isEmpty()) {
      return BEST_EFFORT;
    }
    return limited && requests.equals(limits) ? GUARANTEED : BURSTABLE;
  }

  private static Map<String, Quantity> computed(Map<String, Quantity> resources) {
    var found = new TreeMap<String, Quantity>();
    for (var name : List.of(CPU, MEMORY)) {
      var amount = resources.get(name);
      if (amount != null && amount.signum() > 0) {
        found.put(name, amount);
      }
    }
    return found;
  }
}
