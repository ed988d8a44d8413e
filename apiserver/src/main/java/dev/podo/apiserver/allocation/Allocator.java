package dev.podo.apiserver.allocation;

import dev.podo.apiserver.storage.Stored;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.store.Image;
import org.jspecify.annotations.Nullable;

/// Gives objects what must be unique in the cluster.
@FunctionalInterface
public interface Allocator {
  /// @param old null when the object comes to be
  /// @param now null when it goes
  /// @param image what is taken; if that changes before the commit, the commit fails and all is
  ///   tried again
  <T extends ApiObject> Allocation<T> allocate(
      Kind<T> kind, @Nullable T old, @Nullable T now, Image<Stored> image);
}
