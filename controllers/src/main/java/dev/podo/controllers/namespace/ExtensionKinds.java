package dev.podo.controllers.namespace;

import dev.podo.client.Api;
import dev.podo.client.ListOptions;
import dev.podo.machinery.custom.Outline;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.apiservice.ApiServices;
import dev.podo.model.meta.v1.APIResource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The kinds in namespaces that servers behind the API server serve, as far as those tell.
///
/// @param undiscovered versions of groups whose servers tell nothing now, with upstream's reason
record ExtensionKinds(List<Extension> kinds, SortedMap<String, String> undiscovered) {

  /// A kind whose objects can be deleted.
  ///
  /// @param atOnce whether all of a namespace in one request
  record Extension(Kind<?> kind, boolean atOnce) {}

  static ExtensionKinds of(Api api) {
    var kinds = new ArrayList<Extension>();
    var undiscovered = new TreeMap<String, String>();
    for (var service : api.list(ApiServices.KIND, ListOptions.all()).items()) {
      if (!ApiServices.isRemote(service)) {
        continue;
      }
      var version = ApiServices.groupVersion(service);
      try {
        if (!ApiServices.isAvailable(service)) {
          undiscovered.put(version.toString(), stale(version));
          continue;
        }
        for (var resource : api.extensionResources(version).resources()) {
          if (isContent(resource)) {
            kinds.add(extension(resource, version));
          }
        }
      } catch (ApiException e) {
        undiscovered.put(version.toString(), stale(version));
      }
    }
    return new ExtensionKinds(List.copyOf(kinds), undiscovered);
  }

  private static String stale(GroupVersion version) {
    return "stale GroupVersion discovery: " + version;
  }

  private static boolean isContent(APIResource resource) {
    return resource.namespaced()
        && resource.name().indexOf('/') < 0
        && resource.verbs().contains("delete")
        && resource.verbs().contains("list");
  }

  private static Extension extension(APIResource resource, GroupVersion version) {
    var gvk = new GroupVersionKind(version.group(), version.version(), resource.kind());
    return new Extension(
        Outline.of(gvk, resource.name(), resource.kind() + "List", true),
        resource.verbs().contains("deletecollection"));
  }
}
