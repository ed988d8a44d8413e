package dev.podo.network.ingress;

/// How an Ingress path is compared. `ImplementationSpecific` is `PREFIX` here.
public enum PathType {
  /// The whole path, case-sensitive.
  EXACT,
  /// Whole path elements: `/foo` matches `/foo` and `/foo/bar`, not `/foobar`.
  PREFIX
}
