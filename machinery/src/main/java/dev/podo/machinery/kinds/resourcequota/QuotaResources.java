package dev.podo.machinery.kinds.resourcequota;

import dev.podo.machinery.kinds.metadata.ResourceNames;
import java.util.Set;

/// What the resources in a quota mean, and which scopes fit them.
final class QuotaResources {
  private static final Set<String> COMPUTED =
      Set.of("cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory");
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

  static boolean isScope(String scope) {
    return POD_SCOPES.contains(scope)
        || scope.equals(BEST_EFFORT)
        || scope.equals(VOLUME_ATTRIBUTES_CLASS);
  }

  /// Whether a scope can restrict what is counted as this resource.
  static boolean fits(String scope, String resource) {
    if (resource.indexOf('/') >= 0 || !ResourceNames.isOfQuotas(resource)) {
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
