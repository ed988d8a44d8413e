package dev.podo.apiserver.verbs;

import dev.podo.apiserver.request.RequestInfo;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.Kind;

/// Which URLs are about anything.
final class Paths {
  private Paths() {}

  /// @throws dev.podo.machinery.errors.ApiException `NotFound` when no object of the kind can be
  ///   there; `BadRequest` when its name would mean something in a path
  static void check(Kind<?> kind, RequestInfo info) {
    var one = !info.name().isEmpty() && !isCollection(info.verb());
    if (!fitsScope(kind, info, one) || info.namespace().indexOf('\0') >= 0) {
      throw ApiErrors.notFoundPath();
    }
    if (one) {
      checkName(kind, info.name());
    }
  }

  private static boolean isCollection(String verb) {
    return verb.equals("list") || verb.equals("watch") || verb.equals("deletecollection");
  }

  private static boolean fitsScope(Kind<?> kind, RequestInfo info, boolean one) {
    if (kind.namespaced()) {
      return !info.namespace().isEmpty() || (!one && isServedForAll(kind, info.verb()));
    }
    // `/api/v1/namespaces/NAME` is read as being within the namespace.
    return info.namespace().isEmpty()
        || (kind.storageKey().equals("core/namespaces") && info.namespace().equals(info.name()));
  }

  /// Of custom resources there is no path for all namespaces but to read; of others there is one,
  /// with nothing but that.
  private static boolean isServedForAll(Kind<?> kind, String verb) {
    return verb.equals("list")
        || verb.equals("watch")
        || !kind.schema().equals(DynamicObject.SCHEMA);
  }

  private static void checkName(Kind<?> kind, String name) {
    var wrong =
        name.equals(".") || name.equals("..")
            ? "may not be '" + name + "'"
            : name.indexOf('%') >= 0 ? "may not contain '%'" : "";
    if (!wrong.isEmpty()) {
      throw ApiErrors.badRequest("Name parameter invalid: \"" + name + "\": " + wrong);
    }
    if (name.indexOf('\0') >= 0) {
      throw ApiErrors.notFound(kind.groupResource(), name);
    }
  }
}
