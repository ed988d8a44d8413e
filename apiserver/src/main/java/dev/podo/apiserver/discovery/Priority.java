package dev.podo.apiserver.discovery;

import dev.podo.machinery.kind.GroupVersion;
import java.util.Map;
import java.util.TreeMap;

/// Where a version of a group stands among others: the higher, the earlier, as in the spec of an
/// APIService. A group stands where the highest of its versions puts it.
///
/// @param group `groupPriorityMinimum`
/// @param version `versionPriority`
public record Priority(int group, int version) {
  /// Of versions that definitions of custom resources add, as upstream registers them.
  public static final Priority CUSTOM = new Priority(1000, 100);

  private static final int STABLE = 15;
  private static final Map<String, Integer> GROUPS = new TreeMap<>();
  private static final Map<GroupVersion, Integer> VERSIONS = new TreeMap<>();

  // Upstream's order (the API services that its control plane registers for itself).
  static {
    GROUPS.put("apiregistration.k8s.io", 20000);
    GROUPS.put("", 18000);
    GROUPS.put("apps", 17800);
    GROUPS.put("events.k8s.io", 17750);
    GROUPS.put("authentication.k8s.io", 17700);
    GROUPS.put("authorization.k8s.io", 17600);
    GROUPS.put("autoscaling", 17500);
    GROUPS.put("batch", 17400);
    GROUPS.put("certificates.k8s.io", 17300);
    GROUPS.put("networking.k8s.io", 17200);
    GROUPS.put("policy", 17100);
    GROUPS.put("rbac.authorization.k8s.io", 17000);
    GROUPS.put("storage.k8s.io", 16800);
    GROUPS.put("admissionregistration.k8s.io", 16700);
    GROUPS.put("apiextensions.k8s.io", 16700);
    GROUPS.put("scheduling.k8s.io", 16600);
    GROUPS.put("coordination.k8s.io", 16500);
    GROUPS.put("node.k8s.io", 16300);
    GROUPS.put("discovery.k8s.io", 16200);
    GROUPS.put("flowcontrol.apiserver.k8s.io", 16100);
    GROUPS.put("internal.apiserver.k8s.io", 16000);
    GROUPS.put("resource.k8s.io", 15900);
    GROUPS.put("storagemigration.k8s.io", 15800);
    VERSIONS.put(new GroupVersion("", "v1"), 1);
    VERSIONS.put(new GroupVersion("autoscaling", "v2"), 30);
    VERSIONS.put(new GroupVersion("flowcontrol.apiserver.k8s.io", "v1"), 21);
  }

  /// Of what this server itself serves.
  public static Priority of(GroupVersion groupVersion) {
    var group = GROUPS.get(groupVersion.group());
    return group == null
        ? CUSTOM
        : new Priority(group, VERSIONS.getOrDefault(groupVersion, STABLE));
  }

  /// Whether the group is one of Kubernetes' own.
  public static boolean isBuiltIn(String group) {
    return GROUPS.containsKey(group);
  }
}
