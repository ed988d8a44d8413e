package dev.podo.apiserver.aggregation;

import dev.podo.apiserver.discovery.Priority;
import dev.podo.apiserver.discovery.ServedVersion;
import dev.podo.apiserver.openapi.OpenApiSource;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kinds.apiservice.ApiServices;
import dev.podo.model.apidiscovery.v2.APIResourceDiscovery;
import dev.podo.model.apiregistration.v1.APIService;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a server behind this one has told of itself, the last time that it told anything.
///
/// @param stale whether it does not answer now
/// @param v3 of OpenAPI; null when it has none
/// @param v2 as well
record Told(
    GroupVersion groupVersion,
    Priority priority,
    boolean stale,
    List<APIResourceDiscovery> resources,
    OpenApiSource.@Nullable Description v3,
    OpenApiSource.@Nullable Description v2) {
  Told {
    resources = List.copyOf(resources);
  }

  /// Before it has told anything.
  static Told nothing(APIService service) {
    return new Told(
        ApiServices.groupVersion(service), priority(service), true, List.of(), null, null);
  }

  static Priority priority(APIService service) {
    return new Priority(service.spec().groupPriorityMinimum(), service.spec().versionPriority());
  }

  Told asOf(APIService service, boolean nowStale) {
    return new Told(groupVersion, priority(service), nowStale, resources, v3, v2);
  }

  Told withResources(List<APIResourceDiscovery> others) {
    return new Told(groupVersion, priority, stale, others, v3, v2);
  }

  Told withDocuments(
      OpenApiSource.@Nullable Description newV3, OpenApiSource.@Nullable Description newV2) {
    return new Told(groupVersion, priority, stale, resources, newV3, newV2);
  }

  ServedVersion served() {
    return new ServedVersion(groupVersion, priority, resources, stale);
  }

  /// As `/openapi/v3` lists its document.
  String documentName() {
    return (groupVersion.group().isEmpty() ? "api/" : "apis/") + groupVersion;
  }
}
