package dev.podo.scheduler;

import dev.podo.client.informer.Changes;
import dev.podo.client.informer.Key;
import dev.podo.model.ApiObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// The keys of one kind that changed since they were last looked at: each once, oldest first.
/// Bounded by the number of objects.
final class DirtyKeys {
  private final ReentrantLock lock = new ReentrantLock();
  private final Runnable wake;
  private Set<Key> keys = new LinkedHashSet<>();

  DirtyKeys(Runnable wake) {
    this.wake = wake;
  }

  void note(Changes<? extends ApiObject> changes) {
    if (changes.keys().isEmpty()) {
      return;
    }
    lock.lock();
    try {
      keys.addAll(changes.keys());
    } finally {
      lock.unlock();
    }
    wake.run();
  }

  List<Key> take() {
    lock.lock();
    try {
      if (keys.isEmpty()) {
        return List.of();
      }
      var out = new ArrayList<>(keys);
      keys = new LinkedHashSet<>();
      return out;
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return keys.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
