package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.Names;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ContainerResizePolicy;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.ResourceRequirements;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// What requests and limits must obey.
final class ResourceValidation {
  private static final String HUGE_PAGES = "hugepages-";
  private static final List<String> OF_CONTAINERS =
      List.of(PodResources.CPU, PodResources.MEMORY, "ephemeral-storage");

  private ResourceValidation() {}

  static void check(ResourceRequirements resources, FieldPath at, Findings findings) {
    resources
        .limits()
        .forEach((name, amount) -> checkAmount(name, amount, at.child("limits"), findings));
    resources
        .requests()
        .forEach((name, amount) -> {
          checkAmount(name, amount, at.child("requests"), findings);
          checkRequest(name, amount, resources.limits(), at, findings);
        });
    checkHugePages(resources, at, findings);
    for (var i = 0; i < resources.claims().size(); i++) {
      findings.requireText(
          resources.claims().get(i).name(), at.child("claims").index(i).child("name"));
    }
  }

  private static void checkAmount(String name, Quantity amount, FieldPath list, Findings findings) {
    var at = list.key(name);
    checkName(name, at, findings);
    if (amount.signum() < 0) {
      findings.invalid(at, amount.toString(), "must be greater than or equal to 0");
    }
    if (!isNative(name) && amount.amount().remainder(BigDecimal.ONE).signum() != 0) {
      findings.invalid(at, amount.toString(), "must be an integer");
    }
  }

  private static void checkName(String name, FieldPath at, Findings findings) {
    findings.invalidFor(at, name, Names.qualifiedName(name));
    if (name.indexOf('/') < 0) {
      if (!isOfContainers(name)) {
        findings.invalid(at, name, "must be a standard resource type or fully qualified");
        findings.invalid(at, name, "must be a standard resource for containers");
      }
    } else if (!isNative(name) && name.startsWith("requests.")) {
      findings.invalid(at, name, "doesn't follow extended resource name standard");
    }
  }

  private static boolean isOfContainers(String name) {
    return OF_CONTAINERS.contains(name) || name.startsWith(HUGE_PAGES);
  }

  private static boolean isNative(String name) {
    return name.indexOf('/') < 0 || name.contains("kubernetes.io/");
  }

  private static void checkRequest(
      String name, Quantity amount, Map<String, Quantity> limits, FieldPath at, Findings findings) {
    var mayOvercommit = isNative(name) && !name.startsWith(HUGE_PAGES);
    var limit = limits.get(name);
    if (limit == null) {
      if (!mayOvercommit) {
        findings.required(at.child("limits"), "Limit must be set for non overcommitable resources");
      }
    } else if (!mayOvercommit && !amount.equals(limit)) {
      findings.invalid(
          at.child("requests"),
          amount.toString(),
          "must be equal to " + name + " limit of " + limit);
    } else if (amount.compareTo(limit) > 0) {
      findings.invalid(
          at.child("requests"),
          amount.toString(),
          "must be less than or equal to " + name + " limit of " + limit);
    }
  }

  private static void checkHugePages(
      ResourceRequirements resources, FieldPath at, Findings findings) {
    var names = new HashSet<>(resources.limits().keySet());
    names.addAll(resources.requests().keySet());
    var hasPages = names.stream().anyMatch(it -> it.startsWith(HUGE_PAGES));
    if (hasPages && !names.contains(PodResources.CPU) && !names.contains(PodResources.MEMORY)) {
      findings.forbidden(at, "HugePages require cpu or memory");
    }
  }

  static void checkResizePolicy(
      List<ContainerResizePolicy> policies, FieldPath at, Findings findings) {
    var seen = new HashSet<String>();
    for (var i = 0; i < policies.size(); i++) {
      var policy = policies.get(i);
      var place = at.index(i);
      if (!seen.add(policy.resourceName())) {
        findings.duplicate(place, policy.resourceName());
      }
      findings.requireOneOf(
          place.child("resourceName"), policy.resourceName(), List.of("cpu", "memory"));
      findings.requireOneOf(
          place.child("restartPolicy"),
          policy.restartPolicy(),
          List.of("NotRequired", "RestartContainer"));
    }
  }

  /// What the Pod says of its resources as a whole, and of its overhead.
  static void checkPod(PodSpec spec, FieldPath at, Findings findings) {
    spec.overhead()
        .forEach(
            (name, amount) -> checkAmount(name, amount, at.child("overhead", "limits"), findings));
    checkClaims(spec, spec.containers(), at.child("containers"), findings);
    checkClaims(spec, spec.initContainers(), at.child("initContainers"), findings);
    var own = spec.resources();
    if (own == null) {
      return;
    }
    check(own, at.child("resources"), findings);
    checkOfPod(own.limits(), at.child("resources", "limits"), findings);
    checkOfPod(own.requests(), at.child("resources", "requests"), findings);
    if (!own.claims().isEmpty()) {
      findings.forbidden(
          at.child("resources", "claims"), "claims may not be set for Resources at pod-level");
    }
    checkAggregate(spec, own, at.child("resources", "requests"), findings);
    checkContainers(spec.containers(), own, at.child("containers"), findings);
    checkContainers(spec.initContainers(), own, at.child("initContainers"), findings);
  }

  /// Containers use only claims of the Pod.
  private static void checkClaims(
      PodSpec spec, List<Container> containers, FieldPath at, Findings findings) {
    for (var i = 0; i < containers.size(); i++) {
      var used = containers.get(i).resources().claims();
      for (var j = 0; j < used.size(); j++) {
        var name = used.get(j).name();
        if (spec.resourceClaims().stream().noneMatch(it -> it.name().equals(name))) {
          findings.notFound(at.index(i).child("resources", "claims").index(j).child("name"), name);
        }
      }
    }
  }

  /// No container may take more than all of them together.
  private static void checkContainers(
      List<Container> containers, ResourceRequirements own, FieldPath at, Findings findings) {
    for (var i = 0; i < containers.size(); i++) {
      var place = at.index(i).child("resources", "limits");
      containers
          .get(i)
          .resources()
          .limits()
          .forEach((name, amount) -> {
            var limit = own.limits().get(name);
            if (limit != null && amount.compareTo(limit) > 0) {
              findings.invalid(
                  place.key(name),
                  amount.toString(),
                  "must be less than or equal to pod limits of " + limit);
            }
          });
    }
  }

  private static void checkOfPod(Map<String, Quantity> resources, FieldPath at, Findings findings) {
    for (var name : resources.keySet()) {
      if (!PodResources.isOfPod(name)) {
        findings.notSupported(at.key(name), name, List.of("cpu", "hugepages-", "memory"));
      }
    }
  }

  private static void checkAggregate(
      PodSpec spec, ResourceRequirements own, FieldPath at, Findings findings) {
    var containers = PodResources.requests(spec.with(b -> b.resources(null).overhead(Map.of())));
    own.requests()
        .forEach((name, amount) -> {
          var needed = containers.get(name);
          if (needed != null && needed.compareTo(amount) > 0) {
            findings.invalid(
                at.key(name),
                amount.toString(),
                "must be greater than or equal to aggregate container requests of " + needed);
          }
        });
  }
}
