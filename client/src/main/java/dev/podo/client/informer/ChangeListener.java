package dev.podo.client.informer;

import dev.podo.model.ApiObject;

/// Is told of each step of a cache, in order, on the thread that feeds it: it notes what to look
/// at, and returns at once.
@FunctionalInterface
public interface ChangeListener<T extends ApiObject> {
  void changed(Changes<T> changes);
}
