package dev.podo.client;

/// A change to an object, as a plain JSON tree.
public sealed interface Patch {
  Object tree();

  /// The media type of its HTTP body.
  String contentType();

  /// RFC 6902: a list of operations.
  record Json(Object tree) implements Patch {
    @Override
    public String contentType() {
      return "application/json-patch+json";
    }
  }

  /// RFC 7396: the fields to set, null to remove; lists are replaced whole.
  record Merge(Object tree) implements Patch {
    @Override
    public String contentType() {
      return "application/merge-patch+json";
    }
  }

  /// Kubernetes' merge patch: lists merge by the keys that their fields declare.
  record Strategic(Object tree) implements Patch {
    @Override
    public String contentType() {
      return "application/strategic-merge-patch+json";
    }
  }

  /// Server-side apply: the fields that shall be as they are here, and belong to who applies them.
  ///
  /// @param tree with `apiVersion`, `kind` and the object's name
  /// @param force whether to take fields that others own
  record Apply(Object tree, boolean force) implements Patch {
    @Override
    public String contentType() {
      return "application/apply-patch+yaml";
    }
  }
}
