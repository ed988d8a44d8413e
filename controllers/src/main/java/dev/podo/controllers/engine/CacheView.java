package dev.podo.controllers.engine;

import dev.podo.client.informer.Snapshot;
import dev.podo.foundation.Check;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The caches as they were when they were first looked at in this call.
final class CacheView implements View {
  private final Caches caches;
  private final Memory memory;
  private final Map<Kind<?>, Snapshot<?>> seen = new HashMap<>();

  CacheView(Caches caches, Memory memory) {
    this.caches = caches;
    this.memory = memory;
  }

  @Override
  @SuppressWarnings("unchecked") // an informer is filed under its kind
  public <T extends ApiObject> Snapshot<T> list(Kind<T> kind) {
    return (Snapshot<T>) seen.computeIfAbsent(kind, this::snapshot);
  }

  private Snapshot<?> snapshot(Kind<?> kind) {
    return Check.notNull(caches.informers().get(kind), "a watch of " + kind).snapshot();
  }

  @Override
  public Kinds kinds() {
    return caches.every();
  }

  @Override
  @SuppressWarnings("unchecked") // an outcome is filed under its effect
  public <R> @Nullable Outcome<R> outcome(Effect<R> effect) {
    return (Outcome<R>) memory.outcomes().get(effect);
  }

  @Override
  public @Nullable ApiException failure() {
    return memory.failure();
  }
}
