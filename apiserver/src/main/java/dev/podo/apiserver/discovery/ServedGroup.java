package dev.podo.apiserver.discovery;

import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.VersionOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A group of the API with its versions, the preferred one first.
record ServedGroup(String name, List<ServedVersion> versions) {
  private static final Comparator<ServedVersion> PREFERRED_FIRST =
      Comparator.<ServedVersion>comparingInt(version -> version.priority().version())
          .reversed()
          .thenComparing(version -> version.groupVersion().version(), VersionOrder.BEST_FIRST);
  private static final Comparator<ServedGroup> BY_PRIORITY =
      Comparator.comparingInt(ServedGroup::priority).reversed().thenComparing(ServedGroup::name);

  private int priority() {
    return versions.stream().mapToInt(version -> version.priority().group()).max().orElse(0);
  }

  /// All groups in upstream's order: by priority, then by name.
  ///
  /// @param sources what is served; where two serve the same version of a group, the first does
  static List<ServedGroup> of(List<List<ServedVersion>> sources) {
    var byVersion = new TreeMap<GroupVersion, ServedVersion>();
    sources.forEach(source -> source.forEach(it -> byVersion.putIfAbsent(it.groupVersion(), it)));
    Map<String, List<ServedVersion>> byGroup = new TreeMap<>();
    for (var version : byVersion.values()) {
      byGroup
          .computeIfAbsent(version.groupVersion().group(), group -> new ArrayList<>())
          .add(version);
    }
    var groups = new ArrayList<ServedGroup>();
    byGroup.forEach((name, versions) -> {
      versions.sort(PREFERRED_FIRST);
      groups.add(new ServedGroup(name, List.copyOf(versions)));
    });
    groups.sort(BY_PRIORITY);
    return groups;
  }

  boolean isCore() {
    return name.isEmpty();
  }
}
