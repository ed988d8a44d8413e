package dev.podo.node.runtime;

import java.nio.file.Path;

/// A directory or file of the node that a container sees.
///
/// @param source on the node; it exists
/// @param target absolute, in the container
/// @param relabel give it the container's SELinux label
public record Mount(
    Path source, String target, boolean readOnly, Propagation propagation, boolean relabel) {
  public static Mount of(Path source, String target, boolean readOnly) {
    return new Mount(source, target, readOnly, Propagation.NONE, false);
  }

  /// Whether mounts made below it later show on the other side.
  public enum Propagation {
    NONE,
    HOST_TO_CONTAINER,
    BIDIRECTIONAL
  }
}
