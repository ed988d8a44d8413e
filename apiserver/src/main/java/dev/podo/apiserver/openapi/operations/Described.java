package dev.podo.apiserver.openapi.operations;

import dev.podo.machinery.kind.Kind;

/// A kind with the names of its types.
///
/// @param object the name of the type of its objects
/// @param list the name of the type of its lists; "" if it is never listed
/// @param custom whether it was defined by a custom resource definition
public record Described(Kind<?> kind, String object, String list, boolean custom) {
  public static Described builtIn(Kind<?> kind) {
    var list = kind.verbs().contains("list") ? kind.listSchema().name() : "";
    return new Described(kind, kind.schema().name(), list, false);
  }

  MediaTypes media() {
    return custom ? MediaTypes.CUSTOM : MediaTypes.BUILT_IN;
  }

  /// Before the kind in the names of operations.
  String scope() {
    return kind.namespaced() ? "Namespaced" : "";
  }

  boolean can(String verb) {
    return kind.verbs().contains(verb);
  }
}
