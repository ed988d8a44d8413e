package dev.podo.apiserver.aggregation;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.model.apidiscovery.v2.APIResourceDiscovery;
import dev.podo.model.apidiscovery.v2.APISubresourceDiscovery;
import dev.podo.model.meta.v1.APIResource;
import dev.podo.model.meta.v1.APIResourceList;
import dev.podo.model.meta.v1.GroupVersionKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;

/// Reads the document of a version that every server has, and shows it in the form of aggregated
/// discovery.
final class ResourceLists {
  private ResourceLists() {}

  /// Adapters of metrics list parts of resources only: then the resource is one without verbs.
  ///
  /// @throws dev.podo.machinery.codec.DecodeException when it is no such document
  static List<APIResourceDiscovery> read(byte[] json) {
    var list = Json.decode(APIResourceList.SCHEMA, json, Strictness.IGNORE).value();
    var version = GroupVersion.parse(list.groupVersion());
    var wholes = new LinkedHashMap<String, APIResourceDiscovery>();
    var parts = new TreeMap<String, List<APISubresourceDiscovery>>();
    for (var resource : list.resources()) {
      var slash = resource.name().indexOf('/');
      if (slash <= 0) {
        wholes.put(resource.name(), resource(resource, version));
        continue;
      }
      var whole = resource.name().substring(0, slash);
      wholes.putIfAbsent(whole, without(whole, resource.namespaced()));
      parts
          .computeIfAbsent(whole, name -> new ArrayList<>())
          .add(
              APISubresourceDiscovery.builder()
                  .subresource(resource.name().substring(slash + 1))
                  .responseKind(kind(resource, version))
                  .verbs(resource.verbs())
                  .build());
    }
    return wholes.values().stream()
        .map(whole ->
            whole.with(b -> b.subresources(parts.getOrDefault(whole.resource(), List.of()))))
        .toList();
  }

  private static APIResourceDiscovery without(String name, boolean namespaced) {
    return APIResourceDiscovery.builder()
        .resource(name)
        .responseKind(GroupVersionKind.EMPTY)
        .scope(namespaced ? "Namespaced" : "Cluster")
        .build();
  }

  private static APIResourceDiscovery resource(APIResource resource, GroupVersion version) {
    return APIResourceDiscovery.builder()
        .resource(resource.name())
        .responseKind(kind(resource, version))
        .scope(resource.namespaced() ? "Namespaced" : "Cluster")
        .singularResource(resource.singularName())
        .verbs(resource.verbs())
        .shortNames(resource.shortNames())
        .categories(resource.categories())
        .build();
  }

  private static GroupVersionKind kind(APIResource resource, GroupVersion version) {
    return GroupVersionKind.builder()
        .kind(resource.kind())
        .group(resource.group().isEmpty() ? version.group() : resource.group())
        .version(resource.version().isEmpty() ? version.version() : resource.version())
        .build();
  }
}
