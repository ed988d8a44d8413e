package dev.podo.machinery.kind;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of an object that is addressed by a path segment of its own.
///
/// @param name the path segment
/// @param exchanged what requests and responses carry; null means the object itself
/// @param verbs what may be done with it, sorted
public record Subresource(String name, @Nullable GroupVersionKind exchanged, List<String> verbs)
    implements Comparable<Subresource> {
  /// The part that controllers own.
  public static final Subresource STATUS =
      new Subresource("status", null, List.of("get", "patch", "update"));

  /// The number of replicas, in one shape for all kinds that have one.
  public static final Subresource SCALE =
      new Subresource(
          "scale",
          new GroupVersionKind("autoscaling", "v1", "Scale"),
          List.of("get", "patch", "update"));

  public Subresource {
    verbs = List.copyOf(verbs);
  }

  /// One that carries the object itself.
  public static Subresource ofSelf(String name, String... verbs) {
    return new Subresource(name, null, List.of(verbs));
  }

  /// One that carries something else.
  public static Subresource of(String name, GroupVersionKind exchanged, String... verbs) {
    return new Subresource(name, exchanged, List.of(verbs));
  }

  public boolean isStatus() {
    return name.equals("status");
  }

  public boolean isScale() {
    return name.equals("scale");
  }

  @Override
  public int compareTo(Subresource other) {
    return name.compareTo(other.name);
  }
}
