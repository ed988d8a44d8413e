package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.validation.Names;
import dev.podo.model.Quantity;
import java.math.BigDecimal;
import java.util.Set;

/// What the names of resources mean: which ones Kubernetes knows, and where. Names without a domain
/// are Kubernetes' own; those of other domains are extended resources, of which there are only
/// whole ones and which cannot be promised twice.
public final class ResourceNames {
  public static final String CPU = "cpu";
  public static final String MEMORY = "memory";
  public static final String EPHEMERAL_STORAGE = "ephemeral-storage";
  public static final String HUGE_PAGES = "hugepages-";

  private static final String REQUESTS = "requests.";
  private static final Set<String> OF_CONTAINERS = Set.of(CPU, MEMORY, EPHEMERAL_STORAGE);
  private static final Set<String> COUNTED =
      Set.of(
          "pods",
          "resourcequotas",
          "services",
          "replicationcontrollers",
          "secrets",
          "configmaps",
          "persistentvolumeclaims",
          "services.nodeports",
          "services.loadbalancers");
  private static final Set<String> IN_QUOTAS =
      Set.of(
          "requests.cpu",
          "requests.memory",
          "requests.storage",
          "requests.ephemeral-storage",
          "limits.cpu",
          "limits.memory",
          "limits.ephemeral-storage");

  private ResourceNames() {}

  public static boolean isHugePages(String name) {
    return name.startsWith(HUGE_PAGES);
  }

  /// Whether it is one of Kubernetes' own.
  public static boolean isNative(String name) {
    return name.indexOf('/') < 0 || name.contains("kubernetes.io/");
  }

  /// Whether containers may together ask for more than they are limited to.
  public static boolean mayOvercommit(String name) {
    return isNative(name) && !isHugePages(name);
  }

  /// Whether it is somebody else's, and can also be named in a quota.
  public static boolean isExtended(String name) {
    return !isNative(name)
        && !name.startsWith(REQUESTS)
        && Names.qualifiedName(REQUESTS + name).isEmpty();
  }

  /// Whether there are only whole ones.
  public static boolean isWhole(String name) {
    return COUNTED.contains(name) || isExtended(name);
  }

  /// Whether a container can ask for it by this name without a domain.
  public static boolean isOfContainers(String name) {
    return OF_CONTAINERS.contains(name) || isHugePages(name);
  }

  /// Whether a quota can name it so, without a domain.
  public static boolean isOfQuotas(String name) {
    return OF_CONTAINERS.contains(name)
        || IN_QUOTAS.contains(name)
        || COUNTED.contains(name)
        || isHugePages(name)
        || name.startsWith(REQUESTS + HUGE_PAGES);
  }

  private static boolean isStandard(String name) {
    return isOfQuotas(name) || name.equals(ResourceLists.STORAGE);
  }

  /// Any name of a resource; says whether it is right.
  public static boolean check(String name, FieldPath at, Findings findings) {
    var problems = Names.qualifiedName(name);
    findings.invalidFor(at, name, problems);
    if (problems.isEmpty() && name.indexOf('/') < 0 && !isStandard(name)) {
      findings.invalid(at, name, "must be a standard resource type or fully qualified");
      return false;
    }
    return problems.isEmpty();
  }

  /// The name of a resource that a container asks for.
  public static void checkOfContainer(String name, FieldPath at, Findings findings) {
    check(name, at, findings);
    if (name.indexOf('/') < 0) {
      if (!isOfContainers(name)) {
        findings.invalid(at, name, "must be a standard resource for containers");
      }
    } else if (!isNative(name) && !isExtended(name)) {
      findings.invalid(at, name, "doesn't follow extended resource name standard");
    }
  }

  /// The name of a resource that a quota restricts.
  public static void checkOfQuota(String name, FieldPath at, Findings findings) {
    check(name, at, findings);
    if (name.indexOf('/') < 0 && !isOfQuotas(name)) {
      findings.invalid(at, name, "must be a standard resource for quota");
    }
  }

  /// An amount of a resource: not less than nothing, and a whole number where there are only such.
  public static void checkAmount(String name, Quantity amount, FieldPath at, Findings findings) {
    ResourceLists.checkNotNegative(amount, at, findings);
    if (isWhole(name) && amount.amount().remainder(BigDecimal.ONE).signum() != 0) {
      findings.invalid(at, amount.toString(), "must be an integer");
    }
  }
}
