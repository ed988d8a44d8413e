package dev.podo.machinery.kind;

/// An API group and one of its versions; the core group is spelled "".
public record GroupVersion(String group, String version) implements Comparable<GroupVersion> {
  /// Reads `v1` or `apps/v1`.
  ///
  /// @throws IllegalArgumentException if there is more than one slash, with upstream's text
  public static GroupVersion parse(String apiVersion) {
    var slash = apiVersion.indexOf('/');
    if (slash < 0) {
      return new GroupVersion("", apiVersion);
    }
    if (apiVersion.indexOf('/', slash + 1) >= 0) {
      throw new IllegalArgumentException("unexpected GroupVersion string: " + apiVersion);
    }
    return new GroupVersion(apiVersion.substring(0, slash), apiVersion.substring(slash + 1));
  }

  public GroupVersionKind kind(String kind) {
    return new GroupVersionKind(group, version, kind);
  }

  /// As in `apiVersion`: `v1`, `apps/v1`.
  @Override
  public String toString() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  @Override
  public int compareTo(GroupVersion other) {
    var byGroup = group.compareTo(other.group);
    return byGroup != 0 ? byGroup : version.compareTo(other.version);
  }
}
