package dev.podo.apiserver.authn;

import dev.podo.model.meta.v1.ObjectMeta;
import org.jspecify.annotations.Nullable;

/// Looks up what a token is bound to, as it is now.
@FunctionalInterface
public interface BoundObjects {
  /// @param kind `ServiceAccount`, `Pod`, `Secret` or `Node`
  /// @return null when there is no such object
  @Nullable ObjectMeta find(String kind, String namespace, String name);
}
