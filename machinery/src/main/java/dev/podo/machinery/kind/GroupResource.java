package dev.podo.machinery.kind;

/// A resource (the plural that stands in URLs) whatever its version.
public record GroupResource(String group, String resource) {
  /// As errors name it: `pods`, `deployments.apps`.
  @Override
  public String toString() {
    return group.isEmpty() ? resource : resource + "." + group;
  }
}
