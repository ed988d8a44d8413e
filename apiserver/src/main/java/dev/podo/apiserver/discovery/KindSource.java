package dev.podo.apiserver.discovery;

import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.model.apidiscovery.v2.APIResourceDiscovery;
import dev.podo.model.apidiscovery.v2.APISubresourceDiscovery;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the kinds of this server are, for discovery.
final class KindSource implements DiscoverySource {
  private final Supplier<Catalogue> catalogue;
  private volatile @Nullable Known known;

  KindSource(Supplier<Catalogue> catalogue) {
    this.catalogue = catalogue;
  }

  private record Known(Catalogue catalogue, List<ServedVersion> versions) {}

  @Override
  @SuppressWarnings("ReferenceEquality") // A catalogue is known by its identity.
  public List<ServedVersion> served() {
    var now = catalogue.get();
    var last = known;
    if (last == null || last.catalogue() != now) {
      var versions = new ArrayList<ServedVersion>();
      for (var version : now.groupVersions()) {
        versions.add(
            new ServedVersion(version, Priority.of(version), resources(now, version), false));
      }
      last = new Known(now, List.copyOf(versions));
      known = last;
    }
    return last.versions();
  }

  private static List<APIResourceDiscovery> resources(Catalogue catalogue, GroupVersion version) {
    return catalogue.in(version).stream().map(KindSource::resource).toList();
  }

  private static APIResourceDiscovery resource(Kind<?> kind) {
    return APIResourceDiscovery.builder()
        .resource(kind.plural())
        .responseKind(responseKind(kind, kind.gvk()))
        .scope(kind.namespaced() ? "Namespaced" : "Cluster")
        .singularResource(kind.singular())
        .verbs(kind.verbs())
        .shortNames(kind.shortNames())
        .categories(kind.categories())
        .subresources(kind.subresources().stream().map(part -> subresource(kind, part)).toList())
        .build();
  }

  private static APISubresourceDiscovery subresource(Kind<?> kind, Subresource part) {
    var exchanged = part.exchanged();
    return APISubresourceDiscovery.builder()
        .subresource(part.name())
        .responseKind(responseKind(kind, exchanged == null ? kind.gvk() : exchanged))
        .verbs(part.verbs())
        .build();
  }

  /// Upstream names group and version only where they are not those of the list.
  private static dev.podo.model.meta.v1.GroupVersionKind responseKind(
      Kind<?> kind, GroupVersionKind gvk) {
    var builder = dev.podo.model.meta.v1.GroupVersionKind.builder().kind(gvk.kind());
    return gvk.groupVersion().equals(kind.groupVersion())
        ? builder.build()
        : builder.group(gvk.group()).version(gvk.version()).build();
  }
}
