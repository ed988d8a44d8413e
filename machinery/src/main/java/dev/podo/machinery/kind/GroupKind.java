package dev.podo.machinery.kind;

/// A kind whatever its version.
public record GroupKind(String group, String kind) {
  /// As errors name it: `Pod`, `Deployment.apps`.
  @Override
  public String toString() {
    return group.isEmpty() ? kind : kind + "." + group;
  }
}
