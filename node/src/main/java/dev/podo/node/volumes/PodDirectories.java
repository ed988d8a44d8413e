package dev.podo.node.volumes;

import java.nio.file.Path;

/// Where things of pods are on the node.
///
/// @param root of the agent
/// @param logs of all containers
public record PodDirectories(Path root, Path logs) {
  public Path pod(String uid) {
    return root.resolve("pods").resolve(uid);
  }

  /// @param plugin as upstream names it, such as `configmap`
  Path volume(String uid, String plugin, String name) {
    return pod(uid).resolve("volumes").resolve("kubernetes.io~" + plugin).resolve(name);
  }

  public Path emptyDir(String uid, String name) {
    return volume(uid, "empty-dir", name);
  }

  public Path hosts(String uid) {
    return pod(uid).resolve("etc-hosts");
  }

  /// A container writes its last words here.
  public Path messageFile(String uid, String container, int attempt) {
    return pod(uid).resolve("containers").resolve(container).resolve(Integer.toString(attempt));
  }

  public Path logs(String namespace, String name, String uid) {
    return logs.resolve(namespace + "_" + name + "_" + uid);
  }
}
