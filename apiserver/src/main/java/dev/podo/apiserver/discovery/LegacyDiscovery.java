package dev.podo.apiserver.discovery;

import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.kinds.Catalogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Discovery as it has been from the beginning: a document for the groups, one for each group, and
/// one for each of their versions.
final class LegacyDiscovery {
  private final Catalogue catalogue;

  LegacyDiscovery(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /// `/api`
  Map<String, Object> coreVersions() {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("kind", "APIVersions");
    tree.put("versions", List.of("v1"));
    tree.put("serverAddressByClientCIDRs", List.of());
    return tree;
  }

  /// `/apis`
  Map<String, Object> groups() {
    var groups = new ArrayList<Object>();
    for (var group : catalogue.groups()) {
      if (!group.isEmpty()) {
        groups.add(groupWithoutType(group));
      }
    }
    var tree = typed("APIGroupList");
    tree.put("groups", groups);
    return tree;
  }

  /// `/apis/GROUP`
  Map<String, Object> group(String group) {
    var tree = typed("APIGroup");
    tree.putAll(groupWithoutType(group));
    return tree;
  }

  private Map<String, Object> groupWithoutType(String group) {
    var versions = new ArrayList<Object>();
    for (var version : catalogue.groupVersions()) {
      if (version.group().equals(group)) {
        versions.add(version(version));
      }
    }
    var tree = new LinkedHashMap<String, Object>();
    tree.put("name", group);
    tree.put("versions", versions);
    tree.put("preferredVersion", versions.getFirst());
    return tree;
  }

  private static Map<String, Object> version(GroupVersion version) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("groupVersion", version.toString());
    tree.put("version", version.version());
    return tree;
  }

  /// `/apis/GROUP/VERSION`
  Map<String, Object> resources(GroupVersion version) {
    var resources = new ArrayList<Object>();
    for (var kind : catalogue.in(version)) {
      resources.add(resource(kind));
      for (var subresource : kind.subresources()) {
        resources.add(subresource(kind, subresource));
      }
    }
    var tree = typed("APIResourceList");
    tree.put("groupVersion", version.toString());
    tree.put("resources", resources);
    return tree;
  }

  private static Map<String, Object> resource(Kind<?> kind) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("name", kind.plural());
    tree.put("singularName", kind.singular());
    tree.put("namespaced", kind.namespaced());
    tree.put("kind", kind.kind());
    tree.put("verbs", kind.verbs());
    if (!kind.shortNames().isEmpty()) {
      tree.put("shortNames", kind.shortNames());
    }
    if (!kind.categories().isEmpty()) {
      tree.put("categories", kind.categories());
    }
    return tree;
  }

  private static Map<String, Object> subresource(Kind<?> kind, Subresource subresource) {
    var exchanged = subresource.exchanged();
    var tree = new LinkedHashMap<String, Object>();
    tree.put("name", kind.plural() + "/" + subresource.name());
    tree.put("singularName", "");
    tree.put("namespaced", kind.namespaced());
    if (exchanged != null && !exchanged.groupVersion().equals(kind.groupVersion())) {
      tree.put("group", exchanged.group());
      tree.put("version", exchanged.version());
    }
    tree.put("kind", exchanged == null ? kind.kind() : exchanged.kind());
    tree.put("verbs", subresource.verbs());
    return tree;
  }

  private static Map<String, Object> typed(String kind) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("kind", kind);
    tree.put("apiVersion", "v1");
    return tree;
  }
}
