package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ResourceNames;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.Names;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ContainerResizePolicy;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.ResourceClaim;
import dev.podo.model.core.v1.ResourceRequirements;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What requests and limits must obey.
public final class ResourceValidation {
  private ResourceValidation() {}

  /// How a resource may be called in this place.
  @FunctionalInterface
  private interface NameCheck {
    void check(String name, FieldPath at, Findings findings);
  }

  /// The resources of a container.
  ///
  /// @param claims the names by which the Pod knows its claims
  static void check(
      ResourceRequirements resources, Set<String> claims, FieldPath at, Findings findings) {
    check(resources, ResourceNames::checkOfContainer, at, findings);
    checkClaims(resources.claims(), claims, at.child("claims"), findings);
  }

  private static void check(
      ResourceRequirements resources, NameCheck names, FieldPath at, Findings findings) {
    resources
        .limits()
        .forEach((name, amount) -> {
          var place = at.child("limits").key(name);
          names.check(name, place, findings);
          checkAmount(name, amount, place, findings);
        });
    resources
        .requests()
        .forEach((name, amount) -> {
          var place = at.child("requests").key(name);
          names.check(name, place, findings);
          ResourceNames.checkAmount(name, amount, place, findings);
          checkRequest(name, amount, resources.limits(), at, findings);
          checkWholePages(name, amount, place, findings);
        });
    checkHugePages(resources, at, findings);
  }

  private static void checkAmount(String name, Quantity amount, FieldPath at, Findings findings) {
    ResourceNames.checkAmount(name, amount, at, findings);
    checkWholePages(name, amount, at, findings);
  }

  private static void checkRequest(
      String name, Quantity amount, Map<String, Quantity> limits, FieldPath at, Findings findings) {
    var mayOvercommit = ResourceNames.mayOvercommit(name);
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

  private static void checkWholePages(
      String name, Quantity amount, FieldPath at, Findings findings) {
    if (ResourceNames.isHugePages(name) && !isMultiple(amount, name)) {
      findings.invalid(
          at, amount.toString(), amount + " is not positive integer multiple of " + name);
    }
  }

  private static boolean isMultiple(Quantity amount, String name) {
    try {
      var page = Quantity.parse(name.substring(ResourceNames.HUGE_PAGES.length())).amount();
      return page.signum() > 0
          && page.remainder(BigDecimal.ONE).signum() == 0
          && amount.amount().remainder(page).signum() == 0;
    } catch (IllegalArgumentException unreadable) {
      return false;
    }
  }

  private static void checkHugePages(
      ResourceRequirements resources, FieldPath at, Findings findings) {
    var names = new HashSet<>(resources.limits().keySet());
    names.addAll(resources.requests().keySet());
    if (names.stream().anyMatch(ResourceNames::isHugePages)
        && !names.contains(PodResources.CPU)
        && !names.contains(PodResources.MEMORY)) {
      findings.forbidden(at, "HugePages require cpu or memory");
    }
  }

  /// A container names a claim as a whole or requests within it, each once.
  private static void checkClaims(
      List<ResourceClaim> claims, Set<String> known, FieldPath at, Findings findings) {
    var seen = new ArrayList<ResourceClaim>();
    for (var i = 0; i < claims.size(); i++) {
      var claim = claims.get(i);
      var place = at.index(i);
      if (!findings.requireText(claim.name(), place)) {
        continue;
      }
      checkNamedOnce(claim, seen, place, findings);
      seen.add(claim);
      if (!known.contains(claim.name())) {
        var names = known.isEmpty() ? " which is empty" : ": " + String.join(", ", known);
        findings.add(
            new FieldError(
                FieldError.Type.NOT_FOUND,
                place,
                claim.name(),
                "must be one of the names in pod.spec.resourceClaims" + names));
      }
    }
  }

  private static void checkNamedOnce(
      ResourceClaim claim, List<ResourceClaim> seen, FieldPath at, Findings findings) {
    var same = seen.stream().filter(it -> it.name().equals(claim.name())).toList();
    if (same.stream().anyMatch(it -> it.request().isEmpty())) {
      findings.duplicate(at, claim.name());
      return;
    }
    if (claim.request().isEmpty()) {
      same.forEach(it -> findings.duplicate(at, claim.name()));
      return;
    }
    findings.invalidFor(at.child("request"), claim.request(), Names.dns1123Label(claim.request()));
    if (same.contains(claim)) {
      findings.duplicate(at, claim.name() + "/" + claim.request());
    }
  }

  static void checkResizePolicy(
      List<ContainerResizePolicy> policies, PodSpec spec, FieldPath at, Findings findings) {
    var seen = new HashSet<String>();
    for (var i = 0; i < policies.size(); i++) {
      var policy = policies.get(i);
      if (!seen.add(policy.resourceName())) {
        findings.duplicate(at.index(i), policy.resourceName());
      }
      findings.requireOneOf(at, policy.resourceName(), List.of("cpu", "memory"));
      findings.requireOneOf(at, policy.restartPolicy(), List.of("NotRequired", "RestartContainer"));
      if (spec.restartPolicy().equals("Never") && !policy.restartPolicy().equals("NotRequired")) {
        findings.invalid(
            at,
            policy.restartPolicy(),
            "must be 'NotRequired' when pod `restartPolicy` is 'Never'");
      }
    }
  }

  /// What a Pod takes besides what its containers take, also where that is only promised.
  public static void checkOverhead(Map<String, Quantity> amounts, FieldPath at, Findings findings) {
    var overhead = ResourceRequirements.builder().limits(amounts).build();
    check(overhead, ResourceNames::checkOfContainer, at, findings);
  }

  /// What the Pod says of its resources as a whole.
  static void checkPod(PodSpec spec, FieldPath at, Findings findings) {
    var own = spec.resources();
    if (own == null) {
      return;
    }
    var os = spec.os();
    if (os != null && os.name().equals("windows")) {
      findings.forbidden(at, "may not be set for a windows pod");
      return;
    }
    if (!own.claims().isEmpty()) {
      findings.forbidden(at.child("claims"), "claims may not be set for Resources at pod-level");
    }
    check(own, ResourceValidation::checkNameOfPod, at, findings);
    checkRequested(spec, own, at.child("requests"), findings);
    checkPages(spec, own, at.child("limits"), findings);
    checkContainers(spec.containers(), own, at.child("containers"), findings);
  }

  private static void checkNameOfPod(String name, FieldPath at, Findings findings) {
    if (ResourceNames.check(name, at, findings) && !PodResources.isOfPod(name)) {
      findings.notSupported(at, name, List.of("cpu", "hugepages-", "memory"));
    }
  }

  /// No container may take more than all of them together.
  private static void checkContainers(
      List<Container> containers, ResourceRequirements own, FieldPath at, Findings findings) {
    for (var i = 0; i < containers.size(); i++) {
      var place = at.index(i);
      containers
          .get(i)
          .resources()
          .limits()
          .forEach((name, amount) -> {
            var limit = own.limits().get(name);
            if (limit != null && amount.compareTo(limit) > 0) {
              findings.invalid(
                  place.key(name).child("limits"),
                  amount.toString(),
                  "must be less than or equal to pod limits of " + limit);
            }
          });
    }
  }

  private static void checkRequested(
      PodSpec spec, ResourceRequirements own, FieldPath at, Findings findings) {
    var containers = PodResources.requests(bare(spec));
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

  private static void checkPages(
      PodSpec spec, ResourceRequirements own, FieldPath at, Findings findings) {
    var containers = new TreeMap<String, Quantity>(PodResources.limits(bare(spec)));
    own.limits()
        .forEach((name, amount) -> {
          var limited = containers.get(name);
          if (ResourceNames.isHugePages(name) && limited != null && limited.compareTo(amount) > 0) {
            findings.invalid(
                at.key(name),
                amount.toString(),
                "must be greater than or equal to aggregate container limits of " + limited);
          }
        });
  }

  /// The spec without what it says of the Pod as a whole.
  private static PodSpec bare(PodSpec spec) {
    return spec.with(b -> b.resources(null).overhead(Map.of()));
  }

  /// The names by which the Pod knows its claims.
  static Set<String> claimNames(PodSpec spec) {
    var names = new TreeSet<String>();
    spec.resourceClaims().forEach(it -> names.add(it.name()));
    names.remove("");
    return names;
  }
}
