package dev.podo.controllers.engine;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells which objects to look at again when another one has changed. It runs on the thread that
/// feeds the cache: it is pure, and quick.
@FunctionalInterface
public interface Router<S> {
  /// @param before null when the object is new
  /// @param after null when the object is gone
  void route(@Nullable S before, @Nullable S after, View view, Consumer<Ref> lookAt);
}
