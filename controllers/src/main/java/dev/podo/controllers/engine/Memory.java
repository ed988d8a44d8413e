package dev.podo.controllers.engine;

import dev.podo.machinery.errors.ApiException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the engine tells a reconcile about the last plan for the same object.
record Memory(Map<Effect<?>, Outcome<?>> outcomes, @Nullable ApiException failure) {
  static final Memory NONE = new Memory(Map.of(), null);

  boolean isNothing() {
    return outcomes.isEmpty() && failure == null;
  }
}
