package dev.podo.machinery.kinds.resourcequota;

import java.util.Set;

/// What the resources in a quota mean, and which scopes fit them.
final class QuotaResources {
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
  private static final Set<String> COMPUTED =
      Set.of("cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory");
  private static final Set<String> STORED =
      Set.of(
          "ephemeral-storage",
          "requests.storage",
          "requests.ephemeral-storage",
          "limits.ephemeral-storage");

  static final String BEST_EFFORT = "BestEffort";
  static final String VOLUME_ATTRIBUTES_CLASS = "VolumeAttributesClass";
  private static final Set<String> POD_SCOPES =
      Set.of(
          "Terminating",
          "NotTerminating",
          "NotBestEffort",
          "PriorityClass",
          "CrossNamespacePodAffinity");

  private QuotaResources() {}

  static boolean isStandard(String name) {
    return COUNTED.contains(name)
        || COMPUTED.contains(name)
        || STORED.contains(name)
        || name.startsWith("hugepages-")
        || name.startsWith("requests.hugepages-");
  }

  /// Whether there are only whole ones.
  static boolean isWhole(String name) {
    return COUNTED.contains(name) || (name.contains("/") && !name.contains("kubernetes.io/"));
  }

  static boolean isScope(String scope) {
    return POD_SCOPES.contains(scope)
        || scope.equals(BEST_EFFORT)
        || scope.equals(VOLUME_ATTRIBUTES_CLASS);
  }

  /// Whether a scope can restrict what is counted as this resource.
  static boolean fits(String scope, String resource) {
    if (!isStandard(resource)) {
      return true;
    }
    if (scope.equals(BEST_EFFORT)) {
      return resource.equals("pods");
    }
    if (scope.equals(VOLUME_ATTRIBUTES_CLASS)) {
      return resource.equals("persistentvolumeclaims") || resource.equals("requests.storage");
    }
    return resource.equals("pods") || COMPUTED.contains(resource);
  }
}
