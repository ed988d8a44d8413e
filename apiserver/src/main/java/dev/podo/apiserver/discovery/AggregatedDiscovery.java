package dev.podo.apiserver.discovery;

import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.kinds.Catalogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Everything that the many documents of old say, in one (KEP-3352).
final class AggregatedDiscovery {
  private final Catalogue catalogue;
  private final String version;

  /// @param version of `apidiscovery.k8s.io`
  AggregatedDiscovery(Catalogue catalogue, String version) {
    this.catalogue = catalogue;
    this.version = version;
  }

  String contentType() {
    return "application/json;g=apidiscovery.k8s.io;v=" + version + ";as=APIGroupDiscoveryList";
  }

  /// @param core whether of the core group, as `/api` answers, or of all others, as `/apis` does
  Map<String, Object> groups(boolean core) {
    var items = new ArrayList<Object>();
    for (var group : catalogue.groups()) {
      if (group.isEmpty() == core) {
        items.add(group(group));
      }
    }
    var tree = new LinkedHashMap<String, Object>();
    tree.put("kind", "APIGroupDiscoveryList");
    tree.put("apiVersion", "apidiscovery.k8s.io/" + version);
    tree.put("metadata", Map.of());
    tree.put("items", items);
    return tree;
  }

  private Map<String, Object> group(String group) {
    var versions = new ArrayList<Object>();
    for (var candidate : catalogue.groupVersions()) {
      if (candidate.group().equals(group)) {
        versions.add(version(candidate));
      }
    }
    var metadata = new LinkedHashMap<String, Object>();
    if (!group.isEmpty()) {
      metadata.put("name", group);
    }
    var tree = new LinkedHashMap<String, Object>();
    tree.put("metadata", metadata);
    tree.put("versions", versions);
    return tree;
  }

  private Map<String, Object> version(GroupVersion groupVersion) {
    var resources = new ArrayList<Object>();
    for (var kind : catalogue.in(groupVersion)) {
      resources.add(resource(kind));
    }
    var tree = new LinkedHashMap<String, Object>();
    tree.put("version", groupVersion.version());
    tree.put("resources", resources);
    tree.put("freshness", "Current");
    return tree;
  }

  private static Map<String, Object> resource(Kind<?> kind) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("resource", kind.plural());
    tree.put("responseKind", responseKind(kind.gvk()));
    tree.put("scope", kind.namespaced() ? "Namespaced" : "Cluster");
    tree.put("singularResource", kind.singular());
    tree.put("verbs", kind.verbs());
    if (!kind.shortNames().isEmpty()) {
      tree.put("shortNames", kind.shortNames());
    }
    if (!kind.categories().isEmpty()) {
      tree.put("categories", kind.categories());
    }
    var subresources = new ArrayList<Object>();
    kind.subresources().forEach(subresource -> subresources.add(subresource(kind, subresource)));
    if (!subresources.isEmpty()) {
      tree.put("subresources", subresources);
    }
    return tree;
  }

  private static Map<String, Object> subresource(Kind<?> kind, Subresource subresource) {
    var exchanged = subresource.exchanged();
    var tree = new LinkedHashMap<String, Object>();
    tree.put("subresource", subresource.name());
    tree.put("responseKind", responseKind(exchanged == null ? kind.gvk() : exchanged));
    tree.put("verbs", List.copyOf(subresource.verbs()));
    return tree;
  }

  private static Map<String, Object> responseKind(GroupVersionKind gvk) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("group", gvk.group());
    tree.put("version", gvk.version());
    tree.put("kind", gvk.kind());
    return tree;
  }
}
