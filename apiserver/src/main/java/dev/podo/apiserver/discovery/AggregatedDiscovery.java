package dev.podo.apiserver.discovery;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Strictness;
import dev.podo.model.Struct;
import dev.podo.model.apidiscovery.v2.APIGroupDiscovery;
import dev.podo.model.apidiscovery.v2.APIGroupDiscoveryList;
import dev.podo.model.apidiscovery.v2.APIVersionDiscovery;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Everything that the many documents of old say, in one (KEP-3352).
final class AggregatedDiscovery {
  private AggregatedDiscovery() {}

  /// What `apidiscovery.k8s.io` calls the list.
  static final String KIND = "APIGroupDiscoveryList";

  static final String GROUP = "apidiscovery.k8s.io";

  /// The versions of the list; kubectl up to 1.29 asks for the older.
  static final List<String> VERSIONS = List.of("v2", "v2beta1");

  /// What a media type says besides its name when it means this document.
  static String parameters(String version) {
    return ";g=" + GROUP + ";v=" + version + ";as=" + KIND;
  }

  /// @param version of the list
  static Struct of(List<ServedGroup> groups, String version) {
    var list =
        APIGroupDiscoveryList.builder()
            .items(groups.stream().map(AggregatedDiscovery::group).toList())
            .build();
    return version.equals("v2") ? list : older(list);
  }

  /// The same in the older version, which has the same fields.
  private static Struct older(APIGroupDiscoveryList list) {
    Map<String, @Nullable Object> tree = new TreeMap<>(Json.toTree(list));
    tree.put("apiVersion", GROUP + "/v2beta1");
    return Json.fromTree(
            dev.podo.model.apidiscovery.v2beta1.APIGroupDiscoveryList.SCHEMA,
            tree,
            Strictness.IGNORE)
        .value();
  }

  private static APIGroupDiscovery group(ServedGroup group) {
    return APIGroupDiscovery.builder()
        .metadata(ObjectMeta.builder().name(group.name()).build())
        .versions(group.versions().stream().map(AggregatedDiscovery::version).toList())
        .build();
  }

  private static APIVersionDiscovery version(ServedVersion version) {
    return APIVersionDiscovery.builder()
        .version(version.groupVersion().version())
        .resources(version.resources())
        .freshness(version.stale() ? "Stale" : "Current")
        .build();
  }
}
