package dev.podo.machinery.kinds.binding;

import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.core.v1.Binding;

/// Verdicts on which node a Pod is to run: a command, never stored.
public final class Bindings {
  public static final Kind<Binding> KIND =
      Kind.<Binding>declare(
              new GroupVersionKind("", "v1", "Binding"), kind -> kind.schema(Binding.SCHEMA))
          .namespaced()
          .verbs("create")
          .notStored()
          .build();

  private Bindings() {}
}
