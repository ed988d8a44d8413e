package dev.podo.network.ingress;

import org.jspecify.annotations.Nullable;

/// One path of an Ingress.
///
/// @param ingress the namespace and name that declared it
/// @param host "" = any; `*.example.org` = any one label in front
/// @param path for `PREFIX` without a trailing slash, so "" is every path
/// @param target a [Backend], or what a proxy made of it
public record Route<T>(String ingress, String host, PathType type, String path, T target) {

  static <T> Route<T> of(
      String ingress, String host, PathType type, @Nullable String path, T target) {
    var given = path == null ? "" : path;
    var trimmed =
        type == PathType.PREFIX && given.endsWith("/")
            ? given.substring(0, given.length() - 1)
            : given;
    return new Route<>(ingress, host, type, trimmed, target);
  }

  boolean matches(String requested) {
    return switch (type) {
      case EXACT -> requested.equals(path);
      case PREFIX ->
          requested.startsWith(path)
              && (requested.length() == path.length() || requested.charAt(path.length()) == '/');
    };
  }

  <R> Route<R> withTarget(R other) {
    return new Route<>(ingress, host, type, path, other);
  }
}
