package dev.podo.apiserver.discovery;

import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.Subresource;
import dev.podo.model.meta.v1.APIGroup;
import dev.podo.model.meta.v1.APIGroupList;
import dev.podo.model.meta.v1.APIResource;
import dev.podo.model.meta.v1.APIResourceList;
import dev.podo.model.meta.v1.APIVersions;
import dev.podo.model.meta.v1.GroupVersionForDiscovery;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// Discovery as it has been from the beginning: a document for the groups, one for each group, and
/// one for each of their versions.
final class LegacyDiscovery {
  private static final int STORAGE_HASH_BYTES = 8;

  private LegacyDiscovery() {}

  /// `/api`
  static APIVersions coreVersions(ServedGroup core) {
    return APIVersions.builder()
        .versions(core.versions().stream().map(it -> it.groupVersion().version()).toList())
        .build();
  }

  /// `/apis`
  static APIGroupList groups(List<ServedGroup> groups) {
    return APIGroupList.builder()
        .groups(groups.stream().map(LegacyDiscovery::group).toList())
        .build();
  }

  /// `/apis/GROUP`
  static APIGroup group(ServedGroup group) {
    var versions =
        group.versions().stream().map(version -> version(version.groupVersion())).toList();
    return APIGroup.builder()
        .name(group.name())
        .versions(versions)
        .preferredVersion(versions.getFirst())
        .build();
  }

  private static GroupVersionForDiscovery version(GroupVersion version) {
    return GroupVersionForDiscovery.builder()
        .groupVersion(version.toString())
        .version(version.version())
        .build();
  }

  /// `/apis/GROUP/VERSION`
  static APIResourceList resources(GroupVersion version, List<Kind<?>> kinds) {
    var resources = new ArrayList<APIResource>();
    for (var kind : kinds) {
      resources.add(resource(kind));
      kind.subresources().forEach(part -> resources.add(subresource(kind, part)));
    }
    return APIResourceList.builder().groupVersion(version.toString()).resources(resources).build();
  }

  private static APIResource resource(Kind<?> kind) {
    return APIResource.builder()
        .name(kind.plural())
        .singularName(kind.singular())
        .namespaced(kind.namespaced())
        .kind(kind.kind())
        .verbs(kind.verbs())
        .shortNames(kind.shortNames())
        .categories(kind.categories())
        .storageVersionHash(
            kind.verbs().contains("watch") ? storageHash(kind.storageKind().gvk()) : "")
        .build();
  }

  private static APIResource subresource(Kind<?> kind, Subresource part) {
    var exchanged = part.exchanged();
    var builder =
        APIResource.builder()
            .name(kind.plural() + "/" + part.name())
            .namespaced(kind.namespaced())
            .kind(exchanged == null ? kind.kind() : exchanged.kind())
            .verbs(part.verbs());
    if (exchanged != null && !exchanged.groupVersion().equals(kind.groupVersion())) {
      builder.group(exchanged.group()).version(exchanged.version());
    }
    return builder.build();
  }

  /// Tells whether two servers store a resource alike: the beginning of a hash of the version that
  /// is stored, as upstream computes it.
  private static String storageHash(GroupVersionKind stored) {
    var text = stored.group() + "/" + stored.version() + "/" + stored.kind();
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(Arrays.copyOf(hash, STORAGE_HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
