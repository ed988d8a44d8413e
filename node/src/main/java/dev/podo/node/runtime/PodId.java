package dev.podo.node.runtime;

/// Which pod something belongs to.
public record PodId(String namespace, String name, String uid) {
  /// As upstream prints a pod in messages: `name_namespace(uid)`.
  @Override
  public String toString() {
    return name + "_" + namespace + "(" + uid + ")";
  }
}
