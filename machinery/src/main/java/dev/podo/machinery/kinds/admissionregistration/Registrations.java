package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.model.ApiObject;
import java.util.function.Consumer;

/// What the declarations of this group share. Its kinds come in pairs, one that refuses requests
/// and one that changes them: what both of a pair say is declared once ([Policies], [Bindings],
/// [Webhooks]), over what an object of either looks like.
final class Registrations {
  private Registrations() {}

  static <T extends ApiObject> KindBuilder<T> declare(
      String kind, Consumer<KindBuilder<T>> details) {
    return Kind.declare(new GroupVersionKind("admissionregistration.k8s.io", "v1", kind), details)
        .categories("api-extensions");
  }
}
