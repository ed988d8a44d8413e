package dev.podo.machinery.kind;

/// What an object says of itself by `apiVersion` and `kind`.
public record GroupVersionKind(String group, String version, String kind)
    implements Comparable<GroupVersionKind> {
  /// Of the two fields of an object.
  ///
  /// @throws IllegalArgumentException if the `apiVersion` has more than one slash
  public static GroupVersionKind of(String apiVersion, String kind) {
    return GroupVersion.parse(apiVersion).kind(kind);
  }

  public GroupVersion groupVersion() {
    return new GroupVersion(group, version);
  }

  public GroupKind groupKind() {
    return new GroupKind(group, kind);
  }

  public String apiVersion() {
    return groupVersion().toString();
  }

  /// As upstream prints it: `apps/v1, Kind=Deployment`.
  @Override
  public String toString() {
    return group + "/" + version + ", Kind=" + kind;
  }

  @Override
  public int compareTo(GroupVersionKind other) {
    var byGroupVersion = groupVersion().compareTo(other.groupVersion());
    return byGroupVersion != 0 ? byGroupVersion : kind.compareTo(other.kind);
  }
}
