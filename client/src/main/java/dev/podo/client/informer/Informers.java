package dev.podo.client.informer;

import dev.podo.client.Api;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// The caches of a process: one per kind, shared by all who read it, begun when the first one asks.
public final class Informers {
  private final Api api;
  private final Scope scope;
  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<String, Informer<?>> running = new TreeMap<>();

  /// @param api as an identity that may list and watch all kinds that anybody here asks for
  /// @param scope ends the caches
  public Informers(Api api, Scope scope) {
    this.api = api;
    this.scope = scope;
  }

  /// The cache of everything of a kind.
  public <T extends ApiObject> Informer<T> of(Kind<T> kind) {
    return of(kind, Reach.everything());
  }

  /// The cache of some objects of a kind: for a process that may not or need not see them all.
  @SuppressWarnings("unchecked") // an informer is filed under its kind
  public <T extends ApiObject> Informer<T> of(Kind<T> kind, Reach reach) {
    var id = kind.gvk() + "|" + reach.id();
    lock.lock();
    try {
      var present = running.get(id);
      if (present != null) {
        return (Informer<T>) present;
      }
      var informer = new Informer<>(kind, scope.environment().clock());
      running.put(id, informer);
      var reflector = new Reflector<>(api, kind, reach, informer, scope.environment());
      scope.fork("informer " + kind.plural(), reflector::run);
      return informer;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until all caches asked for so far have been filled.
  ///
  /// @return false when the deadline passed first
  public boolean awaitSynced(Deadline deadline) throws InterruptedException {
    for (var informer : informers()) {
      if (!informer.awaitSynced(deadline)) {
        return false;
      }
    }
    return true;
  }

  private List<Informer<?>> informers() {
    lock.lock();
    try {
      return List.copyOf(running.values());
    } finally {
      lock.unlock();
    }
  }
}
